/** PKCS #12 files made here and read by openssl, keytool, NSS, GnuTLS and Python, and theirs read here. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import {
  createCertificateAuthority,
  createCrl,
  createKey,
  createPkcs12,
  issueCertificate,
  type Pkcs12CreateOptions,
  PkiError,
  readJks,
  readPkcs12,
} from '../../../src/pki/index.js';
import { has } from '../../support/native.js';
import { NativeOpenssl } from '../../support/native-openssl.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: native.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const legacy = ['-provider', 'default', '-provider', 'legacy'];
const file = (name: string) => new Uint8Array(readFileSync(new URL(`cases/${name}`, import.meta.url)));
const isThere = (program: string) => has('sh', '-c', `command -v ${program}`);

const ca = createCertificateAuthority({ subject: 'Root CA' });
const leaf = issueCertificate({ issuer: ca, names: ['a.example'] });
const other = issueCertificate({ issuer: ca, names: ['b.example'], key: createKey({ type: 'RSA' }).key });
const crl = createCrl({ issuer: ca, revoked: [] });
const password = 'pass wörd';
native.file('pass', `${password}\n`);
const whole: Pkcs12CreateOptions = {
  password,
  entries: [
    { type: 'key', key: leaf.key, certificate: leaf.certificate, chain: [ca.certificate], friendlyName: 'a 🔑' },
    { type: 'key', key: other.key, certificate: other.pem, friendlyName: 'b' },
    { type: 'certificate', certificate: ca.der, friendlyName: 'root', trustedFor: ['anyExtendedKeyUsage'] },
    { type: 'crl', crl: crl.der, friendlyName: 'the list' },
    { type: 'secret', secret: new Uint8Array(32).fill(7), friendlyName: 'aes' },
  ],
};

describe('everything that is put in is read again', () => {
  it.each<[string, Partial<Pkcs12CreateOptions>]>([
    ['modern', {}],
    ['legacy', { profile: 'legacy' }],
    ['PBMAC1', { mac: { algorithm: 'pbmac1', digest: 'sha512', prf: 'sha384', iterations: 1000 } }],
    ['scrypt', { encryption: { scheme: 'scrypt', cost: 1024 } }],
    ['no MAC', { mac: 'none' }],
    ['open certificates', { certificateEncryption: 'none' }],
  ])('%s', (_, options) => {
    const { der } = createPkcs12({ ...whole, ...options });
    const data = readPkcs12(der, { password, ...(options.mac === 'none' && { allowMissingMac: true }) });
    expect(data.skipped).toEqual([]);
    expect(data.keys.map((bag) => [bag.friendlyName, bag.key.typeName])).toEqual([
      ['a 🔑', 'EC'],
      ['b', 'RSA'],
    ]);
    expect(data.certificates.map((bag) => [bag.friendlyName, bag.trustedFor])).toEqual([
      ...[
        ['a 🔑', null],
        [null, null],
        ['b', null],
      ],
      ['root', ['anyExtendedKeyUsage']],
    ]);
    expect(data.crls.map((bag) => bag.friendlyName)).toEqual(['the list']);
    expect(data.secrets[0]).toMatchObject({ friendlyName: 'aes', secret: new Uint8Array(32).fill(7) });
    const [first, second] = data.identities;
    expect(first?.certificate?.equals(leaf.certificate)).toBe(true);
    expect(first?.chain.map((one) => one.getSubject().CN)).toEqual(['Root CA']);
    expect(second?.certificate?.equals(other.certificate)).toBe(true);
    expect(second?.friendlyName).toBe('b');
    expect(first?.key.equals(leaf.key)).toBe(true);
    if (options.mac === 'none')
      expect(() => readPkcs12(der, { password })).toThrow(expect.objectContaining({ code: 'ERR_PKI_REFUSED' }));
    for (const wrong of ['wrong', '', undefined])
      expect(() => readPkcs12(der, { ...(wrong !== undefined && { password: wrong }), allowMissingMac: true })).toThrow(
        expect.objectContaining({ code: 'ERR_PKI_PASSWORD' }),
      );
  });

  it('says how each part was protected', () => {
    const modern = readPkcs12(createPkcs12(whole).der, { password });
    expect(modern.mac).toEqual({ algorithm: 'pkcs12', digest: 'SHA256', iterations: 10_000, saltLength: 16 });
    expect(modern.safes[0]?.encryption).toMatchObject({
      scheme: 'pbkdf2',
      prf: 'sha256',
      iterations: 10_000,
      cipher: 'aes-256-cbc',
    });
    expect(modern.safes[1]?.encryption).toBeNull();
    expect(modern.keys[0]?.encryption).toMatchObject({ scheme: 'pbkdf2' });
    const old = readPkcs12(createPkcs12({ ...whole, profile: 'legacy' }).der, { password });
    expect(old.mac).toMatchObject({ digest: 'SHA1', iterations: 2048 });
    expect(old.keys[0]?.encryption).toMatchObject({ scheme: 'pkcs12', cipher: 'des-ede3-cbc' });
  });

  it('a file without a password has nothing encrypted and no MAC', () => {
    const { der } = createPkcs12({ entries: whole.entries.slice(0, 4) });
    const data = readPkcs12(der, { allowMissingMac: true });
    expect(data.keys[0]?.encryption).toBeNull();
    expect(data.mac).toBeNull();
    expect(data.identities).toHaveLength(2);
    expect(() => createPkcs12({ ...whole, password: null as never })).toThrow('always encrypted');
    expect(() => createPkcs12({ entries: [], password })).toThrow('one entry at least');
    expect(() => createPkcs12({ entries: whole.entries, mac: {} })).toThrow('mac needs a password');
  });
});

describe('openssl', () => {
  it.each<[string, Partial<Pkcs12CreateOptions>, string[]]>([
    ['modern', {}, []],
    ['legacy', { profile: 'legacy' }, legacy],
    [
      'RC2-40',
      { profile: 'legacy', certificateEncryption: { scheme: 'pkcs12', cipher: 'rc2-40-cbc' }, unchecked: true },
      legacy,
    ],
    ['many digests', { mac: { digest: 'sha512', iterations: 1 }, encryption: { prf: 'sha512', iterations: 1 } }, []],
  ])('reads %s', (_, options, args) => {
    native.file('ours.p12', createPkcs12({ ...whole, ...options, entries: whole.entries.slice(0, 4) }).der);
    const shown = run('openssl', 'pkcs12', '-in', 'ours.p12', '-passin', 'file:pass', '-nodes', ...args);
    expect(shown.match(/BEGIN PRIVATE KEY/g)).toHaveLength(2);
    expect(shown.match(/BEGIN CERTIFICATE/g)).toHaveLength(4);
    expect(shown).toContain('friendlyName: root');
    // The one of pyOpenSSL's shape reads it, and says what it has no place for.
    const loaded = crypto.loadPkcs12(readFileSync(native.path('ours.p12')), password);
    expect(loaded.getCertificate()?.equals(leaf.certificate)).toBe(true);
    expect(loaded.leftOut).toEqual(['1 further private key', '1 list of revoked certificates']);
  });

  it('PBMAC1 is read by the one that is built in (openssl(1) since 3.4)', () => {
    const { der } = createPkcs12({ ...whole, mac: { algorithm: 'pbmac1' } });
    expect(crypto.loadPkcs12(der, password).getPrivatekey()?.equals(leaf.key)).toBe(true);
    if (!native.knowsPostQuantum) return;
    native.file('ours.p12', der);
    expect(run('openssl', 'pkcs12', '-in', 'ours.p12', '-passin', 'file:pass', '-info', '-noout')).toContain('PBMAC1');
  });

  it.each([
    [],
    ['-legacy'],
    ['-keypbe', 'NONE', '-certpbe', 'NONE'],
    ['-nomac'],
    ['-macalg', 'sha512', '-maciter'],
    ['-descert', '-legacy'],
  ])('is read: %s %s', (...flags) => {
    native.file('k.pem', crypto.dumpPrivatekey(crypto.FILETYPE_PEM, leaf.key));
    native.file('c.pem', leaf.pem + ca.pem);
    run(
      'openssl',
      'pkcs12',
      '-export',
      '-inkey',
      'k.pem',
      '-in',
      'c.pem',
      '-name',
      'x',
      '-caname',
      'y',
      '-passout',
      'file:pass',
      '-out',
      't.p12',
      ...flags,
    );
    const data = readPkcs12(native.read('t.p12'), {
      password,
      allowMissingMac: (flags as readonly string[]).includes('-nomac'),
    });
    expect(data.identities[0]).toMatchObject({ friendlyName: 'x' });
    expect(data.identities[0]?.chain).toHaveLength(1);
    expect(data.skipped).toEqual([]);
  });
});

describe.skipIf(!isThere('keytool'))('keytool (Debian’s default-jre-headless brings it)', () => {
  const keytool = (...args: string[]) => run('keytool', ...args, '-storepass', 'changeit');

  it('lists every entry of a store that was made here', () => {
    for (const [name, options] of [
      ['m', {}],
      ['l', { profile: 'legacy' }],
      ['o', { certificateEncryption: 'none' }],
    ] as const) {
      native.file(
        `${name}.p12`,
        createPkcs12({
          ...whole,
          entries: whole.entries.filter(({ type }) => type !== 'crl'),
          password: 'changeit',
          ...options,
        }).der,
      );
      const shown = keytool('-list', '-keystore', `${name}.p12`);
      expect(shown).toMatch(/^b, .*PrivateKeyEntry/m);
      expect(shown).toMatch(/^root, .*trustedCertEntry/m);
      expect(shown).toMatch(/^aes, .*SecretKeyEntry/m);
    }
  });

  it('its stores are read: trusted certificates, keys and secrets', () => {
    native.file('root.pem', ca.pem);
    const store = ['-keystore', 's.p12', '-storetype', 'PKCS12'];
    keytool('-genseckey', '-alias', 'secret', '-keyalg', 'AES', '-keysize', '256', ...store);
    keytool('-importcert', '-noprompt', '-alias', 'ca', '-file', 'root.pem', ...store);
    keytool('-genkeypair', '-alias', 'pair', '-keyalg', 'EC', '-dname', 'CN=x', ...store);
    const data = readPkcs12(native.read('s.p12'), { password: 'changeit' });
    expect(data.skipped).toEqual([]);
    expect(data.secrets[0]).toMatchObject({ friendlyName: 'secret', algorithm: expect.stringMatching(/aes/i) });
    expect(data.secrets[0]?.secret).toHaveLength(32);
    expect(data.certificates.find((bag) => bag.friendlyName === 'ca')?.trustedFor).toEqual(['anyExtendedKeyUsage']);
    expect(data.identities.map((one) => one.friendlyName)).toEqual(['pair']);
  });

  it('JKS is said to be one, and read', () => {
    keytool('-importcert', '-noprompt', '-alias', 'ca', '-file', 'root.pem', '-keystore', 't.jks', '-storetype', 'JKS');
    keytool(
      '-genkeypair',
      '-alias',
      'pair',
      '-keyalg',
      'EC',
      '-dname',
      'CN=x',
      '-keystore',
      't.jks',
      '-storetype',
      'JKS',
      '-keypass',
      'changeit',
    );
    keytool(
      '-genkeypair',
      '-alias',
      'pair',
      '-keyalg',
      'EC',
      '-dname',
      'CN=x',
      '-keystore',
      't.jceks',
      '-storetype',
      'JCEKS',
      '-keypass',
      'changeit',
    );
    const bytes = native.read('t.jks');
    expect(() => readPkcs12(bytes, { password: 'changeit' })).toThrow("Java's own kind JKS");
    expect(() => readPkcs12(native.read('t.jceks'))).toThrow("Java's own kind JCEKS");
    const data = readJks(bytes, { password: 'changeit' });
    expect(data.isVerified).toBe(true);
    expect(data.certificates.map(({ alias }) => alias)).toEqual(['ca']);
    expect(data.certificates[0]?.certificate.equals(ca.certificate)).toBe(true);
    expect(data.keys[0]?.key?.equals(data.keys[0].chain[0]?.getPubkey() ?? createKey().key)).toBe(true);
    expect(readJks(bytes).keys[0]?.key).toBeNull();
    expect(() => readJks(bytes, { password: 'wrong' })).toThrow(expect.objectContaining({ code: 'ERR_PKI_PASSWORD' }));
    for (let length = 0; length < bytes.length; length += 7)
      expect(() => readJks(bytes.slice(0, length))).toThrow(PkiError);
  });
});

describe.skipIf(!isThere('pk12util'))('NSS (Debian’s libnss3-tools brings it)', () => {
  it('imports what is made here, and exports what is read here', () => {
    mkdirSync(native.path('nss'), { recursive: true });
    native.file('nsspass', 'changeit\n');
    run('certutil', '-N', '-d', 'sql:nss', '--empty-password');
    const entries = [
      { type: 'key', key: other.key, certificate: other.pem, chain: [ca.pem], friendlyName: 'b' },
    ] as const;
    native.file('n.p12', createPkcs12({ entries, password: 'changeit' }).der);
    run('pk12util', '-i', 'n.p12', '-d', 'sql:nss', '-w', 'nsspass');
    expect(run('certutil', '-L', '-d', 'sql:nss')).toMatch(/^b /m);
    run('pk12util', '-o', 'back.p12', '-n', 'b', '-d', 'sql:nss', '-w', 'nsspass');
    const data = readPkcs12(native.read('back.p12'), { password: 'changeit' });
    expect(data.identities[0]?.key.equals(other.key)).toBe(true);
    expect(data.identities[0]?.friendlyName).toBe('b');
    expect(data.skipped).toEqual([]);
  });
});

describe.skipIf(!isThere('certtool'))('GnuTLS (Debian’s gnutls-bin brings it)', () => {
  it('reads what is made here, and its own is read', () => {
    const entries = [{ type: 'key', key: leaf.key, certificate: leaf.pem, friendlyName: 'a' }] as const;
    native.file('g.p12', createPkcs12({ entries, password: 'changeit' }).der);
    expect(run('certtool', '--p12-info', '--inder', '--infile', 'g.p12', '--password', 'changeit')).toContain(
      'BEGIN CERTIFICATE',
    );
    native.file('gk.pem', crypto.dumpPrivatekey(crypto.FILETYPE_PEM, leaf.key));
    native.file('gc.pem', leaf.pem);
    run(
      'certtool',
      '--to-p12',
      '--load-privkey',
      'gk.pem',
      '--load-certificate',
      'gc.pem',
      '--p12-name',
      'g',
      '--password',
      'changeit',
      '--outder',
      '--outfile',
      'theirs.p12',
    );
    const data = readPkcs12(native.read('theirs.p12'), { password: 'changeit' });
    expect(data.identities[0]).toMatchObject({ friendlyName: 'g' });
    expect(data.identities[0]?.certificate).not.toBeNull();
  });
});

describe('Python’s cryptography', () => {
  it('reads what is made here, and its own is read', () => {
    const entries = [
      { type: 'key', key: leaf.key, certificate: leaf.pem, chain: [ca.pem], friendlyName: 'a' },
    ] as const;
    native.file('p.p12', createPkcs12({ entries, password: 'changeit' }).der);
    const code = `from cryptography.hazmat.primitives.serialization import pkcs12, BestAvailableEncryption
key, cert, more = pkcs12.load_key_and_certificates(open("p.p12","rb").read(), b"changeit")
open("q.p12","wb").write(pkcs12.serialize_key_and_certificates(b"q", key, cert, more, BestAvailableEncryption(b"changeit")))
print(cert.subject.rfc4514_string(), len(more))`;
    expect(run('/usr/bin/python3', '-c', code)).toContain(' 1');
    const data = readPkcs12(native.read('q.p12'), { password: 'changeit' });
    expect(data.identities[0]).toMatchObject({ friendlyName: 'q' });
    expect(data.identities[0]?.chain).toHaveLength(1);
  });
});

describe('the cases', () => {
  it('5: both keys of a file are reached, and the shape of pyOpenSSL says what it leaves out', () => {
    const data = readPkcs12(file('p12-multikey.p12'), { password: 'changeit' });
    expect(data.identities.map((one) => [one.friendlyName, one.certificate !== null])).toEqual([
      ['key4', true],
      ['key5', true],
    ]);
    expect(crypto.loadPkcs12(file('p12-multikey.p12'), 'changeit').leftOut).toEqual(['1 further private key']);
  });

  it('6: the names of issuers are read, and survive', () => {
    const names = (der: Uint8Array) =>
      readPkcs12(der, { password: 'xyzzy' }).certificates.map((bag) => bag.friendlyName);
    expect(names(file('p12-canames.p12'))).toEqual(['leaf', 'Inter CA', 'Root CA']);
    const loaded = crypto.loadPkcs12(file('p12-canames.p12'), 'xyzzy');
    expect(loaded.getCaFriendlynames()?.map((name) => new TextDecoder().decode(name ?? undefined))).toEqual([
      'Inter CA',
      'Root CA',
    ]);
    expect(names(loaded.export('xyzzy'))).toEqual(['leaf', 'Inter CA', 'Root CA']);
    expect(loaded.leftOut).toEqual([]);
    expect(new crypto.PKCS12().getCaFriendlynames()).toBeNull();
  });

  it('7: a password in ISO 8859-1, as bytes and as text', () => {
    const bytes = Uint8Array.from('1234é567', (letter) => letter.charCodeAt(0));
    for (const given of [bytes, '1234é567']) {
      const { identities, certificates, keys, skipped } = readPkcs12(file('p12-pw-latin1.p12'), { password: given });
      expect([identities.length, keys.length, certificates.length > 0, skipped]).toEqual([1, 1, true, []]);
    }
    expect(crypto.loadPkcs12(file('p12-pw-latin1.p12'), bytes).getPrivatekey()).not.toBeNull();
  });

  it('8: what is open is read as open; export(null) encrypts under the empty password', () => {
    const data = readPkcs12(file('p12-plain.p12'), { allowMissingMac: true });
    expect(data.safes.every((safe) => safe.encryption === null)).toBe(true);
    expect(data.keys.concat().every((bag) => bag.encryption === null)).toBe(true);
    const exported = new crypto.PKCS12();
    exported.setCertificate(leaf.certificate);
    exported.setPrivatekey(leaf.key);
    const read = readPkcs12(exported.export(null));
    expect(read.safes.some((safe) => safe.encryption !== null)).toBe(true);
    expect(readPkcs12(exported.export(null), { password: '' }).keys).toHaveLength(1);
  });
});
