/** Lists of revoked certificates: made, and asked. */
export { type CreatedCrl, createCrl } from './create.js';
export { findRevoked } from './find.js';
export type { CrlOptions, RevokedInput } from './options.js';
