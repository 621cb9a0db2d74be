/** The one instance of this realm: made at first use, refused after a trap. */
import { OpenSSLError, TrapError } from './errors.js';
import type { RawExports } from './generated/exports.js';

let start: (() => RawExports) | undefined;
let instance: RawExports | undefined;
let trap: TrapError | undefined;

/**
 * What has become of the instance. It is written by plain assignment and in no other way: where JavaScript's stack has run
 * out in the middle of C, a function that is to record that would not be entered either.
 */
export const fate: { isDead: boolean; cause: unknown } = { isDead: false, cause: undefined };

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
    throw new OpenSSLError(
      'no WebAssembly module was given: import tsopenssl by its package entry; of tsopenssl/lazy, await initialize() first',
    );
  instance = start();
  return instance;
}

/** The error with which every call is refused once the instance is dead: always the same. */
export function trapError(): TrapError {
  if (trap !== undefined) return trap;
  const { cause } = fate;
  const reason = cause instanceof Error ? cause.message : String(cause);
  trap = new TrapError(`the WebAssembly instance trapped and is refused from now on: ${reason}`, undefined, { cause });
  return trap;
}
