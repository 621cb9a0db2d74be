/** `tsopenssl/lazy/web`: `tsopenssl/web`, with nothing to wait for at import. */
export * from '../../adapters/web/index.js';
export { initialize, type ModuleAddress, type ModuleInput } from '../source-lazy.js';
