/** What comes in pieces: streams of the web and of Node, generators. */
import { ASYNC_DISPOSE } from '../dispose.js';

/** The iterator of what gives pieces by promises; undefined for all else. */
export function iteratorOf(value: object): AsyncIterator<unknown> | undefined {
  if (Symbol.asyncIterator in value) return (value as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  // Engines without iteration of streams.
  if (typeof ReadableStream === 'function' && value instanceof ReadableStream) return iteratorOfStream(value);
  return undefined;
}

function iteratorOfStream(stream: ReadableStream<unknown>): AsyncIterator<unknown> {
  const reader = stream.getReader();
  return {
    next: async () => {
      const { value, done } = await reader.read();
      return { value, done: done === true } as IteratorResult<unknown>;
    },
    return: async () => {
      await reader.cancel();
      reader.releaseLock();
      return { value: undefined, done: true };
    },
  };
}

/** Pieces that are asked for one after the other, as a generator gives them. */
export class Pull implements AsyncGenerator<unknown, void, undefined> {
  readonly #pull: (step: 'next' | 'return') => Promise<readonly [unknown] | undefined>;

  /** @param pull - gives the next piece in a list of one; undefined behind the last */
  constructor(pull: (step: 'next' | 'return') => Promise<readonly [unknown] | undefined>) {
    this.#pull = pull;
  }

  async next(): Promise<IteratorResult<unknown, void>> {
    const piece = await this.#pull('next');
    return piece === undefined ? { value: undefined, done: true } : { value: piece[0], done: false };
  }

  async return(): Promise<IteratorResult<unknown, void>> {
    await this.#pull('return');
    return { value: undefined, done: true };
  }

  async throw(error: unknown): Promise<IteratorResult<unknown, void>> {
    await this.#pull('return');
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [ASYNC_DISPOSE](): Promise<void> {
    await this.return();
  }
}
