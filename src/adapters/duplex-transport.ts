/** A Duplex of Node's as a transport. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isNode, platformModule } from '../common/platform.js';
import type { ImmediateCarrier } from '../tls/transport/carrier.js';
import { StreamTap } from './stream-tap.js';
import type { Transport } from './transport.js';

/** How long what was written may take to go out after the end of the session, in ms. */
const LAST_WORDS = 500;
/** Most that is taken from the stream at once. */
const READ_SIZE = 65_536;
/** Most that is read on and thrown away after a failure, in bytes. */
const MAX_LINGER = 16_777_216;

/** What {@link DuplexTransport.room} has room for: what is encrypted at once, with what lies around each record. */
const ROOM = 65_536;

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Ciphertext on its way to the kernel, of all sockets, one after the other: a fifth of what a large body costs is memory
 * that is made for one write.
 */
let shared: Uint8Array | undefined;
/** What Node's sockets do. Those of other runtimes may take later what they have been given. */
let sockets: Socket | null | undefined;

/** An event of the stream beneath. */
export type StreamEvent = (name: string | symbol, args: readonly unknown[]) => void;

/**
 * Reads what is wanted, so that the rest stays in the kernel, and with the sender. The stream belongs to the transport from
 * here on: what was heard on it before hears no byte more.
 */
export class DuplexTransport implements Transport, ImmediateCarrier {
  readonly #stream: Duplex;
  readonly #tap: StreamTap;
  readonly #onEvent: StreamEvent | undefined;
  #reader: Waiter | undefined;
  #writer: Waiter | undefined;
  #connecting: (() => void)[] = [];
  #error: Error | undefined;
  /** What is still to be thrown away: a failed session waits for the peer to read its alert, a closed one for the end. */
  #linger: number | undefined;
  /** Whether the stream goes as soon as that has been thrown away. */
  #isLost = false;
  #lastWords: ReturnType<typeof setTimeout> | undefined;
  /** Resolves when the stream has closed. */
  readonly closed: Promise<void>;
  #settle: () => void = () => undefined;

  /** @param onEvent - told of each event of the stream, whatever listeners are removed from it */
  constructor(stream: Duplex, onEvent?: StreamEvent) {
    this.#stream = stream;
    this.#onEvent = onEvent;
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#tap = new StreamTap(stream, {
      readable: () => this.#wakeReader(),
      event: (name, args) => this.#event(name, args),
    });
    // The peer's end must not end the stream before our close_notify has gone out: who ends it is the session.
    stream.allowHalfOpen = true;
    if (stream.closed) this.#settle();
  }

  #event(name: string | symbol, args: readonly unknown[]): void {
    if (name === 'error') this.#stop(args[0] as Error);
    else if (name === 'drain') this.#wakeWriter();
    else if (name === 'connect') {
      for (const go of this.#connecting.splice(0)) go();
      if (this.#reader !== undefined) this.#tap.want();
    } else if (name === 'close') this.#close();
    this.#onEvent?.(name, args);
  }

  #close(): void {
    clearTimeout(this.#lastWords);
    for (const go of this.#connecting.splice(0)) go();
    this.#stop(undefined);
    this.#settle();
  }

  /** Why the stream has failed: it says so at once, and tells its listeners later. */
  get #failure(): Error | undefined {
    return this.#error ?? this.#stream.errored ?? undefined;
  }

  /** What waits for the connection within a socket is removed with its listeners: it is waited for here. */
  get #isConnecting(): boolean {
    return (this.#stream as { connecting?: boolean }).connecting === true;
  }

  /** Told when there may be something to read, an end or a failure, while nobody waits in {@link read}. */
  onActivity: () => void = () => undefined;

  readNow(): Uint8Array | undefined {
    const data = this.#tap.take(READ_SIZE);
    if (data === undefined) this.#tap.want();
    return data ?? this.#tap.take(READ_SIZE);
  }

  ask(): void {
    this.#tap.want();
  }

  get isIdle(): boolean {
    return this.#tap.isEmpty && !this.#tap.ended && !this.#stream.destroyed && this.#failure === undefined;
  }

  /** Whether the stream has gone without an end and without an error, and there is nothing of it left to read. */
  get isCutOff(): boolean {
    return this.#tap.isEmpty && !this.#tap.ended && this.#failure === undefined;
  }

  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const data = this.readNow();
      if (data !== undefined) return data;
      const error = this.#failure;
      if (error !== undefined) throw error;
      if (this.#tap.ended || this.#stream.destroyed) return undefined;
      await new Promise<void>((resolve, reject) => {
        this.#reader = { resolve, reject };
      });
    }
  }

  async write(data: Uint8Array): Promise<void> {
    if (this.#isConnecting) await new Promise<void>((resolve) => this.#connecting.push(resolve));
    if (!this.writeNow(data)) await this.drained();
  }

  /** Only over a socket of the platform's: any other stream may hand on what it was given, and keep it. */
  get room(): Uint8Array | undefined {
    if (!this.#isKernels) return undefined;
    shared ??= new Uint8Array(ROOM);
    return shared;
  }

  get #isKernels(): boolean {
    if (sockets === undefined)
      sockets = (isNode() && platformModule<typeof import('node:net')>('node:net')?.Socket.prototype) || null;
    if (sockets === null) return false;
    const { write, _write, _writev } = this.#stream;
    return sockets.write === write && sockets._write === _write && sockets._writev === _writev;
  }

  writeNow(data: Uint8Array): boolean {
    const error = this.#failure;
    if (error !== undefined) throw error;
    if (this.#stream.destroyed || this.#stream.writableEnded) throw hungUp();
    // What the plain phase holds back on purpose would hold the session.
    while (this.#stream.writableCorked > 0) this.#stream.uncork();
    // What a stream has handed on before it returns waits for nothing, however much it was.
    const wantsMore = this.#stream.write(data);
    const isTaken = this.#stream.writableLength === 0;
    // What the kernel has not taken yet stays where it is.
    if (!isTaken && data.buffer === shared?.buffer) shared = undefined;
    return wantsMore || isTaken;
  }

  drained(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#writer = { resolve, reject };
    });
  }

  async end(): Promise<void> {
    if (this.#isConnecting) await new Promise<void>((resolve) => this.#connecting.push(resolve));
    if (this.#stream.destroyed || this.#stream.writableFinished) return;
    await Promise.race([this.closed, new Promise<void>((resolve) => void this.#stream.end(() => resolve()))]);
  }

  abort(reason: Error | undefined): void {
    const stream = this.#stream;
    if (stream.destroyed) this.#stop(undefined);
    else if (this.#mayLinger(reason)) {
      this.#linger ??= MAX_LINGER;
      this.#isLost = true;
      this.#soon(() => stream.destroy());
      this.#discard();
    } else if (stream.writableLength > 0 && 'destroySoon' in stream) {
      // What was written goes out first: an alert, or the end of the data. A peer that reads nothing must not hold the socket.
      (stream as Duplex & { destroySoon(): void }).destroySoon();
      this.#soon(() => stream.destroy());
    } else stream.destroy();
    this.#stop(undefined);
    // One that tells nobody that it has closed.
    if (stream.destroyed && !stream.closed) this.#soon(() => this.#settle());
  }

  /**
   * Bytes that nobody has read would make a reset of the end, which takes the alert from a peer that still writes; and a stream
   * that is no socket may wait for its other end to be read before it has ended itself.
   */
  #mayLinger(reason: Error | undefined): boolean {
    const isWaitedFor = reason !== undefined || this.#linger !== undefined;
    return isWaitedFor && this.#stream.writableFinished && !this.#tap.ended && this.#failure === undefined;
  }

  /** A stream that is no socket may tell its writer that it has written, and ended, only when that has been read. */
  readNoMore(): void {
    if (this.#tap.isSocket || this.#linger !== undefined) return;
    this.#linger = MAX_LINGER;
    this.#discard();
  }

  #soon(run: () => void): void {
    clearTimeout(this.#lastWords);
    this.#lastWords = setTimeout(run, LAST_WORDS);
  }

  #discard(): void {
    for (let data = this.#tap.take(READ_SIZE); data !== undefined; data = this.#tap.take(READ_SIZE)) {
      this.#linger = (this.#linger ?? 0) - data.length;
    }
    const isDone = this.#tap.ended || (this.#linger ?? 0) <= 0;
    if (!isDone) this.#tap.want();
    else if (this.#isLost) this.#stream.destroy();
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
    if (this.#linger !== undefined) {
      this.#discard();
      return;
    }
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
  return Object.assign(new Error('write EPIPE'), { errno: -32, code: 'EPIPE', syscall: 'write' });
}
