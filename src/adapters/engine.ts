/**
 * The life of a session behind all adapters: its opening and the judgement of the peer, half-close, the end of the stream
 * with and without close_notify, failure, time-outs and cancellation. What moves its bytes is the {@link Pump}.
 */
import type { Bytes } from '../common/bytes.js';
import { SSL } from '../index.js';
import { Pump } from '../tls/transport/pump.js';
import type { Verdict } from '../verification/verdict.js';
import { Judgement } from './channel/judgement.js';
import { handshakeTimedOut, patient, reasonOf } from './channel/patience.js';
import { failureOf, handshakeCut } from './failure.js';
import type { ChannelOptions, Transport } from './transport.js';

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
  readonly #pump: Pump;
  readonly #options: ChannelOptions;
  readonly #judgement: Judgement;
  #ending: Promise<void> | undefined;
  #failure: Error | undefined;
  /** What came after a handshake that nobody has judged yet. */
  #unjudged: Bytes | undefined;
  #isOpen = false;
  #readEnded = false;
  #wroteAfterEnd = false;
  #truncated = false;
  /** Nothing more is taken from this side. */
  #writeEnded = false;
  /** All of it, the end included, has gone out. */
  #writeDone = false;
  #settle: { resolve: () => void; reject: (error: Error) => void } = { resolve: () => {}, reject: () => {} };

  /** @param connection - in its role, with all that it shall demand of the peer; it belongs to the channel from here on */
  constructor(connection: SSL.Connection, transport: Transport, options: ChannelOptions) {
    this.connection = connection;
    this.#transport = transport;
    this.#pump = new Pump(connection, transport);
    this.#options = options;
    this.#judgement = new Judgement(connection, options, () => this.#check());
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

  /** Who the peer is, as the last handshake has shown. @throws {TypeError} before the first is done */
  get verdict(): Verdict {
    return this.#judgement.verdict;
  }

  /** Whether the stream ended without close_notify: then what came may be cut off (RFC 8446, 6.1). */
  get truncated(): boolean {
    return this.#truncated;
  }

  async #open(): Promise<void> {
    const { handshakeTimeout = HANDSHAKE_TIMEOUT, signal } = this.#options;
    const onAbort = () => this.abort(reasonOf(signal));
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    this.closed.catch(() => undefined).finally(() => signal?.removeEventListener('abort', onAbort));
    const timer =
      handshakeTimeout > 0
        ? setTimeout(() => this.abort(handshakeTimedOut(handshakeTimeout)), handshakeTimeout)
        : undefined;
    try {
      if (this.#options.ready !== undefined) await this.#options.ready;
      await this.#handshake();
      if (this.#options.settled !== undefined) await Promise.race([this.#options.settled(), this.closed]);
      await this.#judgement.judge();
      // Only now: a handshake that is cut off is never good.
      if (this.#options.allowTruncation) this.connection.setOptions(SSL.OP_IGNORE_UNEXPECTED_EOF);
      this.#isOpen = true;
    } catch (error) {
      throw await this.#fail(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #handshake(): Promise<void> {
    try {
      await this.#pump.until(
        this.#checked(() => this.connection.handshakeStatus()),
        'handshake',
        () => this.#keepsTickets(),
      );
    } catch (error) {
      throw handshakeCut(error);
    }
  }

  #keepsTickets(): boolean {
    const { announces, demands } = this.#options;
    return announces === true && demands.isServer && this.connection.getProtocolVersion() === SSL.TLS1_3_VERSION;
  }

  /** The session has been announced: what ends the handshake on this side goes out. */
  announced(): void {
    if (!this.connection.isFreed) this.#pump.flushNow();
  }

  /**
   * Asks for a new handshake. It goes on as the session is read, and ends with {@link ChannelOptions.onJudged}.
   * @throws {Error} in TLS 1.3, which has none
   */
  renegotiate(): void {
    this.#check();
    try {
      this.connection.renegotiate();
      const status = this.connection.handshakeStatus();
      if (status <= 0 && !this.connection.needsInput(status)) throw this.connection.statusError(status);
    } catch (error) {
      throw failureOf(error, this.connection);
    }
    this.#pump.flush().catch(() => undefined);
  }

  /** The plaintext of a record that can be had without waiting; undefined where {@link read} has the word. */
  readNow(): Bytes | undefined {
    if (!this.#isRunning || this.#readEnded || this.#unjudged !== undefined) return undefined;
    const data = this.#pump.receiveNow();
    if (!this.#judgement.isDue) return data;
    if (data === undefined) {
      // A renegotiation of which nothing has come yet.
      this.#judgement.judgeAgain().catch((error) => this.#fail(error));
      return undefined;
    }
    this.#unjudged = data;
    return undefined;
  }

  /** Asks the transport for more. @returns whether only that can tell what comes next: there is nothing now */
  waitForInput(): boolean {
    return this.#isRunning && !this.#readEnded && this.#unjudged === undefined && this.#pump.waitForInput();
  }

  get #isRunning(): boolean {
    return this.#isOpen && this.#failure === undefined && !this.connection.isFreed;
  }

  /** Sends what can be sent without waiting. @returns how many bytes: the rest is for {@link write} */
  writeNow(data: Uint8Array): number {
    if (!this.#isRunning || this.#writeEnded || this.#judgement.isDue) return 0;
    this.#wroteAfterEnd ||= this.#readEnded;
    return this.#pump.sendNow(data);
  }

  /** Whether the transport wants more; a {@link write}, also of nothing, waits for that. */
  get wantsMore(): boolean {
    return this.#failure === undefined && this.#pump.isClear;
  }

  /**
   * The next plaintext, at most one record; undefined when the peer has closed the session. One call at a time.
   * @throws {SysCallError} when the stream ended without close_notify, unless that is allowed
   */
  async read(): Promise<Bytes | undefined> {
    if (!this.#isOpen) await this.opened;
    if (this.#readEnded) return undefined;
    if (this.#unjudged !== undefined) return this.#readJudged(this.#unjudged);
    const read = this.#checked(() => this.connection.readStatus(MAX_RECORD));
    try {
      const data = (await this.#pump.until(read, 'read')) as Bytes;
      await this.#judgement.judgeAgain();
      return data;
    } catch (error) {
      if (!(error instanceof SSL.ZeroReturnError)) throw await this.#fail(error);
    }
    this.#readEnded = true;
    // The peer's word of the end would have been read before the end itself.
    this.#truncated = this.#pump.inputEnded;
    if (!this.#truncated) this.#transport.readNoMore?.();
    this.#finish();
    return undefined;
  }

  async #readJudged(data: Bytes): Promise<Bytes> {
    this.#unjudged = undefined;
    try {
      await this.#judgement.judgeAgain();
    } catch (error) {
      throw await this.#fail(error);
    }
    return data;
  }

  /** Sends plaintext; resolves when the transport wants more. Calls queue in their order only if each is awaited. */
  async write(data: Uint8Array): Promise<void> {
    if (!this.#isOpen) await this.opened;
    if (this.#writeEnded) throw new TypeError('the session has been ended on this side');
    this.#wroteAfterEnd ||= this.#readEnded;
    try {
      await this.#judgement.judgeAgain();
      await this.#pump.write(
        data,
        this.#checked((offset) => this.connection.writeStatus(data, offset)),
      );
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
      await this.#pump.flush();
      await this.#transport.end();
    } catch (error) {
      // A peer that has ended, and gone, needs no word of this side's end; what was written to it since is lost, and told.
      if (!this.#readEnded || this.#wroteAfterEnd || this.#failure !== undefined) throw await this.#fail(error);
    }
    this.#writeDone = true;
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
      this.#pump.flush().catch(() => undefined);
    } catch {
      // The session goes either way.
    }
  }

  /** Both directions have ended: nothing of it is needed any more. */
  #finish(): void {
    if (this.#readEnded && this.#writeDone) this.#release(undefined);
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
    const { demands, misnamed } = this.#options;
    this.#failure = failureOf(error, this.connection, demands.host?.(), misnamed);
    if (!this.connection.isFreed) await this.#lastWords();
    this.#release(this.#failure);
    return this.#failure;
  }

  /** The alert goes out, unless the transport takes nothing: an error is not to wait for a peer that has stalled. */
  #lastWords(): Promise<void> {
    return patient(this.#pump.flush().then(() => this.#transport.end()));
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.connection.isFreed) throw new TypeError('the session has ended');
  }

  /** An operation that does not take place once the session has failed: the failure is what its caller shall see. */
  #checked<A extends unknown[], R>(operation: (...args: A) => R): (...args: A) => R {
    return (...args) => {
      this.#check();
      return operation(...args);
    };
  }
}

/** Largest plaintext of a record (RFC 8446, 5.1). */
const MAX_RECORD = 16_384;
