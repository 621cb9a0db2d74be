/** `tsopenssl/lazy/pki`: `tsopenssl/pki`, with nothing to wait for at import. */
export * from '../../pki/index.js';
export { initialize, type ModuleAddress, type ModuleInput } from '../source-lazy.js';
