/** Keys: made, read, written, checked, compared, and what they sign. */
export { type CheckKeyOptions, checkKey, type KeyCheck } from './check.js';
export { type CreatedKey, type CreateKeyOptions, createKey } from './create.js';
export { type Fingerprints, fingerprints, isSameKey, jwkThumbprint } from './fingerprints.js';
export type { Jwk, JwkPrime } from './jwk/types.js';
export type { PublicKeySource } from './public-key.js';
export { type KeySource, type ReadKeyOptions, readKey } from './read.js';
export type {
  BcryptEncryption,
  Encryption,
  EncryptionOptions,
  OldEncryption,
  PbkdfEncryption,
  PemEncryption,
  ScryptEncryption,
  UnknownEncryption,
} from './sealed/schemes.js';
export {
  type DataSignatureOptions,
  type SignDataOptions,
  signatureToDer,
  signatureToRaw,
  signData,
  verifySignature,
} from './signatures.js';
export type { KeyData, KeyFormat } from './types.js';
export { type WriteKeyOptions, writeKey } from './write.js';
