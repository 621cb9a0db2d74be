/** tsopenssl: pyOpenSSL for TypeScript. */
export * as crypto from './crypto/index.js';
export {
  bestVariant,
  EntropyError,
  type ErrorEntry,
  MemoryError,
  moduleVariant,
  OpenSSLError,
  preferVariant,
  ReleasedError,
  TrapError,
  type Variant,
} from './ffi/index.js';
export * as rand from './rand/index.js';
export * as socket from './socket/index.js';
export * as ssl from './ssl/index.js';
export * as SSL from './tls/index.js';
