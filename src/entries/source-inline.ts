/** The module inside the JavaScript, for places that load one file only. */
import { setModuleSource } from '../ffi/index.js';
import bytes from './openssl.wasm?bytes';

setModuleSource(() => new WebAssembly.Module(bytes));
