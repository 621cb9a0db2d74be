/** Every type of key, in every form that it has, written here and read there, and the other way round. */
import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { oid } from '../../../src/pki/der/oid.js';
import { integer, octets, sequence } from '../../../src/pki/der/writer.js';
import { createKey, type KeyFormat, readKey, writeKey } from '../../../src/pki/index.js';
import { NativeOpenssl } from '../../support/native-openssl.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());

type Type = Parameters<typeof createKey>[0];
const TYPES: readonly (readonly [name: string, type: Type])[] = [
  ['RSA', { type: 'RSA', bits: 2048 }],
  ['RSA-PSS', { type: 'RSA-PSS', bits: 2048 }],
  ['DSA', { type: 'DSA', bits: 2048 }],
  ...['prime256v1', 'secp384r1', 'secp521r1', 'secp256k1', 'brainpoolP256r1', 'brainpoolP512t1'].map(
    (curve) => [curve, { type: 'EC', curve }] as const,
  ),
  ...(['SM2', 'ED25519', 'ED448', 'X25519', 'X448', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const).map(
    (type) => [type, type] as const,
  ),
  ...(['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024', 'SLH-DSA-SHA2-128f', 'SLH-DSA-SHAKE-128f'] as const).map(
    (type) => [type, type] as const,
  ),
  ['DH', { type: 'DH', group: 'ffdhe2048' }],
];
const keys = new Map(TYPES.map(([name, type]) => [name, createKey(type)]));
const keyOf = (name: string) => keys.get(name)?.key ?? createKey().key;
const isNewer = (name: string) => /^(ML|SLH)-/.test(name);
const isKnownToNative = (name: string) => native.knowsPostQuantum || !isNewer(name);

const FORMS: readonly [format: KeyFormat, isPublic: boolean, of: RegExp][] = [
  ['pkcs8', false, /./],
  ['spki', true, /./],
  ['pkcs1', false, /^RSA$/],
  ['pkcs1', true, /^RSA$/],
  ['sec1', false, /^(prime|secp|brainpool)/],
  ['openssh', false, /^(RSA|DSA|prime256v1|secp384r1|secp521r1|ED25519|ED448)$/],
  ['openssh', true, /^(RSA|DSA|prime256v1|secp384r1|secp521r1|ED25519|ED448)$/],
];

describe.each(TYPES.map(([name]) => name))('a key of %s', (name) => {
  const key = keyOf(name);

  it.each(FORMS.filter(([, , of]) => of.test(name)))('goes out and in as %s (public: %s)', (format, isPublic) => {
    for (const encoding of ['pem', 'der'] as const) {
      if (format === 'openssh' && isPublic && encoding === 'der') continue;
      const written = writeKey(key, { format: format as 'pkcs8', encoding, public: isPublic });
      const read = readKey(written);
      expect(read.format).toBe(format);
      expect(read.isPrivate).toBe(!isPublic);
      expect(read.key.equals(key)).toBe(true);
      expect(read.encryption).toBeNull();
      expect(read.type).toBe(key.typeName);
      // What comes out again is what went in: but for the two random numbers of OpenSSH.
      if (format !== 'openssh')
        expect(writeKey(read.key, { format: format as 'pkcs8', encoding, public: isPublic })).toEqual(written);
    }
  });

  it('is refused in forms that its type does not have', () => {
    for (const [format, isPublic, of] of FORMS)
      if (!of.test(name))
        expect(() => writeKey(key, { format: format as 'pkcs8', public: isPublic })).toThrow(
          expect.objectContaining({ name: 'PkiError', code: 'ERR_PKI_VALUE' }),
        );
  });

  it.skipIf(!isKnownToNative(name))('is read by openssl, and openssl’s here (needs OpenSSL 3.5 for the newest)', () => {
    native.file('ours.pem', writeKey(key));
    native.file('ours.pub', writeKey(key, { format: 'spki' }));
    native.run('pkey', '-in', 'ours.pem', '-out', 'theirs.pem');
    native.run('pkey', '-in', 'ours.pem', '-pubout', '-outform', 'DER', '-out', 'theirs.der');
    native.run('pkey', '-pubin', '-in', 'ours.pub', '-noout');
    expect(readKey(native.read('theirs.pem')).key.equals(key)).toBe(true);
    expect(readKey(native.read('theirs.der')).key.equals(key)).toBe(true);
  });
});

describe('forms of other programs', () => {
  it('traditional forms of openssl are read, and ours by it', () => {
    native.run('genrsa', '-traditional', '-out', 'rsa.pem', '2048');
    native.run('ecparam', '-name', 'secp384r1', '-genkey', '-out', 'ec.pem');
    expect(readKey(native.read('rsa.pem'))).toMatchObject({ format: 'pkcs1', encoding: 'pem', bits: 2048 });
    // EC PARAMETERS stand in front.
    expect(readKey(native.read('ec.pem'))).toMatchObject({ format: 'sec1', curve: 'secp384r1' });
    native.run('rsa', '-in', 'rsa.pem', '-RSAPublicKey_out', '-out', 'rsa.pub');
    expect(readKey(native.read('rsa.pub'))).toMatchObject({ format: 'pkcs1', isPrivate: false });
    native.file('p1.pem', writeKey(keyOf('RSA'), { format: 'pkcs1' }));
    native.file('s1.pem', writeKey(keyOf('secp521r1'), { format: 'sec1' }));
    native.file('p1.pub', writeKey(keyOf('RSA'), { format: 'pkcs1', public: true }));
    expect(native.run('rsa', '-in', 'p1.pem', '-check', '-noout')).toContain('RSA key ok');
    expect(native.run('ec', '-in', 's1.pem', '-noout', '-text')).toContain('secp521r1');
    expect(native.run('rsa', '-RSAPublicKey_in', '-in', 'p1.pub', '-noout', '-text')).toContain('2048 bit');
  });

  it('RSA keys of several primes are read and written', () => {
    native.run('genrsa', '-primes', '3', '-out', 'three.pem', '2048');
    const { key } = readKey(native.read('three.pem'));
    const jwk = writeKey(key, { format: 'jwk' });
    expect(jwk.oth).toHaveLength(1);
    expect(readKey(jwk).key.equals(key)).toBe(true);
    expect(key.check()).toBe(true);
  });

  it('certtool reads what is written here, and is read', () => {
    const run = (...args: string[]) =>
      execFileSync('certtool', args, { cwd: native.folder, encoding: 'utf8', stdio: 'pipe' });
    for (const name of ['RSA', 'prime256v1', 'ED25519', 'ED448']) {
      native.file('c.pem', writeKey(keyOf(name)));
      expect(run('--key-info', '--infile', 'c.pem')).toContain('Public Key Info');
    }
    run('--generate-privkey', '--key-type', 'ed25519', '--no-text', '--outfile', 'c.key');
    expect(readKey(native.read('c.key')).type).toBe('ED25519');
  });

  it('Python’s cryptography reads what is written here', () => {
    for (const name of ['RSA', 'DSA', 'secp521r1', 'ED448', 'X25519'])
      for (const options of [{}, { passphrase: 'pass wörd', encryption: { iterations: 2048 } }]) {
        native.file('p.pem', writeKey(keyOf(name), options));
        const password = 'passphrase' in options ? '"pass wörd".encode()' : 'None';
        const code = `from cryptography.hazmat.primitives.serialization import *
key = load_pem_private_key(open("p.pem", "rb").read(), ${password})
print(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(), end="")`;
        const shown = execFileSync('/usr/bin/python3', ['-c', code], {
          cwd: native.folder,
          encoding: 'utf8',
          stdio: 'pipe',
        });
        expect(shown).toBe(writeKey(keyOf(name), { format: 'spki' }));
      }
  });
});

describe('PEM as people have it', () => {
  const pem = writeKey(keyOf('prime256v1'));
  it.each([
    ['with CRLF', pem.replace(/\n/g, '\r\n')],
    ['with the mark of UTF-8', `\ufeff${pem}`],
    ['with blank lines', pem.replace(/\n/g, '\n\n')],
    ['indented', pem.replace(/^/gm, '    ')],
    ['without the last newline', pem.trimEnd()],
    ['within other text', `Bag Attributes\n  friendlyName: x\n${pem}the end`],
    ['behind a certificate', `-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n${pem}`],
    ['in one line', pem.replace(/\n/g, '').replace('KEY-----M', 'KEY-----\nM').replace('-----END', '\n-----END')],
  ])('%s', (_, text) => {
    expect(readKey(text).key.equals(keyOf('prime256v1'))).toBe(true);
    expect(readKey(Buffer.from(text)).key.equals(keyOf('prime256v1'))).toBe(true);
  });

  it('as what Windows calls Unicode', () => {
    expect(readKey(Buffer.from(`\ufeff${pem}`, 'utf16le')).encoding).toBe('pem');
  });
});

describe('what is no key says what it is', () => {
  native.file('k.pem', writeKey(keyOf('prime256v1')));
  native.line('req -new -key k.pem -subj /CN=x -out r.pem');
  native.line('req -x509 -new -key k.pem -subj /CN=x -days 9 -out cert.pem');
  native.line('pkcs12 -export -inkey k.pem -in cert.pem -passout pass:x -out x.p12');
  native.line('crl2pkcs7 -nocrl -certfile cert.pem -out x.p7b');
  for (const [form, kind] of [
    ['req', 'r'],
    ['x509', 'cert'],
  ] as const)
    native.run(form, '-in', `${kind}.pem`, '-outform', 'DER', '-out', `${kind}.der`);

  it.each([
    ['r.pem', 'this is a certificate request (CSR), not a key'],
    ['r.der', 'this is a certificate request (CSR), not a key'],
    ['cert.pem', 'this is a certificate, not a key'],
    ['cert.der', 'this is a certificate, not a key'],
    ['x.p12', 'this is a PKCS #12 file, not a key'],
    ['x.p7b', 'this is a PKCS #7 message, not a key'],
  ])('%s', (file, sentence) => {
    expect(() => readKey(native.read(file))).toThrow(sentence);
  });

  it.each([
    ['', 'it is empty'],
    ['hello', 'neither PEM, DER, JWK nor a line of OpenSSH'],
    ['{', 'it is no JSON'],
    ['-----BEGIN PRIVATE KEY-----\nMAA=', 'it is cut off'],
    ['-----BEGIN PRIVATE KEY-----\nM*A=\n-----END PRIVATE KEY-----', 'is no base64'],
    ['-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PUBLIC KEY-----', 'it is cut off'],
    ['PuTTY-User-Key-File-3: ssh-ed25519\n', 'a key of PuTTY'],
  ])('%j', (text, sentence) => {
    expect(() => readKey(text)).toThrow(sentence);
  });

  it('an algorithm that is not built in is named', () => {
    const gost = sequence(oid('1.2.643.2.2.19'), sequence(oid('1.2.643.2.2.35.1')));
    const der = sequence(integer(0), gost, octets(octets(new Uint8Array(32).fill(7))));
    expect(() => readKey(der)).toThrow(/private key of GOST R 34.10-2001 is not read: /);
    expect(() => crypto.loadPrivatekey(crypto.FILETYPE_ASN1, der)).toThrow(crypto.Error);
  });
});
