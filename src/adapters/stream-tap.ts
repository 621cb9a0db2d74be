/**
 * Takes what comes out of a Duplex, at its source. A stream that a plain protocol has used has listeners, a decoder, a state
 * of its own: TLS reads beneath all of them, as node:tls does that takes the handle of a socket away. From here on nobody
 * else sees a byte of it, whatever is listened to, paused, decoded or removed above.
 */
import type { Duplex } from 'node:stream';
import { takeUserBuffer } from './channel/user-buffer.js';

/** What is told of the stream, whether or not somebody else listens. */
export interface TapListener {
  /** There are bytes, or the end. */
  readable(): void;
  /** An event of the stream's, before its own listeners have it. */
  event(name: string | symbol, args: readonly unknown[]): void;
}

/** Bytes that may wait here before the stream is told to stop. */
const ENOUGH = 65_536;

/** The only one that reads a stream. */
export class StreamTap {
  readonly #stream: Duplex;
  readonly #listener: TapListener;
  #queue: Uint8Array[] = [];
  #length = 0;
  #ended = false;
  /** The stream has been asked for bytes, and has not answered. */
  #asked: boolean;
  #isDraining = false;
  #isTaking = false;
  /** Whether the stream is one of Node's, which gives what it has by `push`. */
  readonly #pushes: boolean;
  readonly #isSocket: boolean;
  /** The stream's own `push`, for its end. */
  #push: ((chunk: null) => boolean) | undefined;

  /**
   * @throws {TypeError} for a stream of objects: records have no place in it
   */
  constructor(stream: Duplex, listener: TapListener) {
    if (stream.readableObjectMode || stream.writableObjectMode) throw noBytes();
    this.#stream = stream;
    this.#listener = listener;
    this.#pushes = typeof stream.push === 'function' && 'readableFlowing' in stream;
    this.#ended = stream.readableEnded;
    this.#isSocket = 'connecting' in stream;
    // A socket may be asked at any time; any other stream owes an answer to whoever has asked before.
    this.#asked = !this.#isSocket && isBeingRead(stream);
    this.#listen();
    if (this.#pushes) this.#divert();
    else {
      stream.on('data', (chunk: Uint8Array | string) => this.#take(chunk));
      stream.pause();
    }
  }

  /** Whether everything has been taken. */
  get ended(): boolean {
    return this.#ended && this.#queue.length === 0;
  }

  /** Whether there is nothing to take. */
  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** What there is, at most so many bytes. */
  take(most: number): Uint8Array | undefined {
    const first = this.#queue.shift();
    if (first === undefined) return undefined;
    const chunks = [first];
    let { length } = first;
    for (let next = this.#queue[0]; next !== undefined && length + next.length <= most; next = this.#queue[0]) {
      chunks.push(next);
      length += next.length;
      this.#queue.shift();
    }
    this.#length -= length;
    return chunks.length === 1 ? first : Buffer.concat(chunks, length);
  }

  /** Asks the stream for more. */
  want(): void {
    if (this.#asked || this.#ended) return;
    this.#asked = true;
    // A stream that is giving something notes what the giving was only after it: as of a reader of Node's, the next request
    // comes when that is done.
    if (this.#isTaking && !this.#isSocket) process.nextTick(() => this.#ask());
    else this.#ask();
  }

  #ask(): void {
    if (!this.#pushes) {
      this.#stream.resume();
      return;
    }
    try {
      this.#stream._read(ENOUGH);
    } catch (error) {
      this.#stream.destroy(error as Error);
    }
  }

  /** The stream tells its events by `emit`: a listener could be removed. */
  #listen(): void {
    const stream = this.#stream;
    const emit = stream.emit.bind(stream) as (name: string | symbol, ...args: unknown[]) => boolean;
    own(stream, 'emit', (name: string | symbol, ...args: unknown[]): boolean => {
      if (name === 'data' && this.#isDraining) return false;
      // What waited for the connection may have been removed with the listeners.
      if (name === 'connect') this.#asked = false;
      if (name === 'end') this.#finish();
      this.#listener.event(name, args);
      // The session tells of it: a stream that nobody listens to must not end the process.
      if (name === 'error' && stream.listenerCount('error') === 0) return true;
      return emit(name, ...args);
    });
  }

  #divert(): void {
    const stream = this.#stream;
    this.#push = stream.push.bind(stream);
    const push = (chunk: Uint8Array | string | null): boolean => this.#take(chunk);
    const before: Uint8Array[] = [];
    // First: what is pushed while the stream is emptied comes after what it holds.
    own(stream, 'push', push);
    takeUserBuffer(stream, push);
    own(stream, 'unshift', (chunk: Uint8Array | string): boolean => this.#take(chunk, true));
    this.#isDraining = true;
    try {
      for (let chunk: unknown = stream.read(); chunk !== null; chunk = stream.read())
        before.push(bytesOf(chunk, stream));
    } finally {
      this.#isDraining = false;
    }
    this.#queue.unshift(...before);
    for (const { length } of before) this.#length += length;
  }

  #take(chunk: Uint8Array | string | null, isFirst = false): boolean {
    if (chunk === null) {
      this.#finish();
      if (!this.#isSocket) this.#endStream();
      return false;
    }
    this.#asked = false;
    if (typeof chunk !== 'string' && !ArrayBuffer.isView(chunk)) {
      this.#stream.destroy(noBytes());
      return false;
    }
    const data = bytesOf(chunk, this.#stream);
    if (data.length > 0) {
      if (isFirst) this.#queue.unshift(data);
      else this.#queue.push(data);
      this.#length += data.length;
    }
    // Not while the stream is being emptied: what it held comes first.
    if (!this.#isDraining) {
      this.#isTaking = true;
      try {
        this.#listener.readable();
      } finally {
        this.#isTaking = false;
      }
    }
    // Now: the listener may have taken it all, and have asked for more, which a word of before would undo.
    const hasRoom = this.#length < ENOUGH;
    if (!hasRoom) this.#asked = false;
    if (!this.#pushes && !hasRoom) this.#stream.pause();
    return hasRoom;
  }

  /** Whether the stream is a socket, whose end is the kernel's affair. */
  get isSocket(): boolean {
    return this.#isSocket;
  }

  #finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.readable();
  }

  /** A stream that is no socket has its end too: what it was made of may wait for that, as a pair of streams does. */
  #endStream(): void {
    const stream = this.#stream;
    if (stream.destroyed || stream.readableEnded) return;
    this.#push?.(null);
    this.#isDraining = true;
    try {
      // An end is told to who reads; all that was there has been taken before.
      while (stream.read() !== null);
    } finally {
      this.#isDraining = false;
    }
  }
}

/** Text that a decoder has made of bytes before, or that the stream itself gives. */
function bytesOf(chunk: unknown, stream: Duplex): Uint8Array {
  if (typeof chunk === 'string') return Buffer.from(chunk, stream.readableEncoding ?? 'utf8');
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw noBytes();
}

function isBeingRead(stream: Duplex): boolean {
  const { _readableState: state } = stream as Duplex & { _readableState?: { reading?: boolean } };
  return state?.reading === true;
}

function own(stream: Duplex, name: 'emit' | 'push' | 'unshift', value: unknown): void {
  Object.defineProperty(stream, name, { value, configurable: true, writable: true, enumerable: false });
}

function noBytes(): Error {
  const error = new TypeError('socket must be a stream of bytes, and not of objects');
  return Object.assign(error, { code: 'ERR_STREAM_WRAP' });
}
