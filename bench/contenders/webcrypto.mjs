/** WebCrypto: asynchronous, so each operation waits for its promise, as a caller has to. Also in a browser. */
import { AAD, input, MESSAGE, NONCE, secret } from './synchronous.mjs';

const { subtle } = globalThis.crypto;
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const P384 = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};

/** @type {Record<string, (test: import('../cases.mjs').Case) => Promise<() => Promise<unknown>>>} */
const TABLE = {
  'AES-128-GCM': (test) => gcm(test, 16),
  'AES-256-GCM': (test) => gcm(test, 32),
  'SHA-1': (test) => digest(test, 'SHA-1'),
  'SHA-256': (test) => digest(test, 'SHA-256'),
  'SHA-512': (test) => digest(test, 'SHA-512'),
  'P-256 sign': () => sign(P256),
  'P-256 verify': () => verify(P256),
  'P-256 ECDH': async () => {
    const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
    const one = await subtle.generateKey(algorithm, false, ['deriveBits']);
    const other = await subtle.generateKey(algorithm, false, ['deriveBits']);
    return () => subtle.deriveBits({ name: 'ECDH', public: other.publicKey }, one.privateKey, 256);
  },
  'P-384 sign': () => sign(P384),
  'RSA-2048 sign': () => sign(RSA),
  'RSA-2048 verify': () => verify(RSA),
};

/** @param {import('../cases.mjs').Case} test @param {number} keySize */
async function gcm({ size = 0 }, keySize) {
  const key = await subtle.importKey('raw', secret(keySize), 'AES-GCM', false, ['encrypt']);
  const data = input(size);
  return () => subtle.encrypt({ name: 'AES-GCM', iv: NONCE, additionalData: AAD }, key, data);
}

/** @param {import('../cases.mjs').Case} test @param {string} algorithm */
async function digest({ size = 0 }, algorithm) {
  const data = input(size);
  return () => subtle.digest(algorithm, data);
}

/** @param {typeof P256 | typeof RSA} algorithm */
async function pair(algorithm) {
  return /** @type {CryptoKeyPair} */ (await subtle.generateKey(algorithm, false, ['sign', 'verify']));
}

/** @param {typeof P256 | typeof RSA} algorithm */
async function sign(algorithm) {
  const { privateKey } = await pair(algorithm);
  return () => subtle.sign(algorithm, privateKey, MESSAGE);
}

/** @param {typeof P256 | typeof RSA} algorithm */
async function verify(algorithm) {
  const { privateKey, publicKey } = await pair(algorithm);
  const signature = await subtle.sign(algorithm, privateKey, MESSAGE);
  return () => subtle.verify(algorithm, publicKey, signature, MESSAGE);
}

/** @returns {import('../measure.mjs').Contender} */
export function webCrypto() {
  return {
    name: 'WebCrypto',
    async prepare(test) {
      const once = test.through === 'evp' ? await TABLE[test.harness ?? test.name]?.(test) : undefined;
      if (once === undefined) return undefined;
      return {
        async run(times) {
          for (let i = 0; i < times; i++) await once();
          return undefined;
        },
      };
    },
  };
}
