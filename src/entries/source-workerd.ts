/** Where workerd has the module from: it comes compiled, for compiling at run time is forbidden there. */
import { setModuleSource } from '../ffi/index.js';
import module from './openssl.wasm';

setModuleSource(() => module);
