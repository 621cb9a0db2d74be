/** What src/tls uses of this folder beside the public face. */
export { X509 } from './x509.js';
export { X509Name } from './x509-name.js';
export { chainOf, chainToArray } from './x509-store-context.js';
