/** WebCrypto: keys from there and to there, and keys that stay there. */
export type { CryptoKeyAlgorithm, NamedAlgorithm } from './algorithms.js';
export { type CryptoKeyOptions, fromCryptoKey, toCryptoKey } from './convert.js';
export { type WebCryptoPair, webCryptoSigner } from './signing.js';
