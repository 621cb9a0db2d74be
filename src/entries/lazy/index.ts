/** `tsopenssl/lazy`: `tsopenssl`, with nothing to wait for at import. */
export * from '../../index.js';
export { initialize, type ModuleAddress, type ModuleInput } from '../source-lazy.js';
