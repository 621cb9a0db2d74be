import { SocketError } from './socket-error.js';

/** How many waiting items ask the sender to pause: a reader that is slow must not fill the memory. */
const HIGH_WATER = 16;

/** Items that come by events and go by promises, in their order, with an end. */
export class Inbox<T> {
  readonly #items: T[] = [];
  readonly #waiting: { resolve: (item: T | undefined) => void; reject: (error: Error) => void }[] = [];
  readonly #pause: (() => void) | undefined;
  readonly #resume: (() => void) | undefined;
  #ended = false;
  #error: Error | undefined;
  #paused = false;

  constructor(pause?: () => void, resume?: () => void) {
    this.#pause = pause;
    this.#resume = resume;
  }

  put(item: T): void {
    const waiter = this.#waiting.shift();
    if (waiter !== undefined) {
      waiter.resolve(item);
      return;
    }
    this.#items.push(item);
    if (this.#items.length >= HIGH_WATER && !this.#paused) {
      this.#paused = true;
      this.#pause?.();
    }
  }

  /** Puts the rest of an item back to the front. */
  putBack(item: T): void {
    const waiter = this.#waiting.shift();
    if (waiter !== undefined) waiter.resolve(item);
    else this.#items.unshift(item);
  }

  /** No more items come; what is here can still be taken, then an error is thrown where there was one. */
  end(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    for (const waiter of this.#waiting.splice(0)) {
      if (error === undefined) waiter.resolve(undefined);
      else waiter.reject(error);
    }
  }

  /** The next item, undefined at the end. @param wait - otherwise an empty inbox is an EAGAIN */
  async take(wait: boolean): Promise<T | undefined> {
    const item = this.#items.shift();
    if (this.#paused && this.#items.length === 0) {
      this.#paused = false;
      this.#resume?.();
    }
    if (item !== undefined) return item;
    if (this.#error !== undefined) throw this.#error;
    if (this.#ended) return undefined;
    if (!wait) throw new SocketError('the operation would wait', 'EAGAIN', 11);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }
}
