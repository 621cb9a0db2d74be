/** The scope of one call into C: a clear error queue, an arena for its inputs, postponed frees, callbacks that may throw. */
import { enterCallbacks, leaveCallbacks } from './callbacks.js';
import { forgetEntropyFailure } from './entropy.js';
import { enterC, leaveC } from './handle.js';
import { wasm } from './instance.js';
import { closeFrame, openFrame } from './memory.js';

/** Opens the scope. */
export function beginCall(): void {
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
