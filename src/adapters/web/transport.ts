/** A pair of web streams as a transport. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import type { Transport } from '../transport.js';

/** Whatever carries bytes as web streams do. */
export interface StreamPair {
  /** Ciphertext from the peer. */
  readonly readable: ReadableStream<BytesLike>;
  /** Takes ciphertext for the peer. */
  readonly writable: WritableStream<Bytes>;
  /** Ends the writing direction alone, as Deno has it, where closing the writable would close both. */
  closeWrite?(): Promise<void>;
}

/** A pair, or what opens one: WebSocketStream, a Direct Socket. */
export type StreamSource = StreamPair | OpeningPair;

/** A pair that is being opened. */
export interface OpeningPair {
  /** Resolves with the pair. */
  readonly opened: Promise<StreamPair>;
}

/** @throws {TypeError} unless it is a pair of streams, or what opens one; what it opens is looked at when it comes */
export function sourceArgument(source: unknown): StreamSource {
  if (typeof source === 'object' && source !== null && 'opened' in source && !('readable' in source)) {
    return source as OpeningPair;
  }
  return pairArgument(source);
}

function pairArgument(source: unknown): StreamPair {
  const { readable, writable } = Object(source) as Partial<StreamPair>;
  if (typeof readable?.getReader !== 'function' || typeof writable?.getWriter !== 'function')
    throw wrongType('transport', 'a pair of web streams, or what opens one', source);
  return source as StreamPair;
}

export class StreamTransport implements Transport {
  readonly #reader: Promise<ReadableStreamDefaultReader<BytesLike>>;
  readonly #writer: Promise<WritableStreamDefaultWriter<Bytes>>;
  readonly #closeWrite: Promise<(() => Promise<void>) | undefined>;
  #head: Uint8Array | undefined;

  /**
   * @param source - its streams must be free; the transport holds them from here on
   * @param head - what has been read of it already
   */
  constructor(source: StreamSource, head?: Uint8Array) {
    const pair = 'readable' in source ? Promise.resolve(source) : Promise.resolve(source.opened).then(pairArgument);
    this.#reader = pair.then(({ readable }) => readable.getReader());
    this.#writer = pair.then(({ writable }) => writable.getWriter());
    this.#closeWrite = pair.then((carrier) => carrier.closeWrite?.bind(carrier));
    // Who reads or writes hears of it.
    this.#closeWrite.catch(() => undefined);
    this.#reader.catch(() => undefined);
    this.#writer.catch(() => undefined);
    this.#head = head !== undefined && head.length > 0 ? head : undefined;
  }

  async read(): Promise<Uint8Array | undefined> {
    const head = this.#head;
    this.#head = undefined;
    if (head !== undefined) return head;
    const reader = await this.#reader;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      const data = bytesArgument(value, 'a chunk of the readable');
      if (data.length > 0) return data;
    }
  }

  async write(data: Uint8Array): Promise<void> {
    const writer = await this.#writer;
    // The module's memory is never shared, so its copies are not either.
    await writer.write(data as Bytes);
  }

  async end(): Promise<void> {
    const closeWrite = await this.#closeWrite;
    if (closeWrite === undefined) await (await this.#writer).close();
    else await closeWrite();
  }

  /** A pair in memory, such as the plaintext of another session, tells its writer of the end only when all has been read. */
  readNoMore(): void {
    this.#reader.then(discard).catch(() => undefined);
  }

  abort(reason: Error | undefined): void {
    this.#reader
      .then((reader) => (reason === undefined ? linger(reader) : reader.cancel(reason)))
      .catch(() => undefined);
    // What is closed cannot be aborted, and need not.
    this.#writer.then((writer) => writer.abort(reason)).catch(() => undefined);
  }
}

/** How long the carrier may take to end after the session has, in ms. */
const LINGER = 1000;

/** Lets a carrier end by itself, so that the last bytes on their way to the peer are not torn down with it. */
async function linger(reader: ReadableStreamDefaultReader<BytesLike>): Promise<void> {
  const timer = setTimeout(() => reader.cancel().catch(() => undefined), LINGER);
  try {
    while (!(await reader.read()).done);
  } finally {
    clearTimeout(timer);
  }
}

/** Most that is read on and thrown away after the peer's end, in bytes. */
const MAX_DISCARDED = 16_777_216;

async function discard(reader: ReadableStreamDefaultReader<BytesLike>): Promise<void> {
  for (let left = MAX_DISCARDED; left > 0; ) {
    const { done, value } = await reader.read();
    if (done) return;
    // An empty chunk counts too: of these there may be any number.
    left -= bytesArgument(value, 'a chunk of the readable').length + 1;
  }
}
