/** tsopenssl: pyOpenSSL for TypeScript. */
export * as crypto from './crypto/index.js';
export { EntropyError, type ErrorEntry, MemoryError, OpenSSLError, ReleasedError, TrapError } from './ffi/index.js';
export * as rand from './rand/index.js';
export * as socket from './socket/index.js';
export * as SSL from './tls/index.js';
