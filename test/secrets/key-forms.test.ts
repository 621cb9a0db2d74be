/** Keys in the forms of tsopenssl/pki: what opens, is computed and goes out leaves nothing in the memory once it is freed. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Jwk, readKey, signData, type WriteKeyOptions, writeKey } from '../../src/pki/index.js';
import { leavesNothing } from '../support/planted.js';

const makers = {
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  Ed25519: () => generateKeyPairSync('ed25519').privateKey,
};
const WAYS: readonly (readonly [string, WriteKeyOptions])[] = [
  ['PBKDF2', { encryption: { iterations: 10 } }],
  ['scrypt', { encryption: { scheme: 'scrypt', cost: 16 } }],
  ['PKCS #12', { encryption: { scheme: 'pkcs12', iterations: 10 }, unchecked: true }],
  ['OpenSSH', { format: 'openssh', encryption: { rounds: 1 } }],
  ['OpenSSH by ChaCha20', { format: 'openssh', encryption: { rounds: 1, cipher: 'chacha20-poly1305@openssh.com' } }],
];

describe.each(Object.entries(makers))('a key of %s', (_, make) => {
  const secret = () => ({ key: make(), passphrase: randomBytes(24).toString('base64') });

  it.each(WAYS)('written by %s, and read', (_name, options) => {
    const { key, passphrase } = secret();
    leavesNothing((planted) => {
      planted.key('the key', key);
      planted.text('the passphrase', passphrase);
      const read = readKey(key.export({ format: 'der', type: 'pkcs8' })).key;
      expect(planted.found()).not.toEqual([]);
      const written = writeKey(read, { ...options, passphrase });
      const again = readKey(written, { passphrase }).key;
      expect(again.equals(read)).toBe(true);
      expect(() => readKey(written, { passphrase: `${passphrase}x` })).toThrow();
      signData(again, 'x');
      read.free();
      again.free();
    });
  });

  it('as a JWK, whole and of the least that it may say', () => {
    const { key } = secret();
    leavesNothing((planted) => {
      planted.key('the key', key);
      const jwk = key.export({ format: 'jwk' }) as unknown as Jwk;
      const read = readKey(jwk).key;
      expect(planted.found()).not.toEqual([]);
      const { p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...least } = jwk;
      const again = readKey(least).key;
      writeKey(again, { format: 'jwk' });
      read.free();
      again.free();
    });
  });
});
