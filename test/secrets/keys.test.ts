/** Private keys: what comes in, is made, and goes out leaves nothing in the memory once it is freed. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { newKey } from '../support/pki.js';
import { leavesNothing, type Planted } from '../support/planted.js';

const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const TEXT = crypto.FILETYPE_TEXT;

/** Keys that the instance has never seen. */
const makers: Record<string, () => KeyObject> = {
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'RSA-PSS': () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey,
  DSA: () => generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey,
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  'P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  secp256k1: () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey,
  Ed25519: () => generateKeyPairSync('ed25519').privateKey,
  Ed448: () => generateKeyPairSync('ed448').privateKey,
  X25519: () => generateKeyPairSync('x25519').privateKey,
  X448: () => generateKeyPairSync('x448').privateKey,
};

const bytesOf = (key: KeyObject, format: 'pem' | 'der') =>
  Buffer.from(key.export({ format: format as 'pem', type: 'pkcs8' }));

/** Notes a key; JWK knows no DSA and no PSS: their last integer is private. */
function note(planted: Planted, key: KeyObject): void {
  const der = bytesOf(key, 'der');
  planted.pem('the key', String(bytesOf(key, 'pem')));
  if (key.asymmetricKeyType === 'dsa') planted.integer('x', der.subarray(-20));
  else if (key.asymmetricKeyType === 'rsa-pss') planted.integer('qi', der.subarray(-120));
  else planted.key('the key', key);
}

/** Bun's node:crypto, with which the wide module is tested, has not all of them. */
function isMadeHere(make: () => KeyObject): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}

const made = Object.entries(makers).filter(([, make]) => isMadeHere(make));
const missing = Object.keys(makers).filter((name) => !made.some(([other]) => other === name));

describe.skipIf(missing.length === 0)('keys that this runtime’s node:crypto cannot make', () => {
  it.skip.each(missing)('%s', () => undefined);
});

describe.each(made)('a private key of %s', (name, make) => {
  it.each([
    ['PEM', PEM],
    ['DER', DER],
  ] as const)('that was loaded from %s', (format, type) => {
    const key = make();
    leavesNothing((planted) => {
      note(planted, key);
      const loaded = crypto.loadPrivatekey(type, bytesOf(key, format === 'PEM' ? 'pem' : 'der'));
      // The scan finds what is there: or it would prove nothing.
      expect(planted.found()).not.toEqual([]);
      loaded.free();
    });
  });

  it('that was dumped in every form', () => {
    const key = make();
    leavesNothing((planted) => {
      note(planted, key);
      const loaded = crypto.loadPrivatekey(DER, bytesOf(key, 'der'));
      for (const type of [PEM, DER, TEXT]) crypto.dumpPrivatekey(type, loaded);
      loaded.free();
    });
  });

  it('that was dumped encrypted', () => {
    const key = make();
    leavesNothing((planted) => {
      const passphrase = randomBytes(24).toString('base64');
      note(planted, key);
      planted.text('the passphrase', passphrase);
      const loaded = crypto.loadPrivatekey(DER, bytesOf(key, 'der'));
      for (const type of [PEM, DER]) crypto.dumpPrivatekey(type, loaded, 'aes-256-cbc', passphrase);
      loaded.free();
    });
  });

  it.skipIf(name.startsWith('X'))('that has signed, and verified (X25519 and X448 do not sign)', () => {
    const key = make();
    leavesNothing((planted) => {
      note(planted, key);
      const data = randomBytes(200);
      planted.bytes('what is signed', data);
      const loaded = crypto.loadPrivatekey(DER, bytesOf(key, 'der'));
      const digest = name.startsWith('Ed') ? null : 'sha256';
      crypto.sign(loaded, data, digest);
      loaded.free();
    });
  });

  it('that was damaged, and refused', () => {
    const key = make();
    leavesNothing((planted) => {
      const der = bytesOf(key, 'der');
      note(planted, key);
      expect(() => crypto.loadPrivatekey(DER, der.subarray(0, -1))).toThrow(crypto.Error);
      const pem = String(bytesOf(key, 'pem'));
      expect(() => crypto.loadPrivatekey(PEM, Buffer.from(pem.replace('-----END', '!-----END')))).toThrow(crypto.Error);
    });
  });
});

const generated: readonly (readonly [name: string, type: number | string, parameter?: number | string])[] = [
  ['RSA', crypto.TYPE_RSA, 2048],
  ['DSA', crypto.TYPE_DSA, 1024],
  ['DH', crypto.TYPE_DH, 'ffdhe2048'],
  ['P-256', crypto.TYPE_EC, 'prime256v1'],
  ['P-384', crypto.TYPE_EC, 'secp384r1'],
  ['brainpoolP256r1', crypto.TYPE_EC, 'brainpoolP256r1'],
  ['Ed25519', 'ED25519'],
  ['X25519', 'X25519'],
  ['X448', 'X448'],
  ['ML-DSA-65', 'ML-DSA-65'],
  ['ML-KEM-768', 'ML-KEM-768'],
  ['SLH-DSA-SHA2-128f', 'SLH-DSA-SHA2-128f'],
];

describe.each(generated)('a pair of %s', (_, type, parameter) => {
  it('that was generated, dumped and loaded', () => {
    leavesNothing((planted) => {
      const key = newKey(type, parameter);
      const pem = crypto.dumpPrivatekey(PEM, key);
      const again = crypto.loadPrivatekey(PEM, pem);
      // Behind the algorithm's name and parameters: a seed and the key, or the key alone.
      const der = Buffer.from(
        String(Buffer.from(pem))
          .replace(/-----[^-]+-----/g, '')
          .trim(),
        'base64',
      );
      const length = type === crypto.TYPE_DH ? 24 : 4000;
      const secret = der.subarray(-Math.min(der.length - 24, length));
      planted.integer('the end of the DER', secret);
      planted.pem('the key', String(Buffer.from(pem)));
      if (type === crypto.TYPE_RSA) planted.key('the key', createPrivateKey(Buffer.from(pem)));
      expect(planted.found()).not.toEqual([]);
      key.free();
      again.free();
    });
  });
});
