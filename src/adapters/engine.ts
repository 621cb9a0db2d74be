/**
 * The one loop behind all adapters: it moves ciphertext between a Connection and a transport, with backpressure both ways,
 * half-close, the end of the stream with and without close_notify, time-outs and cancellation.
 *
 * It pulls: the transport is read only when somebody wants plaintext or the handshake needs it, and a write waits until
 * the transport has taken its records. What lies between is bounded: one read of the transport, four records of output.
 */
import { SSL } from '../index.js';
import { failureOf, handshakeCut } from './failure.js';
import type { ChannelOptions, Transport } from './transport.js';

/** Output is handed to the transport when this much has gathered. */
const GATHER = 65_536;
/**
 * Output that reading makes (answers to key updates, alerts) does not wait for the transport up to this much. It is well
 * above what a writer has gathered, for which a reader must never wait.
 */
const UNANSWERED = 4 * GATHER;
/** How long an alert may take to go out before a failed session is let go of, in ms. */
const LAST_WORDS = 500;
/** How long a handshake may take by default, as in node:tls. */
export const HANDSHAKE_TIMEOUT = 120_000;

/** A TLS session over a transport. */
export class TlsChannel {
  readonly connection: SSL.Connection;
  /** Resolves after the handshake and the judgement of the peer. */
  readonly opened: Promise<void>;
  /** Resolves when both directions have ended; rejects when the channel has failed. */
  readonly closed: Promise<void>;
  readonly #transport: Transport;
  readonly #options: ChannelOptions;
  #filling: Promise<void> | undefined;
  #flushing: Promise<void> | undefined;
  #ending: Promise<void> | undefined;
  #failure: Error | undefined;
  #isOpen = false;
  /** Why the transport takes no more. */
  #outputFailure: Error | undefined;
  #inputEnded = false;
  #readEnded = false;
  #truncated = false;
  #writeEnded = false;
  #settle: { resolve: () => void; reject: (error: Error) => void } = { resolve: () => {}, reject: () => {} };

  /** @param connection - in its role, with all that it shall demand of the peer; it belongs to the channel from here on */
  constructor(connection: SSL.Connection, transport: Transport, options: ChannelOptions = {}) {
    this.connection = connection;
    this.#transport = transport;
    this.#options = options;
    this.closed = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.opened = this.#open();
    // Whoever does not look at them hears of a failure from the operation that it stops.
    this.opened.catch(() => undefined);
    this.closed.catch(() => undefined);
  }

  /** The error that ended the channel. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Whether the stream ended without close_notify: then what came may be cut off (RFC 8446, 6.1). */
  get truncated(): boolean {
    return this.#truncated;
  }

  async #open(): Promise<void> {
    const { handshakeTimeout = HANDSHAKE_TIMEOUT, signal, judge } = this.#options;
    const onAbort = () => this.abort(reasonOf(signal));
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    this.closed.catch(() => undefined).finally(() => signal?.removeEventListener('abort', onAbort));
    const timer =
      handshakeTimeout > 0
        ? setTimeout(() => this.abort(handshakeTimedOut(handshakeTimeout)), handshakeTimeout)
        : undefined;
    try {
      await this.#until(() => this.connection.handshakeStatus(), true);
      await judge?.(this.connection);
      this.#check();
      // Only now: a handshake that is cut off is never good.
      if (this.#options.allowTruncation) this.connection.setOptions(SSL.OP_IGNORE_UNEXPECTED_EOF);
      this.#isOpen = true;
    } catch (error) {
      throw await this.#fail(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * The next plaintext, at most one record; undefined when the peer has closed the session. One call at a time.
   * @throws {SysCallError} when the stream ended without close_notify, unless that is allowed
   */
  async read(): Promise<Uint8Array | undefined> {
    if (!this.#isOpen) await this.opened;
    if (this.#readEnded) return undefined;
    try {
      const data = await this.#until(() => this.connection.readStatus(MAX_RECORD), false);
      if (typeof data !== 'number') return data;
      this.#readEnded = true;
      // The peer's word of the end would have been read before the end itself.
      this.#truncated = this.#inputEnded;
      this.#finish();
      return undefined;
    } catch (error) {
      throw await this.#fail(error);
    }
  }

  /** Sends plaintext; resolves when the transport wants more. Calls queue in their order only if each is awaited. */
  async write(data: Uint8Array): Promise<void> {
    if (!this.#isOpen) await this.opened;
    if (this.#writeEnded) throw new TypeError('the session has been ended on this side');
    try {
      for (let offset = 0; offset < data.length; ) {
        offset += (await this.#until(() => this.connection.writeStatus(data, offset), false)) as number;
        if (this.connection.bioPending() >= GATHER) await this.#flush();
      }
      this.#check();
      await this.#flush();
    } catch (error) {
      throw await this.#fail(error);
    }
  }

  /** Sends close_notify and ends this direction; what the peer still sends can be read. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    if (!this.#isOpen) await this.opened;
    this.#writeEnded = true;
    try {
      this.#check();
      this.connection.shutdownStatus();
      await this.#flush();
      await this.#transport.end();
    } catch (error) {
      throw await this.#fail(error);
    }
    this.#finish();
  }

  /**
   * Lets go of everything at once. Without a reason the peer is told as far as the transport takes it without waiting.
   * A second call does nothing.
   */
  abort(reason?: Error): void {
    if (this.#failure !== undefined || this.connection.isFreed) return;
    if (reason === undefined && this.#isOpen && !this.#writeEnded) this.#farewell();
    this.#failure = reason ?? new Error('the session was closed on this side');
    this.#release(reason);
  }

  #farewell(): void {
    try {
      this.connection.shutdownStatus();
      if (this.#flushing !== undefined) return;
      const data = this.connection.takeOutput();
      if (data !== undefined) this.#transport.write(data).catch(() => undefined);
    } catch {
      // The session goes either way.
    }
  }

  /** Both directions have ended: nothing of it is needed any more. */
  #finish(): void {
    if (this.#readEnded && this.#writeEnded) this.#release(undefined);
  }

  #release(reason: Error | undefined): void {
    this.connection.free();
    this.#transport.abort(reason);
    if (reason === undefined) this.#settle.resolve();
    else this.#settle.reject(reason);
  }

  /** An operation has failed: the alert goes out, then the channel goes. The first failure is the one that all see. */
  async #fail(error: unknown): Promise<Error> {
    if (this.#failure !== undefined) return this.#failure;
    this.#failure = failureOf(error, this.connection);
    if (!this.connection.isFreed) await this.#lastWords();
    this.#release(this.#failure);
    return this.#failure;
  }

  /** The alert goes out, unless the transport takes nothing: an error is not to wait for a peer that has stalled. */
  async #lastWords(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LAST_WORDS);
    });
    const words = this.#flush().then(() => this.#transport.end());
    await Promise.race([words.catch(() => undefined), patience]);
    clearTimeout(timer);
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.connection.isFreed) throw new TypeError('the session has ended');
  }

  /**
   * Repeats an operation until the peer is not needed for it any more.
   * @returns its result; 0 where the peer has closed the session
   */
  async #until(operation: () => Uint8Array | number, isHandshake: boolean): Promise<Uint8Array | number> {
    for (;;) {
      this.#check();
      const status = operation();
      if (typeof status !== 'number' || status > 0) {
        this.#flushAside();
        return status;
      }
      if (this.connection.isCloseNotify(status)) return 0;
      if (!this.connection.needsInput(status)) {
        const error = this.connection.statusError(status);
        throw isHandshake ? handshakeCut(error) : error;
      }
      if (isHandshake || this.connection.bioPending() > UNANSWERED) await this.#flush();
      else this.#flushAside();
      await this.#fill();
    }
  }

  /** Two operations that wait for the peer wait for the same bytes. */
  #fill(): Promise<void> {
    this.#filling ??= this.#readTransport().finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
  }

  async #readTransport(): Promise<void> {
    const data = await this.#transport.read();
    this.#check();
    if (data === undefined) {
      this.#inputEnded = true;
      this.connection.endInput();
    } else this.connection.giveInput(data);
  }

  /**
   * Output that came up while reading. Waiting for the transport here would end all reading while the peer waits to be
   * read, and so for ever. Where the transport takes no more, what the peer has sent can still be read: its last word may
   * be there (a server's tickets often meet a client that has gone).
   */
  #flushAside(): void {
    if (this.#flushing === undefined) this.#flush().catch(() => undefined);
  }

  #flush(): Promise<void> {
    if (this.#flushing !== undefined) return this.#flushing;
    if (this.#outputFailure !== undefined) return Promise.reject(this.#outputFailure);
    if (this.connection.isFreed || this.connection.bioPending() === 0) return Promise.resolve();
    // It waits at least once before it ends, so that what is set here is cleared after.
    this.#flushing = this.#drain();
    return this.#flushing;
  }

  async #drain(): Promise<void> {
    try {
      for (let data = this.#output(); data !== undefined; data = this.#output()) await this.#transport.write(data);
    } catch (error) {
      this.#outputFailure = error as Error;
      throw error;
    } finally {
      this.#flushing = undefined;
    }
  }

  #output(): Uint8Array | undefined {
    return this.connection.isFreed ? undefined : this.connection.takeOutput(2 * GATHER);
  }
}

/** Largest plaintext of a record (RFC 8446, 5.1). */
const MAX_RECORD = 16_384;

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error(String(reason ?? 'aborted'));
}

function handshakeTimedOut(milliseconds: number): Error {
  return Object.assign(new Error(`the TLS handshake took longer than ${milliseconds} ms`), {
    code: 'ERR_TLS_HANDSHAKE_TIMEOUT',
  });
}
