/** Where Node, Deno and Bun have the module from: it is read and compiled at the first call, synchronously. */
import { readFileSync } from 'node:fs';
import { setModuleSource } from '../ffi/index.js';

setModuleSource(() => new WebAssembly.Module(readFileSync(new URL('./openssl.wasm', import.meta.url))));
