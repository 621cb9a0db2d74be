/**
 * Every callback from C to JavaScript: find the Connection by the address of its SSL, run its handler, catch what it
 * throws, give C the safe failure value, rethrow after the call. No exception ever crosses C's frames: they would not
 * be unwound, and the connection's state would be half-written.
 */
import { currentScope, onFree } from '../call.js';
import { addressOf, type Handle } from '../handle.js';
import { fate, trapError, wasm } from '../instance.js';
import type { CallbackName, ConnectionHandlers, ContextHandlers, KeyProgress, PassphraseSource } from './handlers.js';

/** Weak: C calls back only while a method of the Connection runs, which keeps it alive, and a forgotten one must go. */
const connections = new Map<number, WeakRef<ConnectionHandlers>>();
const contexts = new Map<number, WeakRef<ContextHandlers>>();
const passphrases: PassphraseSource[] = [];

onFree('SSL', (address) => connections.delete(address));
onFree('SSL_CTX', (address) => contexts.delete(address));

/** Routes the callbacks of an SSL to its Connection, until the SSL is freed. */
export function registerConnection(ssl: Handle<'SSL'>, handlers: ConnectionHandlers): void {
  connections.set(addressOf(ssl, 'SSL'), new WeakRef(handlers));
}

/** Routes the callbacks of an SSL_CTX that have no connection, until the SSL_CTX is freed. */
export function registerContext(context: Handle<'SSL_CTX'>, handlers: ContextHandlers): void {
  contexts.set(addressOf(context, 'SSL_CTX'), new WeakRef(handlers));
}

/** Runs `body` with a source for the passphrases that PEM functions ask for. */
export function withPassphrase<T>(source: PassphraseSource, body: () => T): T {
  const { length } = passphrases;
  passphrases.push(source);
  try {
    return body();
  } finally {
    passphrases.length = length;
  }
}

/** The source of the innermost {@link withPassphrase}. */
export function passphraseSource(): PassphraseSource | undefined {
  return passphrases.at(-1);
}

let keyProgress: KeyProgress | undefined;

/** Tells a listener how the searches for primes go that `body` begins. What it throws ends the search. */
export function withKeyProgress<T>(listener: KeyProgress, body: () => T): T {
  const outer = keyProgress;
  keyProgress = listener;
  try {
    return body();
  } finally {
    keyProgress = outer;
  }
}

/** The listener of the innermost {@link withKeyProgress}. */
export function keyProgressListener(): KeyProgress | undefined {
  return keyProgress;
}

/** The handlers of a context; undefined once nobody has it. */
export function contextAt(address: number): ContextHandlers | undefined {
  return contexts.get(address)?.deref();
}

/**
 * Runs what answers C. Once the instance has trapped C must not run on: an exception ends it, up to where it was called. The
 * reasons that C has noted so far are put aside, for a call of the handler's clears the queue, and C is told of an alert
 * between the error and its return.
 */
export function attempt<T>(failed: T, body: () => T): T {
  const scope = currentScope();
  const reasons = wasm().error_save();
  let answer = failed;
  try {
    answer = body();
  } catch (error) {
    if (scope !== undefined) scope.thrown ??= { error };
  }
  if (fate.isDead) throw trapError();
  wasm().error_restore(reasons);
  return answer;
}

/** Runs a handler of the connection of an SSL, as {@link attempt} does. */
export function withConnection<T>(
  ssl: number,
  name: CallbackName,
  failed: T,
  body: (handlers: ConnectionHandlers) => T,
): T {
  return attempt(failed, () => {
    const handlers = connections.get(ssl >>> 0)?.deref();
    // Dead already: its handshake must not be steered by nobody.
    if (handlers === undefined) return failed;
    const { running } = handlers;
    handlers.running = name;
    try {
      return body(handlers);
    } finally {
      handlers.running = running;
    }
  });
}
