/** `tsopenssl/lazy/crypto`: `tsopenssl/crypto`, with nothing to wait for at import. */
export * from '../../crypto/index.js';
export { initialize, type ModuleAddress, type ModuleInput } from '../source-lazy.js';
