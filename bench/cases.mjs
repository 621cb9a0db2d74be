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
 * @property {{ slice: number, warm: number }} [least] - milliseconds that a slice takes, and that pass before it counts
 * @property {Readonly<Record<string, readonly [simd: number, wide: number]>>} [goals] - how many times as fast as a
 *   contender each module is to be
 */

const RECORD = 16_384;

/** @type {readonly Case[]} */
export const CASES = [
  { name: 'AES-128-GCM', unit: 'MB/s', through: 'evp', size: RECORD, quick: true, goals: { plain: [2.5, 2.5] } },
  { name: 'AES-256-GCM', unit: 'MB/s', through: 'evp', size: RECORD },
  { name: 'AES-128-GCM 1 KiB', unit: 'MB/s', through: 'evp', size: 1024, harness: 'AES-128-GCM' },
  {
    name: 'ChaCha20-Poly1305',
    unit: 'MB/s',
    through: 'evp',
    size: RECORD,
    quick: true,
    goals: { plain: [1.7, 1.7], 'libsodium.js': [2, 2] },
  },
  {
    name: 'ChaCha20-Poly1305 1 KiB',
    unit: 'MB/s',
    through: 'evp',
    size: 1024,
    harness: 'ChaCha20-Poly1305',
  },
  { name: 'SHA-1', unit: 'MB/s', through: 'evp', size: RECORD },
  { name: 'SHA-256', unit: 'MB/s', through: 'evp', size: RECORD, quick: true, goals: { plain: [1.1, 1.1] } },
  { name: 'SHA-512', unit: 'MB/s', through: 'evp', size: RECORD },
  { name: 'SHA3-256', unit: 'MB/s', through: 'evp', size: RECORD, quick: true, goals: { plain: [1.9, 1.9] } },
  { name: 'P-256 sign', unit: '/s', through: 'evp', quick: true, goals: { plain: [8, 14] } },
  { name: 'P-256 verify', unit: '/s', through: 'evp', quick: true, goals: { plain: [3, 6] } },
  { name: 'P-256 ECDH', unit: '/s', through: 'evp', quick: true, goals: { plain: [4, 8] } },
  { name: 'P-384 sign', unit: '/s', through: 'evp', quick: true, goals: { plain: [3, 7] } },
  { name: 'RSA-2048 sign', unit: '/s', through: 'evp', quick: true, goals: { plain: [1.4, 2.5] } },
  { name: 'RSA-2048 verify', unit: '/s', through: 'evp' },
  { name: 'X25519', unit: '/s', through: 'evp', quick: true, goals: { plain: [1.3, 2] } },
  { name: 'X25519 generate', unit: '/s', through: 'evp', goals: { plain: [1.5, 2] } },
  { name: 'X448', unit: '/s', through: 'evp' },
  { name: 'Ed25519 sign', unit: '/s', through: 'evp', goals: { plain: [1.5, 2] } },
  { name: 'Ed25519 verify', unit: '/s', through: 'evp', goals: { plain: [1.5, 2] } },
  { name: 'ML-KEM-768 generate', unit: '/s', through: 'evp' },
  { name: 'ML-KEM-768 encapsulate', unit: '/s', through: 'evp', quick: true, goals: { plain: [1.3, 1.3] } },
  { name: 'ML-KEM-768 decapsulate', unit: '/s', through: 'evp' },
  { name: 'ML-DSA-65 sign', unit: '/s', through: 'evp', quick: true, goals: { plain: [1.3, 1.3] } },
  { name: 'ML-DSA-65 verify', unit: '/s', through: 'evp' },
  {
    name: 'TLS 1.3 handshake',
    unit: '/s',
    through: 'api',
    quick: true,
    least: { slice: 20, warm: 2500 },
    goals: { native: [0.5, 0.7] },
  },
  {
    name: 'TLS send AES-128-GCM',
    unit: 'MB/s',
    through: 'api',
    size: RECORD,
    quick: true,
    goals: { cipher: [0.9, 0.9] },
  },
  {
    name: 'TLS send ChaCha20-Poly1305',
    unit: 'MB/s',
    through: 'api',
    size: RECORD,
    quick: true,
    goals: { cipher: [0.9, 0.9] },
  },
  { name: 'TLS record AES-128-GCM', unit: 'MB/s', through: 'api', size: RECORD, quick: true },
  { name: 'TLS record ChaCha20-Poly1305', unit: 'MB/s', through: 'api', size: RECORD, quick: true },
  {
    name: 'First context and ClientHello',
    unit: 'ms',
    through: 'api',
    quick: true,
    goals: { plain: [1 / 0.4, 1 / 0.4] },
  },
];
