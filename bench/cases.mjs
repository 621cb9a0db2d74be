/**
 * What is measured. `through` says by which door: `evp` is the harness of wasm-build/harness, which calls OpenSSL's EVP as
 * libssl does, for the package has no API of bare ciphers; `api` is the package's public API.
 */

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {'MB/s' | '/s' | 'ms'} unit
 * @property {'evp' | 'api'} through
 * @property {number} [size] - bytes an operation
 * @property {string} [harness] - the harness's name of the operation, where it is another
 * @property {boolean} [quick] - in `--quick` too
 * @property {number} [goal] - times plain, SIMD module
 * @property {number} [wideGoal] - times plain, wide module
 */

const RECORD = 16_384;

/** @type {readonly Case[]} */
export const CASES = [
  { name: 'AES-128-GCM', unit: 'MB/s', through: 'evp', size: RECORD, quick: true, goal: 2.5, wideGoal: 2.5 },
  { name: 'AES-256-GCM', unit: 'MB/s', through: 'evp', size: RECORD },
  { name: 'AES-128-GCM 1 KiB', unit: 'MB/s', through: 'evp', size: 1024, harness: 'AES-128-GCM' },
  { name: 'ChaCha20-Poly1305', unit: 'MB/s', through: 'evp', size: RECORD, quick: true, goal: 1.7, wideGoal: 1.7 },
  {
    name: 'ChaCha20-Poly1305 1 KiB',
    unit: 'MB/s',
    through: 'evp',
    size: 1024,
    harness: 'ChaCha20-Poly1305',
  },
  { name: 'SHA-1', unit: 'MB/s', through: 'evp', size: RECORD },
  { name: 'SHA-256', unit: 'MB/s', through: 'evp', size: RECORD, quick: true, goal: 1.1, wideGoal: 1.1 },
  { name: 'SHA-512', unit: 'MB/s', through: 'evp', size: RECORD },
  { name: 'SHA3-256', unit: 'MB/s', through: 'evp', size: RECORD, quick: true, goal: 1.9, wideGoal: 1.9 },
  { name: 'P-256 sign', unit: '/s', through: 'evp', quick: true, goal: 8, wideGoal: 14 },
  { name: 'P-256 verify', unit: '/s', through: 'evp', quick: true, goal: 3, wideGoal: 6 },
  { name: 'P-256 ECDH', unit: '/s', through: 'evp', quick: true, goal: 4, wideGoal: 8 },
  { name: 'P-384 sign', unit: '/s', through: 'evp', quick: true, goal: 3, wideGoal: 7 },
  { name: 'RSA-2048 sign', unit: '/s', through: 'evp', quick: true, goal: 1.4, wideGoal: 2.5 },
  { name: 'RSA-2048 verify', unit: '/s', through: 'evp' },
  { name: 'X25519', unit: '/s', through: 'evp', quick: true, goal: 1.3, wideGoal: 2 },
  { name: 'X25519 generate', unit: '/s', through: 'evp' },
  { name: 'X448', unit: '/s', through: 'evp' },
  { name: 'Ed25519 sign', unit: '/s', through: 'evp' },
  { name: 'Ed25519 verify', unit: '/s', through: 'evp' },
  { name: 'ML-KEM-768 generate', unit: '/s', through: 'evp' },
  { name: 'ML-KEM-768 encapsulate', unit: '/s', through: 'evp', quick: true, goal: 1.3, wideGoal: 1.3 },
  { name: 'ML-KEM-768 decapsulate', unit: '/s', through: 'evp' },
  { name: 'ML-DSA-65 sign', unit: '/s', through: 'evp', quick: true, goal: 1.3, wideGoal: 1.3 },
  { name: 'ML-DSA-65 verify', unit: '/s', through: 'evp' },
  { name: 'TLS 1.3 handshake', unit: '/s', through: 'api', quick: true },
  { name: 'TLS send AES-128-GCM', unit: 'MB/s', through: 'api', size: RECORD, quick: true },
  { name: 'TLS send ChaCha20-Poly1305', unit: 'MB/s', through: 'api', size: RECORD, quick: true },
  { name: 'TLS record AES-128-GCM', unit: 'MB/s', through: 'api', size: RECORD, quick: true },
  { name: 'TLS record ChaCha20-Poly1305', unit: 'MB/s', through: 'api', size: RECORD, quick: true },
  { name: 'First context and ClientHello', unit: 'ms', through: 'api', quick: true, goal: 1 / 0.4, wideGoal: 1 / 0.4 },
];
