import type { AddressInfo, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { callbackArgument } from '../../../common/arguments.js';
import { IdleTimer, idleTime } from './idle-timer.js';
import { coded, endedByPeer } from './node-errors.js';
import { handleOverStream, joinPlatform, type StandIn } from './platform-classes.js';

/** How a face is made. */
export interface FaceOptions {
  readonly allowHalfOpen: boolean;
  readonly highWaterMark?: number | undefined;
}

/**
 * A Duplex over another stream, with what node:net's sockets have, as far as the stream beneath has it. It is an instance of
 * `net.Socket` and `tls.TLSSocket` without being made by them: it has no handle of the platform's.
 */
export abstract class StreamFace extends Duplex {
  /** The stream beneath. */
  readonly socket: Duplex;
  /** What the platform's own code looks for beneath a socket: nothing. */
  readonly _parent = null;
  /** The milliseconds that {@link setTimeout} has set. */
  timeout: number | undefined = undefined;
  readonly #idle = new IdleTimer(() => this.emit('timeout'));
  #bytesRead = 0;
  #bytesDispatched = 0;
  /** Somebody has found no handle, and will wait for a connection that has been there for long. */
  #looksForHandle = false;

  /** @param socket - the stream beneath */
  protected constructor(socket: Duplex, { allowHalfOpen, highWaterMark }: FaceOptions) {
    // As in node:net `close` is told by itself: with a word on errors, and also where nobody listened to the error.
    super({ allowHalfOpen, emitClose: false, ...(highWaterMark !== undefined && { highWaterMark }) });
    this.socket = socket;
  }

  get #net(): Partial<Socket> {
    return this.socket as Partial<Socket>;
  }

  /** Counts plaintext that came. */
  protected received(length: number): void {
    this.#bytesRead += length;
    this.#idle.refresh();
  }

  /** Counts plaintext that goes. */
  protected dispatched(length: number): void {
    this.#bytesDispatched += length;
    this.#idle.refresh();
  }

  /** Plaintext bytes that were received. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** Plaintext bytes that were written, those that wait included. */
  get bytesWritten(): number {
    const { writableBuffer = [] } = this as unknown as { writableBuffer?: { chunk: Uint8Array }[] };
    return writableBuffer.reduce((sum, { chunk }) => sum + chunk.length, this.#bytesDispatched);
  }

  /** Bytes that wait to be written; undefined once the socket has ended. */
  get bufferSize(): number | undefined {
    return this.destroyed ? undefined : this.writableLength;
  }

  /** Whether the stream beneath is still connecting. */
  get connecting(): boolean {
    return this.destroyed ? false : (this.#net.connecting ?? false);
  }

  /** Whether the stream beneath is not connected yet, or no more. */
  get pending(): boolean {
    return this.destroyed || (this.#net.pending ?? false);
  }

  /** `opening`, `open`, `readOnly`, `writeOnly` or `closed`. */
  get readyState(): 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed' {
    if (this.connecting) return 'opening';
    if (this.readable && this.writable) return 'open';
    if (this.readable) return 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  /** The peer's address, where the stream beneath has one. */
  get remoteAddress(): string | undefined {
    return this.#net.remoteAddress;
  }

  /** The peer's port, where the stream beneath has one. */
  get remotePort(): number | undefined {
    return this.#net.remotePort;
  }

  /** `IPv4` or `IPv6`, where the stream beneath has an address. */
  get remoteFamily(): string | undefined {
    return this.#net.remoteFamily;
  }

  /** This side's address, where the stream beneath has one. */
  get localAddress(): string | undefined {
    return this.#net.localAddress;
  }

  /** This side's port, where the stream beneath has one. */
  get localPort(): number | undefined {
    return this.#net.localPort;
  }

  /** `IPv4` or `IPv6`, where the stream beneath has an address. */
  get localFamily(): string | undefined {
    return this.#net.localFamily;
  }

  /** This side's address; an empty object where the stream beneath has none. */
  address(): AddressInfo | Record<string, never> {
    return (this.#net.address?.() as AddressInfo | undefined) ?? {};
  }

  /**
   * Emits `timeout` after so many milliseconds in which no plaintext came or went; 0 for never. Over any stream: the timer is
   * this socket's own.
   * @throws {RangeError} unless it is finite and not negative
   */
  setTimeout(msecs: number, callback?: () => void): this {
    if (this.destroyed) return this;
    const time = idleTime(msecs);
    if (callback !== undefined) callbackArgument(callback, 'callback');
    this.timeout = time;
    this.#idle.set(time);
    if (callback === undefined) return this;
    if (time === 0) this.removeListener('timeout', callback);
    else this.once('timeout', callback);
    return this;
  }

  /** Something has happened: the time of {@link setTimeout} begins anew. */
  protected refreshTimeout(): void {
    this.#idle.refresh();
  }

  /** The time of {@link setTimeout} is over for good. */
  protected endTimeout(): void {
    this.#idle.set(0);
  }

  /** Whether small writes go out at once (TCP_NODELAY). */
  setNoDelay(enable = true): this {
    this.#net.setNoDelay?.(Boolean(enable));
    return this;
  }

  /**
   * Whether the system probes an idle peer.
   * @param rest - milliseconds of silence before the first probe, and what else the platform's sockets take
   */
  setKeepAlive(enable?: boolean | object, ...rest: number[]): this {
    const set = this.#net.setKeepAlive as ((...args: unknown[]) => unknown) | undefined;
    set?.call(this.socket, enable, ...rest);
    return this;
  }

  /** The type of service of the packets beneath; 0 where there is none. */
  getTypeOfService(): number {
    if (this.pending) return 0;
    return (this.socket as { getTypeOfService?: () => number }).getTypeOfService?.() ?? 0;
  }

  /** Sets the type of service of the packets beneath, where the platform can. @param tos - 0 to 255 */
  setTypeOfService(tos: number): this {
    const { setTypeOfService: set } = this.socket as { setTypeOfService?: (tos: number) => unknown };
    if (this.pending && !this.destroyed) this.once('connect', () => set?.call(this.socket, tos));
    else set?.call(this.socket, tos);
    return this;
  }

  /** Keeps the process alive while the socket is open, as by default. */
  ref(): this {
    this.#net.ref?.();
    return this;
  }

  /** Lets the process end while the socket is open. */
  unref(): this {
    this.#net.unref?.();
    return this;
  }

  /** Ends this side, then destroys the socket. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  /**
   * Closes the connection beneath by a reset (RST): the peer sees an error.
   * @throws {TypeError} `ERR_INVALID_HANDLE_TYPE` where the stream beneath cannot reset
   */
  resetAndDestroy(): this {
    if (this.destroyed) return this;
    const reset = this.#net.resetAndDestroy;
    if (reset === undefined)
      throw coded('ERR_INVALID_HANDLE_TYPE', 'the stream beneath has no connection to reset', TypeError);
    reset.call(this.socket);
    this.destroy();
    return this;
  }

  /** After the peer's end, where that has ended this side, the error says so. */
  override write(chunk: unknown, encoding?: unknown, done?: unknown): boolean {
    const write = super.write as (...args: unknown[]) => boolean;
    if (this.allowHalfOpen || !this.writableEnded || !this.readableEnded)
      return write.call(this, chunk, encoding, done);
    const error = endedByPeer();
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(callback as (error: Error) => void, error);
    this.destroy(error);
    return false;
  }

  /** Whether nothing has been said or asked of a session over a stream that is no socket. */
  protected get isBlank(): boolean {
    return false;
  }

  /**
   * Null: there is no handle. Node's own TLS over this socket takes that for a socket that is not connected, and waits for
   * `connect`: whoever has looked here and waits then, at once, is told of the connection that there is. A socket that was made
   * of a stream alone, and is not in use, is looked at for the class of node's sockets over streams (`_parentWrap`).
   */
  get _handle(): StandIn | null {
    if (this.isBlank) return handleOverStream();
    this.#looksForHandle = true;
    process.nextTick(() => {
      this.#looksForHandle = false;
    });
    return null;
  }

  /** Whoever takes the handle away takes nothing. */
  set _handle(_handle: unknown) {}

  /** @internal */
  override once(event: string | symbol, listener: (...args: never[]) => void): this {
    const isLate = event === 'connect' && this.#looksForHandle && !this.pending;
    if (isLate) process.nextTick(() => Reflect.apply(listener, this, []));
    else super.once(event, listener as (...args: unknown[]) => void);
    return this;
  }
}

joinPlatform(StreamFace);
