/** The entry for Node, Deno and Bun: the module is read and compiled at the first call, synchronously. */
import { readFileSync } from 'node:fs';
import { setModuleSource } from '../ffi/index.js';

setModuleSource(() => new WebAssembly.Module(readFileSync(new URL('./openssl.wasm', import.meta.url))));

export * from '../index.js';
