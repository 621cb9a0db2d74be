/** Bytes that come in pieces, and BER read from them as it comes (X.690, 8.1). */
import { type BytesLike, bytesArgument } from '../../../common/arguments.js';
import type { Bytes } from '../../../common/bytes.js';
import { wrongType } from '../../../common/refusals.js';
import { concat } from '../../der/writer.js';
import { badDer, refused } from '../../error.js';

/** What comes in pieces: a stream of the web or of Node, a generator, or a list. */
export type Pieces = AsyncIterable<BytesLike> | Iterable<BytesLike> | ReadableStream<BytesLike>;

/** The pieces one after the other. Who stops early ends the source. @throws {TypeError} for what gives no pieces */
export async function* piecesOf(input: Pieces, name: string): AsyncGenerator<Uint8Array> {
  if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input) || input instanceof ArrayBuffer)
    throw wrongType(name, 'a stream, or something else that gives pieces', input);
  if (Symbol.asyncIterator in input || Symbol.iterator in input) {
    for await (const piece of input as AsyncIterable<BytesLike>) yield bytesArgument(piece, `a piece of ${name}`);
    return;
  }
  if (!('getReader' in input)) throw wrongType(name, 'a stream, or something else that gives pieces', input);
  // Engines without iteration of streams.
  const reader = (input as ReadableStream<BytesLike>).getReader();
  let isDone = false;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      isDone = done;
      if (value === undefined) return;
      yield bytesArgument(value, `a piece of ${name}`);
    }
  } finally {
    if (!isDone) await reader.cancel();
    reader.releaseLock();
  }
}

/** A value whose content is being read. */
export interface Entered {
  readonly tag: number;
  /** Where it ends; Infinity where two zeros say so. */
  readonly end: number;
}

const CONSTRUCTED = 0x20;
const INDEFINITE = 0x80;
const MAX_LENGTH_BYTES = 6;
/** Deeper than anything that stands around a content. */
const MAX_DEPTH = 32;

/** Reads BER from pieces. */
export class Source {
  readonly #pieces: AsyncGenerator<Uint8Array>;
  readonly #what: string;
  /** How many bytes may still be kept. */
  #budget: number;
  #rest: Uint8Array = new Uint8Array();
  #position = 0;

  constructor(pieces: AsyncGenerator<Uint8Array>, what: string, budget: number) {
    this.#pieces = pieces;
    this.#what = what;
    this.#budget = budget;
  }

  /** Enters a value. @throws {PkiError} unless it is constructed and of one of these tags */
  async enter(...tags: readonly number[]): Promise<Entered> {
    const { entered } = await this.#head();
    if (!tags.includes(entered.tag)) throw badDer(`${this.#what} has another structure than it should have`);
    return entered;
  }

  /** The tag of what comes next in a value; undefined at its end, which is passed. */
  async next(within: Entered): Promise<number | undefined> {
    if (within.end !== Number.POSITIVE_INFINITY) {
      if (this.#position > within.end) throw badDer(`${this.#what} says a length that it does not have`);
      return this.#position === within.end ? undefined : (await this.#peek(1))[0];
    }
    const [first, second] = await this.#peek(2);
    if (first !== 0 || second !== 0) return first;
    this.#skip(2);
    return undefined;
  }

  /** The whole of the next value, as it is encoded. */
  async whole(depth = 0): Promise<Bytes> {
    if (depth > MAX_DEPTH) throw badDer(`${this.#what} is nested deeper than ${MAX_DEPTH}`);
    const { bytes, entered } = await this.#head();
    if (entered.end !== Number.POSITIVE_INFINITY)
      return concat([bytes, await this.#take(entered.end - this.#position)]);
    const parts = [bytes];
    while ((await this.next(entered)) !== undefined) parts.push(await this.whole(depth + 1));
    return concat([...parts, Uint8Array.of(0, 0)]);
  }

  /** The octets of the next value, in one part or in many: each is given as it comes, and not kept. */
  async *octets(isPiece = false, depth = 0): AsyncGenerator<Uint8Array> {
    if (depth > MAX_DEPTH) throw badDer(`${this.#what} is nested deeper than ${MAX_DEPTH}`);
    const { entered } = await this.#head();
    const form = entered.tag & ~CONSTRUCTED;
    if (isPiece && form !== 4) throw badDer(`${this.#what} has a content in pieces that are no octets`);
    if (entered.tag & CONSTRUCTED) {
      while ((await this.next(entered)) !== undefined) yield* this.octets(true, depth + 1);
      return;
    }
    while (this.#position < entered.end) {
      if (this.#rest.length === 0) await this.#more();
      const piece = this.#rest.subarray(0, Math.min(this.#rest.length, entered.end - this.#position));
      this.#skip(piece.length);
      yield piece;
    }
  }

  /** Ends the source. @throws {PkiError} when bytes are left */
  async end(): Promise<void> {
    if (this.#rest.length > 0) throw badDer(`${this.#what} has bytes behind its end`);
    for (;;) {
      const { value, done } = await this.#pieces.next();
      if (done) return;
      if (value.length > 0) throw badDer(`${this.#what} has bytes behind its end`);
    }
  }

  /** Lets the source go. */
  async close(): Promise<void> {
    await this.#pieces.return(undefined);
  }

  async #head(): Promise<{ bytes: Bytes; entered: Entered }> {
    const [tag = 0, first = 0] = await this.#peek(2);
    if ((tag & 0x1f) === 0x1f) throw badDer(`${this.#what} has a tag that it should not have`);
    if (first === INDEFINITE) {
      if (!(tag & CONSTRUCTED)) throw badDer(`${this.#what} leaves a length open that must be said`);
      return { bytes: await this.#take(2), entered: { tag, end: Number.POSITIVE_INFINITY } };
    }
    const count = first < INDEFINITE ? 0 : first & 0x7f;
    if (count > MAX_LENGTH_BYTES) throw badDer(`${this.#what} says a length that it does not have`);
    const bytes = await this.#take(2 + count);
    let length = count === 0 ? first : 0;
    for (const byte of bytes.subarray(2)) length = length * 256 + byte;
    return { bytes, entered: { tag, end: this.#position + length } };
  }

  async #peek(count: number): Promise<Uint8Array> {
    while (this.#rest.length < count) await this.#more();
    return this.#rest.subarray(0, count);
  }

  async #take(count: number): Promise<Bytes> {
    this.#budget -= count;
    if (this.#budget < 0) throw refused(`${this.#what} has too much around its content: see maxAround`);
    const parts: Uint8Array[] = [];
    for (let left = count; left > 0; ) {
      if (this.#rest.length === 0) await this.#more();
      const part = this.#rest.slice(0, left);
      this.#skip(part.length);
      parts.push(part);
      left -= part.length;
    }
    return concat(parts);
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#pieces.next();
    if (done) throw badDer(`${this.#what} is cut off`);
    this.#rest = this.#rest.length === 0 ? value : concat([this.#rest, value]);
  }

  #skip(count: number): void {
    this.#rest = this.#rest.subarray(count);
    this.#position += count;
  }
}
