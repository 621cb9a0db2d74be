/** What src/tls and src/worker use of this folder beside the public face. */
export { withKeyProgress } from '../ffi/index.js';
export { cipherArgument } from './cipher-name.js';
export { CRL } from './crl.js';
export { isEllipticCurve } from './elliptic-curve.js';
export { MAX_ITERATIONS, workRules } from './passphrase.js';
export { kinds, plainPem, readPem, singlePems } from './reading/loading.js';
export { X509 } from './x509.js';
export { chainOf, chainToArray } from './x509-chain.js';
export { X509Name } from './x509-name.js';
export { applyOptions } from './x509-store-context.js';
