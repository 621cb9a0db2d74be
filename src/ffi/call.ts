/** The scope of one call into C: a clear error queue, an arena for its inputs, postponed frees, callbacks that may throw. */
import { enterCallbacks, leaveCallbacks } from './callbacks.js';
import { forgetEntropyFailure } from './entropy.js';
import { enterC, inC, leaveC } from './handle.js';
import { wasm } from './instance.js';
import { closeFrame, openFrame } from './memory.js';

/**
 * What a call from inside a callback must find left of C's stack, half of it: where it ran out the instance would trap,
 * and be lost for all.
 */
const NESTED_STACK = 256 * 1024;

/**
 * Opens the scope.
 * @throws {RangeError} when callbacks have called back in too deeply, as JavaScript has it where its own stack is full
 */
export function beginCall(): void {
  if (inC() && wasm().stack_left() < NESTED_STACK) throw new RangeError('callbacks have called back in too deeply');
  wasm().error_clear();
  forgetEntropyFailure();
  openFrame();
  enterC();
  enterCallbacks();
}

/**
 * Closes the scope, in a `finally`.
 * @throws what a callback threw during the call: it goes before what C made of it
 */
export function endCall(): void {
  closeFrame();
  const thrown = leaveCallbacks();
  leaveC();
  if (thrown !== undefined) throw thrown.error;
}
