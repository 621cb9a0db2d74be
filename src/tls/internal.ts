/** What src/ssl uses of this folder beside the public face. */
export { BioConnection } from './connection/bio-connection.js';
export { ConnectionCore } from './connection/core.js';
export { systemBundle } from './context/verification.js';
