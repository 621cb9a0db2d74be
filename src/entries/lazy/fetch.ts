/** `tsopenssl/lazy/fetch`: `tsopenssl/fetch`, with nothing to wait for at import. */
export * from '../../adapters/fetch/index.js';
export { initialize, type ModuleAddress, type ModuleInput } from '../source-lazy.js';
