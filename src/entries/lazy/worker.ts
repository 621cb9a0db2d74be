/** `tsopenssl/lazy/worker`: `tsopenssl/worker`, with nothing to wait for at import. */
export * from '../../worker/index.js';
export { initialize, type ModuleAddress, type ModuleInput } from '../source-lazy.js';
