/** Runs before every test file: names the module under test, as the package entry does. */
import { readFileSync } from 'node:fs';
import { setModuleSource } from '../src/ffi/index.js';

const path = process.env['TSOPENSSL_WASM'] ?? new URL('../dist/openssl.wasm', import.meta.url);

setModuleSource(() => new WebAssembly.Module(readFileSync(path)));
