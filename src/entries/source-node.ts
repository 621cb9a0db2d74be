/**
 * Where Node, Deno and Bun have the module from: it is read and compiled at the first call, synchronously. Where another entry
 * gives it too, such as `tsopenssl/inline`, the other's is taken.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseVariant, hasModuleSource, OpenSSLError, setModuleSource } from '../ffi/index.js';

if (!hasModuleSource()) setModuleSource(() => new WebAssembly.Module(read()));

/**
 * By path, for bundlers of servers give a URL of their own in the place of `new URL(…, import.meta.url)`, which is no file;
 * and in the form that those know which list the files of a deployment.
 */
function read(): Uint8Array<ArrayBuffer> {
  // A bundle of CommonJS has no import.meta.url.
  const folder = import.meta.url ? dirname(fileURLToPath(import.meta.url)) : __dirname;
  try {
    return chooseVariant() === 'wide'
      ? readFileSync(join(folder, 'openssl.wide.wasm'))
      : readFileSync(join(folder, 'openssl.wasm'));
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'ENOENT') throw cause;
    const advice = "copy the package's dist/openssl*.wasm there, or import tsopenssl/inline as well";
    throw new OpenSSLError(`openssl.wasm is not in ${folder}: ${advice}`, undefined, { cause });
  }
}
