/** What a user would pick instead: JavaScript and WebAssembly from npm. Also in a browser. */
import { gcm } from '@noble/ciphers/aes.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { x448 } from '@noble/curves/ed448.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256, p384 } from '@noble/curves/nist.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { sha3_256 } from '@noble/hashes/sha3.js';
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { createSHA1, createSHA3, createSHA256, createSHA512 } from 'hash-wasm';
import sodium from 'libsodium-wrappers-sumo';
import forge from 'node-forge';
import { AAD, fromTable, input, MESSAGE, NONCE, secret } from './synchronous.mjs';

/** @typedef {import('../cases.mjs').Case} Case */

/** @param {(data: Uint8Array) => unknown} hash */
const digest =
  (hash) =>
  (/** @type {Case} */ { size = 0 }) => {
    const data = input(size);
    return () => hash(data);
  };

/** @param {typeof gcm | typeof chacha20poly1305} cipher @param {number} keySize */
const nobleAead =
  (cipher, keySize) =>
  (/** @type {Case} */ { size = 0 }) => {
    const [data, key] = [input(size), secret(keySize)];
    return () => cipher(key, NONCE, AAD).encrypt(data);
  };

/** @param {typeof p256 | typeof p384 | typeof ed25519} curve */
function nobleSignatures(curve) {
  const { sign, verify, utils, getPublicKey } = /** @type {typeof ed25519} */ (curve);
  return {
    sign: () => {
      const key = utils.randomSecretKey();
      return () => sign(MESSAGE, key);
    },
    verify: () => {
      const key = utils.randomSecretKey();
      const [point, signature] = [getPublicKey(key), sign(MESSAGE, key)];
      return () => verify(signature, MESSAGE, point);
    },
  };
}

/** @param {typeof x25519 | typeof p256} curve */
const nobleAgreement = (curve) => () => {
  const [key, other] = [curve.utils.randomSecretKey(), curve.getPublicKey(curve.utils.randomSecretKey())];
  return () => curve.getSharedSecret(key, other);
};

export function noble() {
  const [one, two, three] = [nobleSignatures(p256), nobleSignatures(p384), nobleSignatures(ed25519)];
  return fromTable('noble', {
    'AES-128-GCM': nobleAead(gcm, 16),
    'AES-256-GCM': nobleAead(gcm, 32),
    'ChaCha20-Poly1305': nobleAead(chacha20poly1305, 32),
    'SHA-1': digest(sha1),
    'SHA-256': digest(sha256),
    'SHA-512': digest(sha512),
    'SHA3-256': digest(sha3_256),
    'P-256 sign': one.sign,
    'P-256 verify': one.verify,
    'P-256 ECDH': nobleAgreement(p256),
    'P-384 sign': two.sign,
    'Ed25519 sign': three.sign,
    'Ed25519 verify': three.verify,
    X25519: nobleAgreement(x25519),
    X448: nobleAgreement(x448),
    'ML-KEM-768 generate': () => () => ml_kem768.keygen(),
    'ML-KEM-768 encapsulate': () => {
      const { publicKey } = ml_kem768.keygen();
      return () => ml_kem768.encapsulate(publicKey);
    },
    'ML-KEM-768 decapsulate': () => {
      const { publicKey, secretKey } = ml_kem768.keygen();
      const { cipherText } = ml_kem768.encapsulate(publicKey);
      return () => ml_kem768.decapsulate(cipherText, secretKey);
    },
    'ML-DSA-65 sign': () => {
      const { secretKey } = ml_dsa65.keygen();
      return () => ml_dsa65.sign(MESSAGE, secretKey);
    },
    'ML-DSA-65 verify': () => {
      const { secretKey, publicKey } = ml_dsa65.keygen();
      const signature = ml_dsa65.sign(MESSAGE, secretKey);
      return () => ml_dsa65.verify(signature, MESSAGE, publicKey);
    },
  });
}

/** @param {number} keySize */
const forgeGcm =
  (keySize) =>
  (/** @type {Case} */ { size = 0 }) => {
    const text = (/** @type {Uint8Array} */ bytes) => forge.util.binary.raw.encode(bytes);
    const [data, key, iv, additionalData] = [input(size), secret(keySize), NONCE, AAD].map(text);
    return () => {
      const cipher = forge.cipher.createCipher('AES-GCM', key ?? '');
      cipher.start({ iv: iv ?? '', additionalData: additionalData ?? '' });
      cipher.update(forge.util.createBuffer(data ?? ''));
      cipher.finish();
      return cipher.mode.tag;
    };
  };

/** @param {{ create(): forge.md.MessageDigest }} algorithm */
const forgeDigest =
  (algorithm) =>
  (/** @type {Case} */ { size = 0 }) => {
    const data = forge.util.binary.raw.encode(input(size));
    return () => algorithm.create().update(data).digest();
  };

export function nodeForge() {
  return fromTable('node-forge', {
    'AES-128-GCM': forgeGcm(16),
    'AES-256-GCM': forgeGcm(32),
    'SHA-1': forgeDigest(forge.md.sha1),
    'SHA-256': forgeDigest(forge.md.sha256),
    'SHA-512': forgeDigest(forge.md.sha512),
    'RSA-2048 sign': () => {
      const { privateKey } = forge.pki.rsa.generateKeyPair({ bits: 2048, workers: -1 });
      const text = forge.util.binary.raw.encode(MESSAGE);
      return () => privateKey.sign(forge.md.sha256.create().update(text));
    },
  });
}

export async function libsodium() {
  await sodium.ready;
  return fromTable('libsodium.js', {
    'ChaCha20-Poly1305': ({ size = 0 }) => {
      const [data, key] = [input(size), secret(32)];
      return () => sodium.crypto_aead_chacha20poly1305_ietf_encrypt(data, AAD, null, NONCE, key);
    },
    'SHA-256': digest((data) => sodium.crypto_hash_sha256(data)),
    'SHA-512': digest((data) => sodium.crypto_hash_sha512(data)),
    'Ed25519 sign': () => {
      const { privateKey } = sodium.crypto_sign_keypair();
      return () => sodium.crypto_sign_detached(MESSAGE, privateKey);
    },
    'Ed25519 verify': () => {
      const { privateKey, publicKey } = sodium.crypto_sign_keypair();
      const signature = sodium.crypto_sign_detached(MESSAGE, privateKey);
      return () => sodium.crypto_sign_verify_detached(signature, MESSAGE, publicKey);
    },
    X25519: () => {
      const [one, other] = [sodium.crypto_box_keypair(), sodium.crypto_box_keypair()];
      return () => sodium.crypto_scalarmult(one.privateKey, other.publicKey);
    },
  });
}

export async function hashWasm() {
  const hashers = await Promise.all([createSHA1(), createSHA256(), createSHA512(), createSHA3(256)]);
  const [one, two, five, three] = hashers.map((hasher) =>
    digest((data) => hasher.init().update(data).digest('binary')),
  );
  if (!one || !two || !five || !three) return undefined;
  return fromTable('hash-wasm', { 'SHA-1': one, 'SHA-256': two, 'SHA-512': five, 'SHA3-256': three });
}
