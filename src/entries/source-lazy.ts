/** Where the module comes from when nobody may wait at import: from what `initialize` is given. */
import { bytesArgument } from '../common/arguments.js';
import { chooseVariant, hasModuleSource, setModuleSource } from '../ffi/index.js';
import { compileFrom, compileResponse, type ModuleResponse } from './compile.js';

/** An address, such as a URL. */
export interface ModuleAddress {
  /** In full. */
  readonly href: string;
}

/**
 * Where the module is: an address, what a fetch of it has answered, the bytes of `openssl.wasm`, or a `WebAssembly.Module`, as another
 * thread has compiled it and sent it here.
 */
export type ModuleInput = string | ModuleAddress | ModuleResponse | ArrayBuffer | ArrayBufferView | object;

let underWay: Promise<void> | undefined;

/**
 * Loads the module; before its promise has resolved no function of the package works, afterwards all do, synchronously. The package
 * is loaded once: later calls give the same promise, whatever they are given, and after a failure the next call tries again.
 * @param input - by default `openssl.wasm` beside the script of the package, where bundlers put it
 * @throws {TypeError} (rejects) where it is none of these, or no address is given in a script that has none itself
 */
export function initialize(input?: ModuleInput | PromiseLike<ModuleInput>): Promise<void> {
  underWay ??= load(input).catch((error: unknown) => {
    underWay = undefined;
    throw error;
  });
  return underWay;
}

async function load(input: ModuleInput | PromiseLike<ModuleInput> | undefined): Promise<void> {
  // Another entry has given it.
  if (hasModuleSource()) return;
  const module = await compiled((await input) ?? ownAddress());
  setModuleSource(() => module);
}

function compiled(input: ModuleInput): WebAssembly.Module | Promise<WebAssembly.Module> {
  if (typeof input === 'string') return compileFrom(input);
  if (typeof input !== 'object') throw notTaken();
  // By its tag: a module of another realm is one too.
  if (Object.prototype.toString.call(input) === '[object WebAssembly.Module]') return input as WebAssembly.Module;
  if ('href' in input && typeof input.href === 'string') return compileFrom(input.href);
  if ('arrayBuffer' in input && 'ok' in input) return compileResponse(input);
  if (ArrayBuffer.isView(input) || Object.prototype.toString.call(input) === '[object ArrayBuffer]')
    return WebAssembly.compile(bytesArgument(input as ArrayBuffer, 'input').slice());
  throw notTaken();
}

function notTaken(): TypeError {
  return new TypeError('initialize takes the address of openssl.wasm, a Response, its bytes or a WebAssembly.Module');
}

/** Bundlers know this form and ship the files. */
function ownAddress(): string {
  if (!import.meta.url)
    throw new TypeError('this script does not know where it is: initialize(…) must be told where openssl.wasm is');
  const url =
    chooseVariant() === 'wide'
      ? new URL('./openssl.wide.wasm', import.meta.url)
      : new URL('./openssl.wasm', import.meta.url);
  return url.href;
}
