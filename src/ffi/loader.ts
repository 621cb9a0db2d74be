/**
 * Instantiates the module: small, ours, the same in every runtime. The entry of each runtime says where the module
 * comes from; the first call into OpenSSL instantiates it, so that importing the package costs nothing and draws nothing.
 */
import { callbackImports } from './callbacks/imports.js';
import { drawEntropy } from './entropy.js';
import { OpenSSLError } from './errors.js';
import type { RawExports, RawImports } from './generated/exports.js';
import { canStart, fate, onFirstUse, trapError } from './instance.js';
import { wasiImports } from './wasi.js';

/** Gives the compiled module, synchronously. */
export type ModuleSource = () => WebAssembly.Module;

let compiled: ModuleSource | undefined;

/** Names where the module comes from; the entry of each runtime calls it once, before any use. */
export function setModuleSource(source: ModuleSource): void {
  let module: WebAssembly.Module | undefined;
  const once = () => {
    if (typeof WebAssembly === 'undefined')
      throw new OpenSSLError('this runtime has no WebAssembly, which the package needs');
    module ??= source();
    return module;
  };
  compiled = once;
  onFirstUse(() => instantiate(once()));
}

/** The compiled module, to be given to a worker: undefined where no entry has named one. */
export function compiledModule(): WebAssembly.Module | undefined {
  return compiled?.();
}

/** Whether an entry has named where the module comes from. */
export function hasModuleSource(): boolean {
  return canStart();
}

function instantiate(module: WebAssembly.Module): RawExports {
  checkClock();
  const raw = new WebAssembly.Instance(
    module,
    imports(() => raw.memory),
  ).exports as unknown as RawExports;
  if (raw.runtime_is_prepared() === 0) raw._initialize();
  if (raw.runtime_init() !== 1) throw new OpenSSLError('OpenSSL could not be initialised');
  return guarded(raw);
}

/** Without a clock no certificate is judged: said here, for within a call it would be a trap, or a time that is none. */
function checkClock(): void {
  let reason = 'Date.now() tells none';
  try {
    if (Number.isFinite(Date.now())) return;
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  throw new OpenSSLError(`this realm has no clock, which the package needs: ${reason}`);
}

function imports(memory: () => WebAssembly.Memory): WebAssembly.Imports {
  const own: RawImports = {
    entropy: (address, length) => drawEntropy(new Uint8Array(memory().buffer, address, length)),
    ...callbackImports(),
  };
  return {
    wasi_snapshot_preview1: wasiImports(memory),
    // Growth invalidates heap views; none is kept over a call, so there is nothing to do.
    env: { emscripten_notify_memory_growth: (_memory: number) => undefined, ...systemCalls() },
    tsopenssl: { ...own },
  };
}

/** Linux system calls that the C library still names: there are no files here, and the one user is nobody special. */
function systemCalls(): WebAssembly.ModuleImports {
  const ENOENT = -44;
  const files = ['getdents64', 'openat', 'fcntl64', 'ioctl', 'fstat64', 'stat64', 'newfstatat', 'lstat64', 'getcwd'];
  const ids = ['getuid32', 'geteuid32', 'getgid32', 'getegid32'];
  return Object.fromEntries([
    ...files.map((name) => [`__syscall_${name}`, (_1: number, _2: number, _3: number) => ENOENT]),
    ...ids.map((name) => [`__syscall_${name}`, () => 0]),
  ]);
}

/**
 * The exports, each behind a guard: whatever leaves the wasm as an exception is a trap (callbacks catch their own), and
 * after one no call goes in any more, for the heap may be half-written.
 */
function guarded(raw: RawExports): RawExports {
  const guards = Object.entries(raw).map(([name, value]) => [name, typeof value === 'function' ? guard(value) : value]);
  return Object.fromEntries(guards) as unknown as RawExports;
}

type Call = (...args: number[]) => number;

/**
 * Fixed arities, because a spread call costs more than the shorter of OpenSSL's functions. The trap is recorded before
 * anything is called, and here, not in a function: it may be the stack that has run out. The first cause stays.
 */
function guard(f: Call): Call {
  if (f.length > 6) {
    return (...args) => {
      if (fate.isDead) throw trapError();
      try {
        return f(...args);
      } catch (error) {
        fate.cause ??= error;
        fate.isDead = true;
        throw trapError();
      }
    };
  }
  return (a, b, c, d, e, g) => {
    if (fate.isDead) throw trapError();
    try {
      return f(a as number, b as number, c as number, d as number, e as number, g as number);
    } catch (error) {
      fate.cause ??= error;
      fate.isDead = true;
      throw trapError();
    }
  };
}
