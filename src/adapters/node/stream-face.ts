import type { AddressInfo, Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** A Duplex over another stream, with what node:net's sockets have, as far as the stream beneath has it. */
export abstract class StreamFace extends Duplex {
  /** The stream beneath. */
  readonly socket: Duplex;

  /** @param socket - the stream beneath; @param allowHalfOpen - whether writing may go on after the peer has ended */
  protected constructor(socket: Duplex, allowHalfOpen: boolean) {
    // As in node:net it is told by itself: with a word on errors, and also where nobody listened to the error.
    super({ allowHalfOpen, emitClose: false });
    this.socket = socket;
  }

  /** Plaintext bytes that were received. */
  bytesRead = 0;
  /** Plaintext bytes that were written. */
  bytesWritten = 0;

  get #net(): Partial<Socket> {
    return this.socket as Partial<Socket>;
  }

  /** Whether the stream beneath is still connecting. */
  get connecting(): boolean {
    return this.#net.connecting ?? false;
  }

  /** Whether the stream beneath is not connected yet. */
  get pending(): boolean {
    return this.#net.pending ?? false;
  }

  /** `opening`, `open`, `readOnly`, `writeOnly` or `closed`. */
  get readyState(): string {
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

  /** The milliseconds that {@link setTimeout} has set. */
  get timeout(): number | undefined {
    return this.#net.timeout;
  }

  /** This side's address; an empty object where the stream beneath has none. */
  address(): AddressInfo | Record<string, never> {
    return (this.#net.address?.() as AddressInfo | undefined) ?? {};
  }

  /** Connects the stream beneath, where it is a socket that is not connected yet, as libraries do with a fresh socket. */
  connect(...args: unknown[]): this {
    const socket = this.#net as { connect?: (...args: unknown[]) => unknown; pending?: boolean; connecting?: boolean };
    if (socket.pending === true && socket.connecting !== true) socket.connect?.(...args);
    else if (socket.connecting !== true) queueMicrotask(() => this.emit('connect'));
    return this;
  }

  /** Emits `timeout` after so many milliseconds without ciphertext either way; 0 for never. */
  setTimeout(milliseconds: number, listener?: () => void): this {
    this.#net.setTimeout?.(milliseconds);
    if (listener === undefined) return this;
    if (milliseconds === 0) this.removeListener('timeout', listener);
    else this.once('timeout', listener);
    return this;
  }

  /** Whether small writes go out at once (TCP_NODELAY). */
  setNoDelay(enable = true): this {
    this.#net.setNoDelay?.(enable);
    return this;
  }

  /** Whether the system probes an idle peer. @param initialDelay - milliseconds of silence before the first probe */
  setKeepAlive(enable = false, initialDelay = 0): this {
    this.#net.setKeepAlive?.(enable, initialDelay);
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
}
