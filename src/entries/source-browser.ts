/**
 * Where browsers have the module from: compiled while it streams in, so that every call afterwards is synchronous.
 * Nothing is fetched where an entry that came before, such as `tsopenssl/inline`, has given the module.
 */
import { chooseVariant, hasModuleSource, setModuleSource } from '../ffi/index.js';

if (!hasModuleSource()) {
  // Bundlers know this form and ship the files; a page loads one of them.
  const url =
    chooseVariant() === 'wide'
      ? new URL('./openssl.wide.wasm', import.meta.url)
      : new URL('./openssl.wasm', import.meta.url);
  const module = await compile(url);
  setModuleSource(() => module);
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: openssl.wasm must be served there`);
  const type = response.headers.get('content-type')?.split(';')[0];
  // A server that does not know the type of the file is no reason to fail.
  if (type === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
