/**
 * What the callbacks of one handshake have answered. OpenSSL calls a callback anew after each suspension, and asks some
 * questions twice; the user's function is asked each of them once.
 */
import { isUint8Array } from '../../common/bytes.js';
import { isThenable } from '../../common/later.js';
import { type CallbackName, LATER, type Later } from '../../ffi/index.js';

interface Entry {
  /** Undefined until there is an answer. */
  outcome: { readonly value: unknown } | { readonly error: unknown } | undefined;
  readonly callback: CallbackName;
}

export class Answers {
  readonly #entries = new Map<string, Entry>();
  #waiting: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  /** Whether anything is kept. */
  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** The callback that has not answered yet; undefined where none is waited for. */
  get awaited(): CallbackName | undefined {
    for (const { outcome, callback } of this.#entries.values()) if (outcome === undefined) return callback;
    return undefined;
  }

  /**
   * The answer to a question, asked where it was not yet.
   * @param question - what is asked, with all that the answer depends on
   * @param accept - judges the user's answer, and makes of it what is kept: secrets as copies, which are wiped
   * @throws what the callback or its promise threw
   */
  ask<T, U>(
    callback: CallbackName,
    question: string,
    run: () => T | PromiseLike<T>,
    accept: (answer: T) => U,
  ): U | Later {
    const key = `${callback} ${question}`;
    const known = this.#entries.get(key);
    if (known !== undefined) return outcomeOf<U>(known);
    const entry: Entry = { outcome: undefined, callback };
    const answer = attempt(run);
    if (!('value' in answer)) throw answer.error;
    if (!isThenable(answer.value)) {
      entry.outcome = { value: accept(answer.value) };
      this.#entries.set(key, entry);
      return outcomeOf<U>(entry);
    }
    this.#entries.set(key, entry);
    Promise.resolve(answer.value).then(
      (value) => this.#settle(key, entry, () => accept(value as T)),
      (error: unknown) =>
        this.#settle(key, entry, () => {
          throw error;
        }),
    );
    return LATER;
  }

  /** An answer is taken once, and no more where nobody waits for it: the connection is gone. */
  #settle(key: string, entry: Entry, outcome: () => unknown): void {
    if (this.#entries.get(key) !== entry) return;
    entry.outcome = attempt(outcome);
    this.#wake();
  }

  #wake(): void {
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }

  /** Resolves when the answer that is waited for is there, and when nobody needs it any more. Never rejects. */
  answered(): Promise<void> {
    if (this.awaited === undefined) return Promise.resolve();
    if (this.#waiting === undefined) {
      let resolve = () => {};
      const promise = new Promise<void>((done) => {
        resolve = done;
      });
      this.#waiting = { promise, resolve };
    }
    return this.#waiting.promise;
  }

  /** Forgets the answers of a callback. */
  forget(callback: CallbackName): void {
    for (const [key, entry] of this.#entries) if (entry.callback === callback) this.#drop(key, entry);
  }

  /** Forgets everything: the handshake is done, or the connection freed. */
  clear(): void {
    for (const [key, entry] of this.#entries) this.#drop(key, entry);
    this.#wake();
  }

  #drop(key: string, { outcome }: Entry): void {
    this.#entries.delete(key);
    if (outcome === undefined || !('value' in outcome)) return;
    const { value } = outcome;
    if (isUint8Array(value)) value.fill(0);
    else if (typeof value === 'object' && value !== null && 'key' in value && isUint8Array(value.key))
      value.key.fill(0);
  }
}

function attempt<T>(run: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

function outcomeOf<T>({ outcome }: Entry): T | Later {
  if (outcome === undefined) return LATER;
  if (!('value' in outcome)) throw outcome.error;
  return outcome.value as T;
}
