/** The option `onread` of node:net: what comes is put into a buffer of the application's, and no stream stands between. */
import { raise } from '../../users-code.js';
import type { OnReadOptions } from '../options/socket.js';

/** Puts what comes where the application wants it. */
export class OnRead {
  readonly #options: OnReadOptions;
  /** What the application has not taken yet. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(options: OnReadOptions) {
    this.#options = options;
  }

  /** @returns whether the application wants more */
  take(data: Uint8Array): boolean {
    this.#rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    return this.more();
  }

  /** What the application has not taken, which nobody will give it any more. */
  giveUp(): Uint8Array {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    return rest;
  }

  /** Gives what is left. @returns whether the application wants more */
  more(): boolean {
    const { buffer, callback } = this.#options;
    while (this.#rest.length > 0) {
      const target = typeof buffer === 'function' ? buffer() : buffer;
      const part = this.#rest.subarray(0, target.length);
      if (part.length === 0) throw new RangeError('onread.buffer must have room for a byte');
      target.set(part);
      this.#rest = this.#rest.subarray(part.length);
      if (answerOf(() => callback(part.length, target)) === false) return false;
    }
    return true;
  }
}

function answerOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    raise(error);
    return undefined;
  }
}
