/** Where Node, Deno and Bun have the module from: it is read and compiled at the first call, synchronously. */
import { readFileSync } from 'node:fs';
import { chooseVariant, setModuleSource } from '../ffi/index.js';

const MODULES = { simd: './openssl.wasm', wide: './openssl.wide.wasm' };

setModuleSource(() => new WebAssembly.Module(readFileSync(new URL(MODULES[chooseVariant()], import.meta.url))));
