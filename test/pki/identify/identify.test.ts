/** What each kind of file is said to be: made by the library, by openssl(1), by ssh-keygen and keytool, and OpenSSL's own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { createCertificateAuthority, createRequest, type Identified, identify } from '../../../src/pki/index.js';
import { has } from '../../support/native.js';

const SOURCE = new URL('../../../openssl-src/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('pin.json', SOURCE), 'utf8')) as { version: string };
const TESTS = new URL(`openssl-${version}/test/`, SOURCE);

const folder = mkdtempSync(join(tmpdir(), 'identify-'));
afterAll(() => rmSync(folder, { recursive: true }));
const openssl = (...args: string[]): Uint8Array =>
  new Uint8Array(execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const own = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, TESTS)));

function only(input: string | Uint8Array): Identified {
  const { items, sentence } = identify(input);
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item === undefined) throw new Error('there is one');
  expect(sentence).toBe(item.sentence);
  expect(sentence).toMatch(/^Th[^\n]*\.$/);
  return item;
}

const ca = createCertificateAuthority({
  subject: [
    { type: 'O', value: 'A, B' },
    { type: 'CN', value: 'Root\nCA' },
  ],
});
const der = (key: crypto.PKey) => crypto.dumpPrivatekey(crypto.FILETYPE_ASN1, key);

describe('structures', () => {
  it('certificates, requests and lists, with their names', () => {
    expect(only(ca.der)).toMatchObject({
      kind: 'certificate',
      form: 'der',
      isCa: true,
      offset: 0,
      length: ca.der.length,
    });
    expect(only(ca.pem)).toMatchObject({
      ...{ kind: 'certificate', form: 'pem', label: 'CERTIFICATE', bytes: ca.der, isCa: true },
      sentence: "This is a CA's certificate of O=A\\, B, CN=Root\\u{a}CA, issued by itself.",
    });
    expect(only(createRequest({ subject: 'x' }).der)).toMatchObject({ kind: 'certificate-request', subject: 'CN=x' });
    const crl = new crypto.CRL();
    crl.setLastUpdate(new Date());
    crl.sign(ca.certificate, ca.key, 'sha256');
    expect(only(crypto.dumpCrl(crypto.FILETYPE_ASN1, crl))).toMatchObject({ kind: 'crl', revoked: 0 });
    expect(only(own('certs/ee+serverAuth.pem'))).toMatchObject({ kind: 'trusted-certificate' });
    expect(only(own('certs/acert.pem'))).toMatchObject({ kind: 'attribute-certificate' });
  });

  it('keys in each form, and whether a password protects them', () => {
    const rsa = openssl('genrsa', '-traditional', '2048');
    expect(only(rsa)).toMatchObject({ kind: 'private-key', format: 'pkcs1', algorithm: 'RSA', encrypted: false });
    expect(only(der(ca.key))).toMatchObject({ format: 'sec1', algorithm: 'prime256v1', encrypted: false });
    const sec1 = openssl('ecparam', '-genkey', '-noout', '-name', 'secp384r1');
    expect(only(sec1)).toMatchObject({ kind: 'private-key', format: 'sec1', algorithm: 'secp384r1' });
    const old = openssl('genrsa', '-traditional', '-aes128', '-passout', 'pass:x', '1024');
    expect(only(old)).toMatchObject({ kind: 'private-key', format: 'pkcs1', algorithm: 'RSA', encrypted: true });
    const pkcs8 = openssl('genpkey', '-algorithm', 'ED25519', '-aes128', '-pass', 'pass:x');
    expect(only(pkcs8)).toMatchObject({ kind: 'private-key', format: 'pkcs8', encrypted: true, form: 'pem' });
    const spki = crypto.dumpPublickey(crypto.FILETYPE_ASN1, ca.key);
    expect(only(spki)).toMatchObject({ kind: 'public-key', format: 'spki', algorithm: 'EC, prime256v1' });
    const pkcs1 = execFileSync('openssl', ['rsa', '-RSAPublicKey_out'], {
      input: rsa,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    expect(only(new Uint8Array(pkcs1))).toMatchObject({ kind: 'public-key', format: 'pkcs1', algorithm: 'RSA' });
    for (const { sentence } of [only(rsa), only(pkcs8)]) expect(sentence).not.toMatch(/[0-9a-f]{16}/);
  });

  it('parameters, which are no keys', () => {
    expect(only(openssl('ecparam', '-name', 'prime256v1', '-outform', 'DER'))).toMatchObject({ kind: 'ec-parameters' });
    expect(only(openssl('ecparam', '-name', 'prime256v1', '-param_enc', 'explicit'))).toMatchObject({
      kind: 'ec-parameters',
    });
    expect(only(own('certs/dhp2048.pem'))).toMatchObject({ kind: 'dh-parameters' });
    expect(only(own('recipes/04-test_pem_read_depr_data/x942params.pem'))).toMatchObject({ kind: 'dh-parameters' });
    expect(only(own('recipes/04-test_pem_read_depr_data/dsaparams.pem'))).toMatchObject({ kind: 'dsa-parameters' });
  });

  it('messages and stores, which nothing opens', () => {
    const signed = crypto.PKCS7.sign(ca.certificate, ca.key, 'x').dump(crypto.FILETYPE_ASN1);
    expect(only(signed)).toMatchObject({ kind: 'cms', contentType: 'pkcs7-signedData', certificatesOnly: false });
    writeFileSync(join(folder, 'ca.pem'), ca.pem);
    expect(only(openssl('crl2pkcs7', '-nocrl', '-certfile', 'ca.pem'))).toMatchObject({
      kind: 'cms',
      certificatesOnly: true,
    });
    expect(only(own('recipes/80-test_cms_data/rsa-malformed.der'))).toMatchObject({
      contentType: 'pkcs7-envelopedData',
    });
    expect(only(own('certs/v3-certs-TDES.p12'))).toMatchObject({ kind: 'pkcs12' });
    expect(only(own('recipes/80-test_tsa_data/all-zero.tsq'))).toMatchObject({
      kind: 'time-stamp-request',
    });
    expect(only(own('recipes/80-test_tsa_data/sectigo-all-zero.tsr'))).toMatchObject({ kind: 'time-stamp-response' });
    // In a file of base64 without lines around it.
    expect(only(own('ocsp-tests/D1.ors'))).toMatchObject({ kind: 'ocsp-response', form: 'base64' });
  });

  it('OCSP, timestamps of logs, sessions, signatures', () => {
    expect(only(Uint8Array.of(0x30, 3, 0x0a, 1, 6))).toMatchObject({
      kind: 'ocsp-response',
      sentence: 'This is an OCSP response without an answer: the request is not authorized.',
    });
    const sct = own('certs/embeddedSCTs1.tlssct');
    const list = Uint8Array.of(
      (sct.length + 2) >> 8,
      (sct.length + 2) & 0xff,
      sct.length >> 8,
      sct.length & 0xff,
      ...sct,
    );
    expect(only(list)).toMatchObject({ kind: 'sct-list' });
    expect(only(Uint8Array.of(4, 0x82, list.length >> 8, list.length & 0xff, ...list))).toMatchObject({
      kind: 'sct-list',
    });
    const session = Uint8Array.of(0x30, 17, 2, 1, 1, 2, 2, 3, 4, 4, 2, 0x13, 1, 4, 4, 1, 2, 3, 4);
    expect(only(session)).toMatchObject({ kind: 'ssl-session' });
    expect(only(crypto.sign(ca.key, 'x', 'sha256'))).toMatchObject({ kind: 'signature' });
  });
});

describe('what is no X.509', () => {
  it('keys of SSH, PuTTY and PGP', () => {
    if (has('ssh-keygen', '-V', 'x') || has('sh', '-c', 'command -v ssh-keygen')) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'id')]);
      execFileSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', 'secret', '-f', join(folder, 'locked')]);
      execFileSync('ssh-keygen', ['-q', '-s', join(folder, 'id'), '-I', 'me', join(folder, 'locked.pub')], {
        stdio: 'ignore',
      });
      const file = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
      expect(only(file('id'))).toMatchObject({ format: 'openssh', algorithm: 'ssh-ed25519', encrypted: false });
      expect(only(file('locked'))).toMatchObject({
        format: 'openssh',
        algorithm: 'ecdsa-sha2-nistp256',
        encrypted: true,
      });
      expect(only(file('id.pub'))).toMatchObject({ kind: 'public-key', format: 'openssh', algorithm: 'ssh-ed25519' });
      expect(only(file('locked-cert.pub'))).toMatchObject({ kind: 'openssh-certificate' });
    }
    const putty = 'PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: aes256-cbc\r\nComment: x\r\n';
    expect(only(putty)).toMatchObject({ format: 'putty', algorithm: 'ssh-ed25519', encrypted: true });
    expect(only('---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n')).toMatchObject({ format: 'ssh2' });
    const pgp = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n';
    expect(only(pgp)).toMatchObject({ kind: 'pgp', label: 'PGP PUBLIC KEY BLOCK' });
    expect(only(Uint8Array.of(0x99, 0x01, 0x0d, 0x04, 1, 2, 3, 4))).toMatchObject({ kind: 'pgp' });
  });

  it('keys of the web', () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' };
    expect(only(JSON.stringify(jwk))).toMatchObject({ kind: 'public-key', format: 'jwk', algorithm: 'EC, P-256' });
    expect(only(JSON.stringify({ ...jwk, d: 'AA' }))).toMatchObject({ kind: 'private-key', encrypted: false });
    expect(only(JSON.stringify({ kty: 'oct', k: 'AA' }))).toMatchObject({ kind: 'private-key', algorithm: 'oct' });
    expect(only(JSON.stringify({ keys: [jwk, jwk] }))).toMatchObject({ kind: 'jwks', keys: 2 });
  });

  it('stores of Java', () => {
    const store = (magic: number) =>
      Uint8Array.of(magic, magic === 0xfe ? 0xed : magic, magic, magic === 0xfe ? 0xed : magic, 0, 0, 0, 2, 0, 0, 0, 7);
    expect(only(store(0xfe))).toMatchObject({ kind: 'jks', version: 2, entries: 7 });
    expect(only(store(0xce))).toMatchObject({ kind: 'jceks', entries: 7 });
    if (!has('keytool', '-help')) return;
    const path = join(folder, 'store.jceks');
    const names = ['-alias', 'a', '-dname', 'CN=a', '-storepass', 'changeit', '-keypass', 'changeit'];
    execFileSync('keytool', ['-genkeypair', '-keyalg', 'EC', '-storetype', 'JCEKS', '-keystore', path, ...names], {
      stdio: 'ignore',
    });
    expect(only(new Uint8Array(readFileSync(path)))).toMatchObject({ kind: 'jceks', entries: 1 });
  }, 60_000);

  it('answers of servers, archives, mail, and nothing', () => {
    expect(only('\ufeff <!-- x --><!DOCTYPE html><html><title> Not\nFound </title>')).toMatchObject({
      kind: 'web-page',
      sentence:
        'This is a web page, "Not\\u{a}Found", not a certificate: perhaps the answer of a server that was asked for one.',
    });
    expect(only('{"type":"about:blank","detail":"no such order"}').sentence).toBe(
      'This is JSON, which says "no such order", not a certificate.',
    );
    expect(only('<?xml version="1.0"?><Error/>')).toMatchObject({ kind: 'xml' });
    expect(only(new Uint8Array(gzipSync(ca.pem)))).toMatchObject({ kind: 'gzip' });
    expect(only(bytes('PK\x03\x04rest'))).toMatchObject({ kind: 'zip' });
    const mail =
      'MIME-Version: 1.0\r\nSubject: x\r\n y\r\nContent-Type: multipart/signed; protocol="application/pkcs7-signature"\r\n\r\n';
    expect(only(mail)).toMatchObject({ kind: 'mail' });
    expect(only('')).toMatchObject({ kind: 'empty' });
    expect(only(new Uint8Array())).toMatchObject({ kind: 'empty' });
    expect(only('hello')).toMatchObject({ kind: 'text' });
    expect(only(Uint8Array.of(1, 2, 3, 0xff))).toMatchObject({ kind: 'unknown' });
  });
});

describe('PEM as people have it', () => {
  const lines = ca.pem.trimEnd().split('\n');
  it.each([
    ['CRLF', lines.join('\r\n')],
    ['CR', lines.join('\r')],
    ['a byte order mark', `\ufeff${ca.pem}`],
    ['indentation', lines.map((line) => `    ${line}  `).join('\n')],
    ['blank lines', lines.join('\n\n')],
    ['quotes of mail', lines.map((line) => `> ${line}`).join('\n')],
    ['a string of a program', `"${lines.join('\\n')}"`],
    ['one line', `${lines[0]}${lines.slice(1, -1).join('')}${lines.at(-1)}`],
    ['text around', `subject=x\n${ca.pem}\nend`],
  ])('with %s', (_, text) => {
    expect(only(text)).toMatchObject({ kind: 'certificate', bytes: ca.der });
    expect(only(bytes(text))).toMatchObject({ kind: 'certificate', bytes: ca.der });
  });

  it('in UTF-16, as some editors write it', () => {
    const wide = Uint8Array.from(
      [0xfeff, ...Array.from(ca.pem, (letter) => letter.charCodeAt(0))].flatMap((unit) => [unit & 0xff, unit >> 8]),
    );
    expect(only(wide)).toMatchObject({ kind: 'certificate', bytes: ca.der });
  });

  it('with several blocks, joined ones too, each with its place', () => {
    const text = `x\n${ca.pem.trimEnd()}${createRequest({ subject: 'y' }).pem}`;
    const { items, sentence } = identify(text);
    expect(items.map(({ kind }) => kind)).toEqual(['certificate', 'certificate-request']);
    expect(sentence).toBe('These are 2 blocks of PEM: 1 × certificate, 1 × certificate-request.');
    for (const { offset, length, label } of items)
      expect(text.slice(offset, offset + length)).toMatch(
        new RegExp(`^-----BEGIN ${label}-----[^]*-----END ${label}-----$`),
      );
  });

  it('that is broken says what is wrong with it', () => {
    expect(only(lines.slice(0, -1).join('\n'))).toMatchObject({
      kind: 'certificate',
      fault: 'the block CERTIFICATE has no end',
    });
    expect(only(ca.pem.replace('MII', 'M!I')).fault ?? only(ca.pem.replace(/\nM/, '\n!')).fault).toContain('base64');
    expect(only(ca.pem.replaceAll('CERTIFICATE', 'PRIVATE KEY'))).toMatchObject({
      ...{ kind: 'certificate', fault: 'the block is called PRIVATE KEY, and holds something else' },
    });
    expect(only(ca.pem.replaceAll('CERTIFICATE', 'THING'))).toMatchObject({ kind: 'certificate', label: 'THING' });
    expect(only('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----').fault).toContain('does not hold');
    expect(only(Uint8Array.of(...ca.der, 0))).toMatchObject({
      kind: 'certificate',
      fault: '1 bytes stand behind its end',
    });
  });
});

describe("OpenSSL's own files", () => {
  /** What each name says of its file. */
  const RULES: readonly [RegExp, readonly Identified['kind'][]][] = [
    [/^acert/, ['attribute-certificate']],
    [/-pubkey\.pem$|\.pubkey\.pem$|-public\.pem$/, ['public-key']],
    [/key\.pem$|-key-.*\.pem$/, ['private-key']],
    [/\.p12$/, ['pkcs12']],
    [/csr\.pem$|\.csr$/, ['certificate-request']],
    [/crl\.pem$/, ['crl']],
    [/cert\.pem$/, ['certificate', 'trusted-certificate', 'private-key']],
  ];

  it('are what their names say, every one of test/certs', () => {
    let judged = 0;
    const different: string[] = [];
    for (const name of readdirSync(new URL('certs/', TESTS))) {
      const [, kinds] = RULES.find(([pattern]) => pattern.test(name)) ?? [];
      const { items } = identify(own(`certs/${name}`));
      if (/\.pem$/.test(name) && items.some(({ kind }) => kind === 'text' || kind === 'unknown' || kind === 'asn1'))
        different.push(name);
      if (kinds === undefined) continue;
      judged += 1;
      if (!items.some(({ kind }) => kinds.includes(kind))) different.push(`${name}: ${items[0]?.kind}`);
    }
    expect(different).toEqual([]);
    expect(judged).toBeGreaterThan(150);
  });
});
