/** Where edge functions of the condition `edge-light` have the module from: compiled when they are built, by the form that their bundlers know. */
import { hasModuleSource, setModuleSource } from '../ffi/index.js';
import module from './openssl.wasm?module';

if (!hasModuleSource()) setModuleSource(() => module);
