/** The one instance of this realm: made at first use, refused after a trap. */
import { OpenSSLError, type TrapError } from './errors.js';
import type { RawExports } from './generated/exports.js';

let start: (() => RawExports) | undefined;
let instance: RawExports | undefined;
let trap: TrapError | undefined;

/** Says how to make the instance. */
export function onFirstUse(make: () => RawExports): void {
  start = make;
}

/** Whether it has been said how to make the instance. */
export function canStart(): boolean {
  return start !== undefined;
}

/** The running instance, made at the first call. */
export function wasm(): RawExports {
  if (instance !== undefined) return instance;
  if (start === undefined)
    throw new OpenSSLError('no WebAssembly module was given: import tsopenssl by its package entry');
  instance = start();
  return instance;
}

/** The error that killed the instance, or undefined while it is alive. */
export function trapped(): TrapError | undefined {
  return trap;
}

/** Refuses every later call with the first trap. */
export function refuse(error: TrapError): TrapError {
  trap ??= error;
  return trap;
}
