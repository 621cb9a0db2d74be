/** node:crypto: native OpenSSL behind Node's bindings. */
import crypto from 'node:crypto';
import { AAD, fromTable, input, MESSAGE, NONCE, secret } from './synchronous.mjs';

/** @typedef {import('../cases.mjs').Case} Case */

/** @param {'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305'} algorithm @param {number} keySize */
function aead(algorithm, keySize) {
  return (/** @type {Case} */ { size = 0 }) => {
    const [data, key] = [input(size), secret(keySize)];
    return () => {
      const cipher = crypto.createCipheriv(/** @type {'aes-128-gcm'} */ (algorithm), key, NONCE, { authTagLength: 16 });
      cipher.setAAD(AAD, { plaintextLength: size });
      cipher.update(data);
      cipher.final();
      return cipher.getAuthTag();
    };
  };
}

/** @param {string} algorithm */
function digest(algorithm) {
  return (/** @type {Case} */ { size = 0 }) => {
    const data = input(size);
    return () => crypto.createHash(algorithm).update(data).digest();
  };
}

/** @param {string} type @param {object} options @param {string | null} hash */
function signatures(type, options, hash) {
  const make = () =>
    /** @type {crypto.KeyPairKeyObjectResult} */ (/** @type {Function} */ (crypto.generateKeyPairSync)(type, options));
  return {
    sign: () => {
      const { privateKey } = make();
      return () => crypto.sign(hash, MESSAGE, privateKey);
    },
    verify: () => {
      const { privateKey, publicKey } = make();
      const signature = crypto.sign(hash, MESSAGE, privateKey);
      return () => crypto.verify(hash, MESSAGE, publicKey, signature);
    },
  };
}

/** @param {string} type @param {object} options */
function agreement(type, options) {
  return () => {
    const make = () =>
      /** @type {crypto.KeyPairKeyObjectResult} */ (
        /** @type {Function} */ (crypto.generateKeyPairSync)(type, options)
      );
    const [one, other] = [make(), make()];
    return () => crypto.diffieHellman({ privateKey: one.privateKey, publicKey: other.publicKey });
  };
}

export function nodeCrypto() {
  const p256 = signatures('ec', { namedCurve: 'P-256' }, 'sha256');
  const p384 = signatures('ec', { namedCurve: 'P-384' }, 'sha384');
  const rsa = signatures('rsa', { modulusLength: 2048 }, 'sha256');
  const ed25519 = signatures('ed25519', {}, null);
  return fromTable('node:crypto', {
    'AES-128-GCM': aead('aes-128-gcm', 16),
    'AES-256-GCM': aead('aes-256-gcm', 32),
    'ChaCha20-Poly1305': aead('chacha20-poly1305', 32),
    'SHA-1': digest('sha1'),
    'SHA-256': digest('sha256'),
    'SHA-512': digest('sha512'),
    'SHA3-256': digest('sha3-256'),
    'P-256 sign': p256.sign,
    'P-256 verify': p256.verify,
    'P-256 ECDH': agreement('ec', { namedCurve: 'P-256' }),
    'P-384 sign': p384.sign,
    'RSA-2048 sign': rsa.sign,
    'RSA-2048 verify': rsa.verify,
    'Ed25519 sign': ed25519.sign,
    'Ed25519 verify': ed25519.verify,
    X25519: agreement('x25519', {}),
    X448: agreement('x448', {}),
  });
}
