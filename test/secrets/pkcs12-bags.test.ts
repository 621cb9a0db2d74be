/** PKCS #12 by bag: neither keys nor passwords nor secrets stay in the memory once they are freed. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPkcs12, type Pkcs12CreateOptions, readKey, readPkcs12 } from '../../src/pki/index.js';
import { leavesNothing } from '../support/planted.js';

const PROFILES: readonly (readonly [string, Partial<Pkcs12CreateOptions>])[] = [
  ['modern', {}],
  ['legacy', { profile: 'legacy' }],
  ['PBMAC1', { mac: { algorithm: 'pbmac1' } }],
];

describe('a PKCS #12 file', () => {
  it.each(PROFILES)('%s, made and read', (_, options) => {
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const [password, secret] = [randomBytes(24).toString('base64'), new Uint8Array(randomBytes(32))];
    leavesNothing((planted) => {
      planted.key('the key', key);
      planted.text('the password', password);
      planted.bytes('the secret', secret);
      const read = readKey(key.export({ format: 'der', type: 'pkcs8' })).key;
      expect(planted.found()).not.toEqual([]);
      const entries = [{ type: 'key', key: read } as const, { type: 'secret', secret } as const];
      const { der } = createPkcs12({ entries, password, ...options });
      const data = readPkcs12(der, { password });
      expect(data.secrets[0]?.secret).toEqual(secret);
      expect(() => readPkcs12(der, { password: `${password}x` })).toThrow();
      for (const bag of data.keys) bag.key.free();
      read.free();
    });
  });
});
