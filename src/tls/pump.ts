/**
 * The one loop between a connection and what carries its ciphertext; both ways of using it, pyOpenSSL's socket and the
 * adapters, are faces over it.
 *
 * It pulls: the transport is read only when an operation needs the peer. A write waits for the transport, a read never
 * waits for a write: two peers that both send much would otherwise wait for each other for ever. What lies between is
 * bounded: one read of the transport, and a few records of output.
 */
import type { ConnectionCore } from './connection-core.js';
import { Error as SSLError, WantReadError, WantWriteError } from './errors.js';

/** Output is handed to the transport when this much has gathered. */
const GATHER = 65_536;
/**
 * Output that reading makes (answers to key updates, alerts) does not wait for the transport up to this much. It is well
 * above what a writer has gathered, for which a reader must never wait.
 */
const UNANSWERED = 4 * GATHER;

/** What carries the ciphertext. One read and one write are under way at a time. */
export interface Carrier {
  /** Resolves with the next bytes, at least one; with undefined at the end of the stream. */
  read(): Promise<Uint8Array | undefined>;
  /**
   * Resolves when the transport wants more.
   * @throws {WantWriteError} when it would wait and must not; it has taken nothing then
   */
  write(data: Uint8Array): Promise<void>;
}

/** An operation in its form with a status: above 0, or bytes, is success. */
export type Operation = () => Uint8Array | number;

/** What an operation is, which decides when it waits for the transport to take output. */
export type OperationKind = 'handshake' | 'read' | 'write' | 'shutdown';

/** Moves the ciphertext of one connection. */
export class Pump {
  readonly #connection: ConnectionCore;
  readonly #carrier: Carrier;
  #filling: Promise<void> | undefined;
  #flushing: Promise<void> | undefined;
  /** Records that the transport would have waited for: they go first, or the peer's sequence of records is broken. */
  #held: Uint8Array | undefined;
  /** Why the transport takes no more. */
  #outputFailure: Error | undefined;
  #inputEnded = false;

  constructor(connection: ConnectionCore, carrier: Carrier) {
    this.#connection = connection;
    this.#carrier = carrier;
  }

  /** Whether the transport has given all that it has. */
  get inputEnded(): boolean {
    return this.#inputEnded;
  }

  /**
   * Repeats an operation until the peer is not needed for it any more. What it leaves to be sent is on its way then, and
   * has arrived at the transport after {@link flush}.
   * @throws {WantWriteError} when records must go out first, and the transport would wait; nothing has been done then
   * @throws what the status of the operation stands for
   */
  async until(operation: Operation, kind: OperationKind): Promise<Uint8Array | number> {
    if (this.#held !== undefined && kind !== 'read') await this.flush();
    for (;;) {
      const status = this.#attempt(operation);
      if (status !== undefined) return status;
      if (kind === 'handshake' || this.#connection.bioPending() > UNANSWERED) await this.flush();
      await this.#fill();
    }
  }

  /** Runs an operation once. @returns undefined where it needs the peer */
  #attempt(operation: Operation): Uint8Array | number | undefined {
    try {
      const status = operation();
      if (typeof status !== 'number' || status > 0) return status;
      if (this.#connection.needsInput(status)) return undefined;
      // Before anything else is called: OpenSSL's queue holds the reasons of the last call alone.
      throw this.#connection.statusError(status);
    } finally {
      this.#flushAside();
    }
  }

  /**
   * Sends plaintext, and waits until the transport wants more.
   * @param attempt - encrypts from an offset on, and returns how many bytes were taken or a status
   * @returns how many bytes were taken: all, unless the transport would wait
   * @throws {WantWriteError} when it would wait and nothing has been taken
   */
  async write(
    data: Uint8Array,
    attempt = (offset: number) => this.#connection.writeStatus(data, offset),
  ): Promise<number> {
    let sent = 0;
    try {
      while (sent < data.length) {
        sent += (await this.until(() => attempt(sent), 'write')) as number;
        if (this.#connection.bioPending() >= GATHER) await this.flush();
      }
      this.#alive();
      await this.flush();
    } catch (error) {
      // What was taken must not be sent again.
      if (sent === 0 || !(error instanceof WantWriteError)) throw error;
    }
    return sent;
  }

  /** Two operations that wait for the peer wait for the same bytes. */
  async #fill(): Promise<void> {
    this.#filling ??= this.#read().finally(() => {
      this.#filling = undefined;
    });
    try {
      await this.#filling;
    } catch (error) {
      // The peer may be waiting for what is held here.
      if (error instanceof WantReadError && this.#held !== undefined)
        throw new WantWriteError('the transport must take data first');
      throw error;
    }
  }

  async #read(): Promise<void> {
    const data = await this.#carrier.read();
    this.#alive();
    this.#inputEnded = data === undefined;
    if (data === undefined) this.#connection.endInput();
    else this.#connection.giveInput(data);
  }

  #alive(): void {
    if (this.#connection.isFreed) throw new SSLError('the connection was closed meanwhile');
  }

  /**
   * Output that nobody waits for. Where the transport takes no more, what the peer has sent can still be read: its last
   * word may be there (a server's tickets often meet a client that has gone).
   */
  #flushAside(): void {
    if (this.#flushing === undefined) this.flush().catch(() => undefined);
  }

  /** Sends what is there for the peer. Starts at once, and resolves when the transport wants more. */
  flush(): Promise<void> {
    if (this.#flushing !== undefined) return this.#flushing;
    if (this.#outputFailure !== undefined) return Promise.reject(this.#outputFailure);
    const { isFreed } = this.#connection;
    if (isFreed || (this.#held === undefined && this.#connection.bioPending() === 0)) return Promise.resolve();
    // It waits at least once before it ends, so that what is set here is cleared after.
    this.#flushing = this.#drain();
    return this.#flushing;
  }

  /** Resolves when nothing is on its way to the transport, whatever became of it. */
  async idle(): Promise<void> {
    await this.#flushing?.catch(() => undefined);
  }

  async #drain(): Promise<void> {
    let data = this.#output();
    try {
      for (; data !== undefined; data = this.#output()) await this.#carrier.write(data);
    } catch (error) {
      if (error instanceof WantWriteError) this.#held = data;
      else this.#outputFailure = error as Error;
      throw error;
    } finally {
      this.#flushing = undefined;
    }
  }

  #output(): Uint8Array | undefined {
    if (this.#connection.isFreed) return undefined;
    const data = this.#held ?? this.#connection.takeOutput(2 * GATHER);
    this.#held = undefined;
    return data;
  }
}
