/** `tsopenssl/lazy/websocket`: `tsopenssl/websocket`, with nothing to wait for at import. */
export * from '../../adapters/websocket/index.js';
export { initialize, type ModuleAddress, type ModuleInput } from '../source-lazy.js';
