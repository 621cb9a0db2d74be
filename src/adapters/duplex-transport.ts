/** A Duplex of Node's as a transport. */
import type { Duplex } from 'node:stream';
import type { ImmediateCarrier } from '../tls/pump.js';
import type { Transport } from './transport.js';

/** How long what was written may take to go out after the end of the session, in ms. */
const LAST_WORDS = 500;
/** Most that is taken from the stream at once. */
const READ_SIZE = 65_536;

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Reads in paused mode, so that what is not wanted stays in the kernel, and with the sender. */
export class DuplexTransport implements Transport, ImmediateCarrier {
  readonly #stream: Duplex;
  #reader: Waiter | undefined;
  #writer: Waiter | undefined;
  #ended = false;
  #error: Error | undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    // The peer's end must not end the stream before our close_notify has gone out: who ends it is the session.
    stream.allowHalfOpen = true;
    this.#ended = stream.readableEnded;
    // Text that a plain protocol read before TLS: Latin-1 is one character a byte, and loses none.
    if (stream.readableEncoding !== null) stream.setEncoding('latin1');
    stream.on('readable', () => this.#wakeReader());
    stream.on('end', () => {
      this.#ended = true;
      this.#wakeReader();
    });
    stream.on('drain', () => this.#wakeWriter());
    stream.on('error', (error) => this.#stop(error));
    stream.on('close', () => this.#stop(undefined));
  }

  /** Why the stream has failed: it says so at once, and tells its listeners later. */
  get #failure(): Error | undefined {
    return this.#error ?? this.#stream.errored ?? undefined;
  }

  /** Told when there may be something to read, an end or a failure, while nobody waits in {@link read}. */
  onActivity: () => void = () => undefined;

  readNow(): Uint8Array | undefined {
    const length = Math.min(this.#stream.readableLength, READ_SIZE);
    const data: Buffer | string | null = length > 0 ? this.#stream.read(length) : this.#stream.read();
    if (data === null) return undefined;
    return typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
  }

  get isIdle(): boolean {
    const stream = this.#stream;
    return stream.readableLength === 0 && !this.#ended && !stream.destroyed && this.#failure === undefined;
  }

  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const data = this.readNow();
      if (data !== undefined) return data;
      const error = this.#failure;
      if (error !== undefined) throw error;
      if (this.#ended || this.#stream.destroyed) return undefined;
      await new Promise<void>((resolve, reject) => {
        this.#reader = { resolve, reject };
      });
    }
  }

  async write(data: Uint8Array): Promise<void> {
    if (!this.writeNow(data)) await this.drained();
  }

  writeNow(data: Uint8Array): boolean {
    const error = this.#failure;
    if (error !== undefined) throw error;
    if (this.#stream.destroyed || this.#stream.writableEnded) throw hungUp();
    return this.#stream.write(data);
  }

  drained(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#writer = { resolve, reject };
    });
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stream.destroyed || this.#stream.writableFinished) {
        resolve();
        return;
      }
      this.#stream.once('close', resolve);
      this.#stream.end(resolve);
    });
  }

  abort(): void {
    // What was written goes out first: an alert, or the end of the data.
    if (this.#stream.writableLength > 0 && !this.#stream.destroyed && 'destroySoon' in this.#stream) {
      (this.#stream as Duplex & { destroySoon(): void }).destroySoon();
      // A peer that reads nothing must not hold the socket.
      const timer = setTimeout(() => this.#stream.destroy(), LAST_WORDS);
      this.#stream.once('close', () => clearTimeout(timer));
    } else this.#stream.destroy();
    this.#stop(undefined);
  }

  #stop(error: Error | undefined): void {
    this.#error ??= error;
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) this.onActivity();
    else if (error === undefined) reader.resolve();
    else reader.reject(error);
    const writer = this.#writer;
    this.#writer = undefined;
    writer?.reject(error ?? hungUp());
  }

  #wakeReader(): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) this.onActivity();
    else reader.resolve();
  }

  #wakeWriter(): void {
    const writer = this.#writer;
    this.#writer = undefined;
    writer?.resolve();
  }
}

function hungUp(): Error {
  return Object.assign(new Error('the connection was closed before all was written'), { code: 'EPIPE' });
}
