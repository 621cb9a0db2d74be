/** Encrypted keys: each scheme both ways with openssl, what is said of it, and what is refused. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createKey, type EncryptionOptions, readKey, writeKey } from '../../../src/pki/index.js';
import { NativeOpenssl } from '../../support/native-openssl.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());
const { key } = createKey();
const rsa = createKey({ type: 'RSA' }).key;
native.file('open.pem', writeKey(key));
native.file('rsa.pem', writeKey(rsa, { format: 'pkcs1' }));
const passphrase = 'pa ss wörd 🔑';
const asBytes = new TextEncoder().encode(passphrase);
native.file('pass', `${passphrase}\n`);
const password = (error: string) =>
  expect.objectContaining({ code: 'ERR_PKI_PASSWORD', message: expect.stringContaining(error) });
const legacy = /^OpenSSL 3/.test(native.run('version')) ? ['-provider', 'default', '-provider', 'legacy'] : [];

describe('what openssl encrypts is read, and said how', () => {
  it.each<[string, string, object]>([
    [
      'PBES2',
      '-v2 aes-256-cbc -iter 3000',
      { scheme: 'pbkdf2', prf: 'sha256', iterations: 3000, cipher: 'aes-256-cbc' },
    ],
    ['PBES2 by SHA-1', '-v2 aes-128-cbc -v2prf hmacWithSHA1', { scheme: 'pbkdf2', prf: 'sha1', cipher: 'aes-128-cbc' }],
    ['PBES2 by SHA-512', '-v2 aes-192-cbc -v2prf hmacWithSHA512', { scheme: 'pbkdf2', prf: 'sha512' }],
    ['PBES2 by SHA-512/256', '-v2 aes-192-cbc -v2prf hmacWithSHA512-256', { scheme: 'pbkdf2', prf: 'sha512-256' }],
    ['PBES2 by SHA-224', '-v2 camellia-256-cbc -v2prf hmacWithSHA224', { prf: 'sha224', cipher: 'camellia-256-cbc' }],
    ['PBES2 with Triple DES', '-v2 des3', { scheme: 'pbkdf2', cipher: 'des-ede3-cbc' }],
    ['PBES2 with ARIA', '-v2 aria-256-cbc', { scheme: 'pbkdf2', cipher: 'aria-256-cbc' }],
    ['PBES2 with RC2', '-v2 rc2-cbc', { scheme: 'pbkdf2', cipher: 'rc2-cbc' }],
    ['PBES2 with DES', '-v2 des', { scheme: 'pbkdf2', cipher: 'des-cbc' }],
    ['scrypt', '-scrypt', { scheme: 'scrypt', cost: 16_384, blockSize: 8, parallelization: 1 }],
    ['PBES1', '-v1 PBE-MD5-DES', { scheme: 'pbes1', digest: 'md5', cipher: 'des-cbc', iterations: 2048 }],
    ['PBES1 with RC2', '-v1 PBE-SHA1-RC2-64', { scheme: 'pbes1', digest: 'sha1', cipher: 'rc2-64-cbc' }],
    ["PKCS #12's own", '-v1 PBE-SHA1-3DES', { scheme: 'pkcs12', digest: 'sha1', cipher: 'des-ede3-cbc' }],
    ["PKCS #12's own, RC2-40", '-v1 PBE-SHA1-RC2-40', { scheme: 'pkcs12', cipher: 'rc2-40-cbc' }],
    ["PKCS #12's own, RC4", '-v1 PBE-SHA1-RC4-128', { scheme: 'pkcs12', cipher: 'rc4' }],
  ])('%s', (_, options, expected) => {
    const args = ['pkcs8', '-topk8', '-in', 'open.pem', '-passout', 'file:pass', ...options.split(' '), ...legacy];
    for (const form of ['PEM', 'DER']) {
      native.run(...args, '-outform', form, '-out', 'sealed');
      for (const given of [passphrase, asBytes, () => passphrase, (writing: boolean) => (writing ? 'no' : asBytes)]) {
        const read = readKey(native.read('sealed'), { passphrase: given });
        expect(read.key.equals(key)).toBe(true);
        expect(read).toMatchObject({ format: 'pkcs8', encoding: form.toLowerCase(), encryption: expected });
      }
      expect(() => readKey(native.read('sealed'))).toThrow(password('it needs a passphrase'));
      expect(() => readKey(native.read('sealed'), { passphrase: '' })).toThrow(password('wrong password'));
    }
  });

  it.each(['aes256', 'aes192', 'aes128', 'des3', 'camellia256', 'des'])('RFC 1421 with %s', (cipher) => {
    native.run(
      'rsa',
      '-in',
      'rsa.pem',
      '-traditional',
      `-${cipher}`,
      '-passout',
      'file:pass',
      '-out',
      'sealed',
      ...legacy,
    );
    const read = readKey(native.read('sealed'), { passphrase });
    expect(read.key.equals(rsa)).toBe(true);
    expect(read).toMatchObject({ format: 'pkcs1', encoding: 'pem', encryption: { scheme: 'pem' } });
    expect(() => readKey(native.read('sealed'))).toThrow(password('it needs a passphrase'));
  });

  it('never takes a wrong password for another fault, of which one in 256 gives good padding', () => {
    native.run('rsa', '-in', 'rsa.pem', '-traditional', '-aes128', '-passout', 'file:pass', '-out', 'traditional');
    native.run('pkcs8', '-topk8', '-in', 'open.pem', '-passout', 'file:pass', '-iter', '1', '-out', 'sealed');
    for (const name of ['traditional', 'sealed']) {
      const file = native.read(name);
      for (let index = 0; index < 1500; index++)
        expect(() => readKey(file, { passphrase: `wrong ${index}` })).toThrow(password('wrong password'));
    }
  });
});

describe('the files of the cases', () => {
  it.each([
    ['p8-md5des.pem', { scheme: 'pbes1', digest: 'md5', cipher: 'des-cbc' }],
    ['p8-rc2.pem', { scheme: 'pkcs12', cipher: 'rc2-40-cbc' }],
    ['p8-des.pem', { scheme: 'pbkdf2', cipher: 'des-cbc' }],
  ])('%s', (name, encryption) => {
    const file = readFileSync(new URL(`../../crypto/legacy/${name}`, import.meta.url));
    expect(readKey(file, { passphrase: 'password' })).toMatchObject({ type: 'EC', curve: 'prime256v1', encryption });
  });
});

describe('what is encrypted here, openssl reads', () => {
  it.each<[EncryptionOptions, object?]>([
    [{}],
    [{ iterations: 1000 }],
    [{ prf: 'sha1', cipher: 'aes-128-cbc', iterations: 1 }],
    ...['sha224', 'sha384', 'sha512', 'sha512-256', 'sha3-256'].map(
      (prf) => [{ prf, iterations: 10 }] as [EncryptionOptions],
    ),
    ...['aes-192-cbc', 'camellia-128-cbc', 'aria-192-cbc', 'sm4-cbc', 'des-ede3-cbc'].map(
      (cipher) => [{ cipher, iterations: 10 }] as [EncryptionOptions],
    ),
    [{ scheme: 'scrypt' }],
    [{ scheme: 'scrypt', cost: 1024, blockSize: 4, parallelization: 2, cipher: 'aes-128-cbc' }],
    [{ scheme: 'pkcs12', iterations: 10 }, { unchecked: true }],
    [{ scheme: 'pbes1', iterations: 10 }, { unchecked: true }],
    [{ scheme: 'pbes1', prf: 'sha1', cipher: 'rc2-64-cbc', iterations: 10 }, { unchecked: true }],
    [{ scheme: 'pkcs12', cipher: 'rc2-40-cbc', iterations: 10 }, { unchecked: true }],
    [{ cipher: 'des-cbc', iterations: 10 }, { unchecked: true }],
  ])('%j', (encryption, more = {}) => {
    const written = writeKey(key, { passphrase, encryption, ...more });
    // OpenSSL knows PBKDF2 over SHA-3 since 3.2.
    if (encryption.prf !== 'sha3-256' || native.knowsPostQuantum) {
      native.file('ours', written);
      native.run('pkey', '-in', 'ours', '-passin', 'file:pass', '-out', 'back', ...legacy);
      expect(readKey(native.read('back')).key.equals(key)).toBe(true);
    }
    const read = readKey(written, { passphrase });
    expect(read.key.equals(key)).toBe(true);
    const { prf, ...said } = encryption;
    const digest = prf === undefined ? {} : said.scheme === 'pbes1' ? { digest: prf } : { prf };
    expect(read.encryption).toMatchObject({ scheme: 'pbkdf2', ...said, ...digest });
  });

  it.each(['aes-256-cbc', 'des-ede3-cbc', 'camellia-192-cbc'])('RFC 1421 with %s, asked for as such', (cipher) => {
    const options = { format: 'pkcs1', passphrase, encryption: { scheme: 'pem', cipher } } as const;
    expect(() => writeKey(rsa, options)).toThrow(expect.objectContaining({ code: 'ERR_PKI_REFUSED' }));
    native.file('ours', writeKey(rsa, { ...options, unchecked: true }));
    native.run('rsa', '-in', 'ours', '-passin', 'file:pass', '-out', 'back');
    expect(readKey(native.read('back')).key.equals(rsa)).toBe(true);
  });

  it('what protects nothing is refused, unless it is asked for as such', () => {
    for (const encryption of [
      { scheme: 'pkcs12' },
      { scheme: 'pbes1' },
      { cipher: 'des-cbc' },
      { prf: 'md5' },
    ] as EncryptionOptions[])
      expect(() => writeKey(key, { passphrase, encryption })).toThrow(
        expect.objectContaining({ code: 'ERR_PKI_REFUSED' }),
      );
    for (const encryption of [
      { cipher: 'rc5' },
      { prf: 'x' },
      { scheme: 'scrypt', cost: 3 },
      { scheme: 'scrypt', cost: 1 << 20 },
      { scheme: 'pem' },
      { scheme: 'pkcs12', cipher: 'aes-256-cbc' },
    ] as EncryptionOptions[])
      expect(() => writeKey(key, { passphrase, encryption })).toThrow(
        expect.objectContaining({ code: 'ERR_PKI_VALUE' }),
      );
    expect(() => writeKey(key, { passphrase, encryption: { iterations: 10_000_001 } })).toThrow(RangeError);
    expect(() => writeKey(key, { encryption: {} })).toThrow('encryption needs a passphrase');
    expect(() => writeKey(key, { format: 'spki', passphrase })).toThrow('a public key is not encrypted');
    expect(() => writeKey(key, { format: 'jwk', passphrase })).toThrow('a JWK is not encrypted here');
  });
});

describe('what a file may ask for is bounded', () => {
  const refuses = (file: string | Uint8Array, maxIterations?: number) => {
    const started = performance.now();
    expect(() => readKey(file, { passphrase, ...(maxIterations !== undefined && { maxIterations }) })).toThrow(
      'too many iterations',
    );
    expect(performance.now() - started).toBeLessThan(500);
  };

  it('iterations of each scheme', () => {
    const ours = writeKey(key, { passphrase, encryption: { iterations: 3000 } });
    expect(readKey(ours, { passphrase, maxIterations: 4000 }).isPrivate).toBe(true);
    refuses(ours, 2000);
    refuses(writeKey(key, { passphrase, encryption: { iterations: 6_000_000 } }));
    refuses(writeKey(key, { passphrase, encryption: { scheme: 'scrypt' } }), 100_000);
    refuses(writeKey(key, { passphrase, encryption: { scheme: 'pkcs12', iterations: 3000 }, unchecked: true }), 1000);
    refuses(writeKey(createKey('ED25519').key, { format: 'openssh', passphrase, encryption: { rounds: 30 } }), 100_000);
  });

  it('passphrases', () => {
    const ours = writeKey(key, { passphrase: 'x'.repeat(1024), encryption: { iterations: 1 } });
    expect(readKey(ours, { passphrase: 'x'.repeat(1024) }).isPrivate).toBe(true);
    expect(() => readKey(ours, { passphrase: 'x'.repeat(1025) })).toThrow('at most 1024 bytes');
    expect(() => readKey(ours, { passphrase: '\ud83d' })).toThrow('half of a surrogate pair');
    const withNul = writeKey(key, { passphrase: 'a\0b', encryption: { iterations: 1 } });
    expect(readKey(withNul, { passphrase: 'a\0b' }).isPrivate).toBe(true);
    expect(() => readKey(withNul, { passphrase: 'a' })).toThrow('wrong password');
    expect(() => readKey(withNul, { passphrase: (() => 5) as never })).toThrow(TypeError);
  });
});
