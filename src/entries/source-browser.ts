/**
 * Where browsers have the module from: compiled while it streams in, so that every call afterwards is synchronous.
 * Nothing is fetched where an entry that came before, such as `tsopenssl/inline`, has given the module.
 */
import { chooseVariant, hasModuleSource, setModuleSource } from '../ffi/index.js';
import { compileFrom } from './compile.js';

if (!hasModuleSource()) {
  // Bundlers know this form and ship the files; a page loads one of them.
  const url =
    chooseVariant() === 'wide'
      ? new URL('./openssl.wide.wasm', import.meta.url)
      : new URL('./openssl.wasm', import.meta.url);
  const module = await compileFrom(url.href);
  setModuleSource(() => module);
}
