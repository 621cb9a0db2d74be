/** What the commands make, judged by native openssl, GnuTLS, keytool and ssh-keygen; and what those make, read here. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, withFiles, within } from './support/cli.js';

let line: CommandLine;
beforeAll(async () => {
  line = await withFiles();
  line.file('message', 'a message\nof two lines\n');
});
afterAll(() => line.remove());

const there = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** A line of the shell: what it prints, and how it ends. */
function native(typed: string): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', typed], { cwd: line.folder, timeout: 60_000 });
  return { code: status, out: `${stdout.toString()}${stderr.toString()}` };
}

/** Runs a command here, and demands that it ends so. @returns what it printed */
async function ours(args: readonly string[], expected = 0): Promise<string> {
  const { code, out, err } = await within(line.folder, args);
  expect({ args, code, err: code === expected ? '' : err }).toEqual({ args, code: expected, err: '' });
  return out + err;
}

const AUTHORITY = ['--ca', 'ca.crt', '--ca-key', 'ca.key'];

describe('openssl', () => {
  it('verifies what issue and renew make, with an intermediate', async () => {
    await ours(['issue', '--intermediate', 'Issuing', ...AUTHORITY, '-o', 'mid.crt', '--key-out', 'mid.key']);
    await ours([
      'issue',
      'a.example',
      '*.a.example',
      '192.0.2.1',
      '--ca',
      'mid.crt',
      '--ca-key',
      'mid.key',
      '-o',
      'leaf.crt',
      '--key-out',
      'leaf.key',
    ]);
    expect(
      native('openssl verify -CAfile ca.crt -untrusted leaf.crt -verify_hostname b.a.example -x509_strict leaf.crt')
        .code,
    ).toBe(0);
    await ours(['renew', 'leaf.crt', '--ca', 'mid.crt', '--ca-key', 'mid.key', '-o', 'leaf2.crt']);
    expect(
      native('openssl verify -CAfile ca.crt -untrusted leaf2.crt -verify_ip 192.0.2.1 -x509_strict leaf2.crt').code,
    ).toBe(0);
    const key = (file: string) => native(`openssl x509 -in ${file} -noout -pubkey`).out;
    expect(key('leaf2.crt')).toBe(key('leaf.crt'));
    await ours(['renew', 'ca.crt', ...AUTHORITY, '-o', 'ca2.crt']);
    expect(native('openssl verify -CAfile ca2.crt -x509_strict server.crt').code).toBe(0);
    await ours(['bundle', 'ca.crt', 'leaf.crt', '-o', 'full.pem']);
    expect(native('grep -c BEGIN full.pem').out.trim()).toBe('2');
  });

  it('makes what inspect, verify, fingerprint and needs-renewal read', async () => {
    native(
      'openssl req -x509 -newkey rsa:2048 -nodes -keyout o.key -out o.crt -days 3 -subj "/C=SE/O=Öl AB/CN=x" -utf8 -addext subjectAltName=DNS:o.example',
    );
    expect(await ours(['inspect', 'o.crt'])).toContain('C=SE, O=Öl AB, CN=x');
    expect(await ours(['inspect', '--text', 'o.crt'])).toContain(
      native('openssl x509 -in o.crt -noout -text').out.slice(0, 60),
    );
    const print = native('openssl x509 -in o.crt -noout -fingerprint -sha1').out.trim().split('=')[1];
    expect((await ours(['fingerprint', '--digest', 'sha1', 'o.crt'])).trim()).toBe(print);
    await ours(['verify', 'o.crt', '--ca', 'o.crt', '--host', 'o.example']);
    await ours(['needs-renewal', 'o.crt', '--within', '4d']);
    await ours(['key', 'match', 'o.key', 'o.crt']);
    const pin = native(
      'openssl pkey -in o.key -pubout -outform DER | openssl dgst -sha256 -binary | base64',
    ).out.trim();
    expect((await ours(['fingerprint', '--pin', 'o.key'])).trim()).toBe(`sha256//${pin}`);
  });

  it('reads requests, and keys of every form', async () => {
    await ours(['csr', 'r.example', '--subject', 'CN=R, O="A, B"', '--key-type', 'rsa2048', '--must-staple']);
    expect(native('openssl req -in r.example.csr -verify -noout -text').out).toMatch(
      /DNS:r\.example[\s\S]*status_request/,
    );
    for (const form of ['pkcs8', 'pkcs1', 'pkcs8-der', 'pkcs1-der', 'spki', 'spki-der', 'openssh'])
      await ours(['convert', 'r.example.key', '--to', form, '-o', `r.${form}`]);
    for (const form of ['pkcs8', 'pkcs1', 'pkcs8-der', 'pkcs1-der'])
      expect([form, native(`openssl pkey -in r.${form} -check -noout`).code]).toEqual([form, 0]);
    for (const form of ['spki', 'spki-der']) expect(native(`openssl pkey -pubin -in r.${form} -noout`).code).toBe(0);
    await ours(['convert', 'server.crt', '--to', 'der', '-o', 's.der']);
    native('openssl x509 -in server.crt -outform DER -out s.native.der');
    expect(native('cmp s.der s.native.der').code).toBe(0);
    await ours(['convert', 'server.crt', '--to', 'p7b', '-o', 's.p7b']);
    expect(native('openssl pkcs7 -in s.p7b -print_certs -noout').out).toContain('issuer=CN = Example CA');
    native('openssl crl2pkcs7 -nocrl -certfile server.crt -outform DER -out n.p7b');
    await ours(['verify', 'n.p7b', '--ca', 'ca.crt']);
  });

  it('takes lists of revoked certificates, and answers of OCSP', async () => {
    await ours(['crl', 'make', ...AUTHORITY, '--revoke', 'server.crt', '--reason', 'superseded', '-o', 'ca.crl']);
    expect(native('openssl crl -in ca.crl -CAfile ca.crt -noout -text').out).toMatch(/Superseded[\s\S]*verify OK/);
    expect(native('openssl verify -CAfile ca.crt -CRLfile ca.crl -crl_check server.crt').out).toContain(
      'certificate revoked',
    );
    await ours(['ocsp', 'respond', 'server.crt', ...AUTHORITY, '-o', 'good.ocsp']);
    expect(native('openssl ocsp -respin good.ocsp -issuer ca.crt -cert server.crt -CAfile ca.crt').out).toMatch(
      /good[\s\S]*Response verify OK/,
    );
    await ours(['ocsp', 'request', 'server.crt', '--issuer', 'ca.crt', '-o', 'q.ocsp']);
    expect(native('openssl ocsp -reqin q.ocsp -text').out).toContain('OCSP Request Data');
  });

  it('verifies and decrypts messages, both ways', async () => {
    await ours(['cms', 'sign', 'message', '--cert', 'server.crt', '--key', 'server.key', '-o', 'm.p7']);
    expect(
      native(
        'openssl cms -verify -in m.p7 -inform PEM -CAfile ca.crt -purpose any -binary -out m.out && cmp m.out message',
      ).code,
    ).toBe(0);
    native(
      'openssl cms -sign -in message -binary -nodetach -signer server.crt -inkey server.key -outform DER -out n.p7',
    );
    await ours(['cms', 'verify', 'n.p7', '--ca', 'ca.crt', '--purpose', 'any', '-o', 'n.out']);
    expect(native('cmp n.out message').code).toBe(0);
    await ours(['cms', 'encrypt', 'message', '--to', 'server.crt', '-o', 'e.p7']);
    expect(
      native(
        'openssl cms -decrypt -in e.p7 -inform PEM -recip server.crt -inkey server.key -binary -out e.out && cmp e.out message',
      ).code,
    ).toBe(0);
    native('openssl cms -encrypt -in message -binary -aes256 -outform DER -out f.p7 server.crt');
    await ours(['cms', 'decrypt', 'f.p7', '--key', 'server.key', '-o', 'f.out']);
    expect([native('cmp f.out message').code, line.mode('f.out')]).toEqual([0, '600']);
  });

  it('reads PKCS #12 files, and makes them', async () => {
    process.env['SECRET'] = 'geheim';
    await ours([
      'p12',
      'make',
      '--cert',
      'server.crt',
      '--key',
      'server.key',
      '--ca',
      'ca.crt',
      '--name',
      'srv',
      '-o',
      's.p12',
      '--new-password-env',
      'SECRET',
    ]);
    expect(line.mode('s.p12')).toBe('600');
    expect(native('openssl pkcs12 -in s.p12 -passin pass:geheim -nodes -info').out).toMatch(
      /friendlyName: srv[\s\S]*BEGIN PRIVATE KEY/,
    );
    native('openssl pkcs12 -export -in server.crt -inkey server.key -name mine -passout pass:geheim -out n.p12');
    expect(await ours(['p12', 'list', 'n.p12', '--password-env', 'SECRET'])).toContain('called "mine"');
    await ours(['p12', 'extract', 'n.p12', '--password-env', 'SECRET', '--key-out', 'x.key', '--cert-out', 'x.crt']);
    await ours(['key', 'match', 'x.key', 'server.crt']);
    expect([line.mode('x.key'), line.read('x.crt')]).toEqual(['600', line.read('server.crt')]);
    await ours(['p12', 'list', 'n.p12', '--password-env', 'HOME'], 3);
  });
});

describe.skipIf(!there('certtool'))('certtool', () => {
  it('reads what issue and csr make', async () => {
    expect(native('certtool -i --infile server.crt').out).toContain('DNSname: localhost');
    await ours(['csr', 'c.example']);
    expect(native('certtool --crq-info --infile c.example.csr').out).toMatch(/Self signature: verified/);
  });
});

describe.skipIf(!there('keytool'))('keytool', () => {
  it('lists a trust store, and makes stores that are listed', async () => {
    process.env['SECRET'] = 'geheim';
    await ours([
      'p12',
      'make',
      '--ca',
      'ca.crt',
      '--trust',
      '--name',
      'root',
      '-o',
      't.p12',
      '--new-password-env',
      'SECRET',
    ]);
    expect(native('keytool -list -keystore t.p12 -storepass geheim').out).toMatch(/root, .*trustedCertEntry/);
    native('keytool -importcert -noprompt -alias ours -file ca.crt -keystore j.jks -storetype JKS -storepass geheim');
    expect(await ours(['p12', 'list', 'j.jks', '--password-env', 'SECRET'])).toContain('called "ours"');
  });
});

describe.skipIf(!there('ssh-keygen'))('ssh-keygen', () => {
  it('reads keys, and makes keys that are read', async () => {
    await ours(['convert', 'server.key', '--to', 'openssh', '-o', 'ssh.key']);
    expect(native('ssh-keygen -y -f ssh.key').out).toContain('ecdsa-sha2-nistp256');
    expect(native('ssh-keygen -q -t ed25519 -N geheim -f id').code).toBe(0);
    await ours(['key', 'check', 'id', '--password-env', 'SECRET']);
    expect(await ours(['inspect', 'id', 'id.pub'])).toMatch(/OpenSSH[\s\S]*OpenSSH/);
  });
});

describe('renew', () => {
  it('does not sign what another CA has made', async () => {
    await ours(['issue', '--root', 'Example CA', '-o', 'evil.crt', '--key-out', 'evil.key']);
    await ours([
      'issue',
      'evil.example',
      '--ca',
      'evil.crt',
      '--ca-key',
      'evil.key',
      '-o',
      'e.crt',
      '--key-out',
      'e.key',
    ]);
    expect(await ours(['renew', 'e.crt', ...AUTHORITY], 6)).toContain('this issuer has not issued the certificate');
    await ours(['renew', 'e.crt', ...AUTHORITY, '--unchecked']);
  });
});
