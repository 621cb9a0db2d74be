/**
 * The scope of one call into C: a clear error queue, an arena for its inputs, outputs that are released, postponed frees,
 * callbacks that may throw.
 *
 * A scope is closed in a `finally` by two steps: a plain assignment of {@link progress}, which cannot fail, and
 * {@link endCall}, which can, for JavaScript's stack may have no room for it. What it left behind then is closed by the
 * next call, or by the one around it.
 */
import { forgetEntropyFailure } from './entropy.js';
import type { OwnedTag, RawExports, Tag } from './generated/exports.js';
import { fate, wasm } from './instance.js';
import { closeFrames, openFrame } from './memory.js';

/**
 * What a call from inside a callback must find left of C's stack, half of it: where it ran out the instance would trap,
 * and be lost for all.
 */
const NESTED_STACK = 256 * 1024;

interface Scope {
  /** The first exception of a callback: a call inside a callback must not take that of the one around it. */
  thrown: { readonly error: unknown } | undefined;
  /** Outputs to be released, read or not. */
  outs: number[] | undefined;
  /** What waits for the end of the call. */
  later: (() => void)[] | undefined;
}

type Thrown = Scope['thrown'];

/** A C object that its handle owns. */
export interface Resource {
  readonly tag: OwnedTag;
  readonly address: number;
}

/** How many calls are in progress. */
export const progress = { calls: 0 };

/** The scopes of the calls in progress, innermost last; what stands above {@link progress} is left over. */
const scopes: Scope[] = [];

/** Frees that were asked for while C was running: a callback may release the very object that C is working on. */
const postponed: Resource[] = [];

/** Runs before an object of a tag is freed, to forget what was kept by its address. */
const beforeFree = new Map<Tag, (address: number) => void>();

/** The scope of the innermost call in progress; undefined outside of any. */
export function currentScope(): Scope | undefined {
  return scopes[progress.calls - 1];
}

/**
 * Opens the scope.
 * @returns what {@link progress} is to be set to again, and {@link endCall} to be given
 * @throws {RangeError} when callbacks have called back in too deeply, as JavaScript has it where its own stack is full
 */
export function beginCall(): number {
  wasm().error_clear();
  forgetEntropyFailure();
  return openScope();
}

/** As {@link beginCall}, and leaves the queue of errors as it is: the caller of what has failed may not have read it yet. */
function openScope(): number {
  const { calls } = progress;
  if (scopes.length > calls) closeScopes(calls);
  if (calls > 0 && wasm().stack_left() < NESTED_STACK) throw new RangeError('callbacks have called back in too deeply');
  openFrame();
  scopes.push({ thrown: undefined, outs: undefined, later: undefined });
  // Last: what fails before it is no call in progress.
  progress.calls = calls + 1;
  return calls;
}

/**
 * Closes the scope, in a `finally`, after `progress.calls = scope`.
 * @throws what a callback threw during the call: it goes before what C made of it
 */
export function endCall(scope: number): void {
  if (fate.isDead) return;
  const thrown = finish(scope);
  const late = scope === 0 && postponed.length > 0 ? freePostponed() : undefined;
  if (thrown !== undefined) throw thrown.error;
  if (late !== undefined) throw late.error;
}

/** Closes the scope, and does what has waited for that. @returns the first exception of a callback */
function finish(scope: number): Thrown {
  const { thrown, later } = scopes[scope] ?? {};
  closeScopes(scope);
  return later === undefined ? thrown : runAll(later, thrown);
}

function runAll(bodies: readonly (() => void)[], thrown: Thrown): Thrown {
  let first = thrown;
  const errors = wasm().error_save();
  for (const body of bodies) {
    try {
      body();
    } catch (error) {
      first ??= { error };
    }
  }
  wasm().error_restore(errors);
  return first;
}

/** Runs `body` when C has returned from the call in progress. What it throws comes out of that call. */
export function afterCall(body: () => void): void {
  const scope = currentScope();
  if (scope === undefined) body();
  else scope.later = [...(scope.later ?? []), body];
}

function closeScopes(from: number): void {
  for (let index = scopes.length - 1; index >= from; index--) {
    for (const out of scopes[index]?.outs ?? []) wasm().out_release(out);
  }
  scopes.length = from;
  closeFrames(from);
  // What the calls have left on C's stack: keys that ciphers expanded, passphrases, plaintext.
  if (from === 0) wasm().memory_wipe_stack();
}

/** C has returned to the outermost caller: what was released meanwhile is freed now. @returns the first exception of a callback */
function freePostponed(): Thrown {
  let first: Thrown;
  for (let resource = postponed.pop(); resource !== undefined; resource = postponed.pop()) {
    const thrown = freeInScope(resource);
    first ??= thrown;
  }
  return first;
}

/** OpenSSL may call back while it frees: a session that is dropped is told of. */
function freeInScope({ tag, address }: Resource): Thrown {
  beforeFree.get(tag)?.(address);
  const scope = openScope();
  try {
    (wasm()[`${tag}_free` as keyof RawExports] as (address: number) => void)(address);
  } finally {
    progress.calls = scope;
  }
  return finish(scope);
}

/** Registers what must be forgotten when an object of this type goes. */
export function onFree(tag: OwnedTag, forget: (address: number) => void): void {
  beforeFree.set(tag, forget);
}

/**
 * Frees an object, now or, while C is running, once it has returned.
 * @throws what a callback threw that OpenSSL has called for it
 */
export function free(resource: Resource): void {
  // After a trap the heap may be anything: leak rather than run on.
  if (fate.isDead) return;
  if (progress.calls > 0) {
    postponed.push(resource);
    return;
  }
  const thrown = freeInScope(resource);
  if (postponed.length > 0) freePostponed();
  if (thrown !== undefined) throw thrown.error;
}
