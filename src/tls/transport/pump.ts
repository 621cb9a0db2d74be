/**
 * The one loop between a connection and what carries its ciphertext; both ways of using it, pyOpenSSL's socket and the
 * adapters, are faces over it.
 *
 * It pulls: the transport is read only when an operation needs the peer. A write waits for the transport, a read never
 * waits for a write: two peers that both send much would otherwise wait for each other for ever. What lies between is
 * bounded: one read of the transport, and a few records of output.
 */

import type { Bytes } from '../../common/bytes.js';
import type * as io from '../../ffi/io.js';
import type { ConnectionCore } from '../connection/core.js';
import { Error as SSLError, SysCallError, WantReadError, WantWriteError } from '../errors.js';
import type { Carrier, ImmediateCarrier } from './carrier.js';

/** Output is handed to the transport when this much has gathered. */
const GATHER = 65_536;
/**
 * Output that reading makes (answers to key updates, alerts) does not wait for the transport up to this much. It is well
 * above what a writer has gathered, for which a reader must never wait.
 */
const UNANSWERED = 4 * GATHER;
/** What is read in one handshake while callbacks have not answered: the end must be heard, a flood must not be kept. */
const MEANWHILE = 65_536;

/** An operation waits for the answer of a callback. */
const ANSWER = Symbol('answer');

/** An operation in its form with a status: above 0, or bytes, is success. */
export type Operation = () => Bytes | number;

/** What an operation is, which decides when it waits for the transport to take output. */
export type OperationKind = 'handshake' | 'read' | 'write' | 'shutdown';

interface Stop {
  readonly error: unknown;
}

/** Moves the ciphertext of one connection. */
export class Pump {
  readonly #connection: ConnectionCore;
  readonly #carrier: Carrier;
  readonly #immediate: ImmediateCarrier | undefined;
  #filling: Promise<number> | undefined;
  #flushing: Promise<void> | undefined;
  /** Records that the transport would have waited for: they go first, or the peer's sequence of records is broken. */
  #held: Uint8Array | undefined;
  /** Why the transport takes no more. */
  #outputFailure: Error | undefined;
  #inputEnded = false;
  /** Whether OpenSSL may have more to read without more input. */
  #mayHold = true;
  /** Why nothing can be read any more, found behind data that went first. */
  #readStop: Stop | undefined;
  #writeStop: Stop | undefined;

  constructor(connection: ConnectionCore, carrier: Carrier | ImmediateCarrier) {
    this.#connection = connection;
    this.#carrier = carrier;
    this.#immediate = 'readNow' in carrier ? carrier : undefined;
  }

  /** Whether the transport has given all that it has. */
  get inputEnded(): boolean {
    return this.#inputEnded;
  }

  /** The plaintext of a record that is there without waiting; undefined for none, and where a reading {@link until} has the word. */
  receiveNow(): Bytes | undefined {
    const carrier = this.#immediate;
    while (carrier !== undefined && this.#filling === undefined && this.#readStop === undefined) {
      const input = this.#mayHold ? undefined : carrier.readNow();
      if (input === undefined && !this.#mayHold) return undefined;
      const received = this.#receive(input);
      if (received?.data !== undefined) return received.data;
      if (received === undefined || !this.#connection.needsInput(received.status)) return undefined;
    }
    return undefined;
  }

  #receive(input: Uint8Array | undefined): io.Received | undefined {
    try {
      const received = this.#connection.receiveStatus(input);
      const { status, hasOutput } = received;
      this.#mayHold = !this.#connection.needsInput(status);
      // At once: the queue holds the reasons of the last call alone.
      if (this.#connection.isFinal(status)) this.#readStop = { error: this.#connection.statusError(status) };
      if (hasOutput) this.flushNow();
      return received;
    } catch (error) {
      this.#readStop = { error };
      return undefined;
    }
  }

  /** Asks the carrier for more. @returns whether only that can tell what comes next: there is nothing now */
  waitForInput(): boolean {
    const carrier = this.#immediate;
    if (carrier === undefined || this.#mayHold || this.#filling !== undefined || this.#readStop !== undefined)
      return false;
    if (carrier.isIdle) carrier.ask();
    return carrier.isIdle;
  }

  /** Sends what needs no waiting. @returns how many bytes: the rest is for {@link write}, which has the word on what stopped it */
  sendNow(data: Uint8Array): number {
    const carrier = this.#immediate;
    let sent = 0;
    while (carrier !== undefined && sent < data.length && this.isClear && this.#writeStop === undefined) {
      const output = this.#send(data, sent, carrier.room);
      if (output === undefined) break;
      sent += output.taken;
      if (output.output !== undefined) this.#hand(carrier, output.output);
    }
    return sent;
  }

  #send(data: Uint8Array, offset: number, room: Uint8Array | undefined): io.Sent | undefined {
    try {
      const sent = this.#connection.sendStatus(data, offset, room);
      if (sent.taken > 0) return sent;
      if (this.#connection.isFinal(sent.taken)) this.#writeStop = { error: this.#connection.statusError(sent.taken) };
    } catch (error) {
      this.#writeStop = { error };
    }
    return undefined;
  }

  /** Whether what is sent goes to the transport at once. */
  get isClear(): boolean {
    return this.#flushing === undefined && this.#held === undefined && this.#outputFailure === undefined;
  }

  /** Sends what is there for the peer without a promise, where the carrier takes it so: who writes next finds it clear. */
  flushNow(): void {
    const carrier = this.#immediate;
    if (carrier === undefined || !this.isClear || this.#connection.bioPending() > 2 * GATHER) this.#flushAside();
    else {
      const output = this.#output();
      if (output !== undefined) this.#hand(carrier, output);
    }
  }

  #hand(carrier: ImmediateCarrier, output: Uint8Array): void {
    try {
      if (carrier.writeNow(output)) return;
      this.#flushing = this.#drain(carrier.drained());
      this.#flushing.catch(() => undefined);
    } catch (error) {
      this.#outputFailure = error as Error;
    }
  }

  /**
   * Repeats an operation until neither the peer nor the answer of a callback is needed for it any more. What it leaves to be
   * sent is on its way then, and has arrived at the transport after {@link flush}.
   * @param keeps - whether what it leaves to be sent when it is done stays here, for the next operation or {@link flush}
   * @throws {WantWriteError} when records must go out first, and the transport would wait; nothing has been done then
   * @throws what the status of the operation stands for
   */
  async until(operation: Operation, kind: OperationKind, keeps: () => boolean = () => false): Promise<Bytes | number> {
    if (this.#held !== undefined && kind !== 'read') await this.flush();
    const stop = kind === 'read' ? this.#readStop : kind === 'write' ? this.#writeStop : undefined;
    if (stop !== undefined) throw stop.error;
    for (let meanwhile = MEANWHILE; ; ) {
      const status = this.#attempt(operation, keeps);
      if (status !== undefined && status !== ANSWER) return status;
      if (kind === 'handshake' || this.#connection.bioPending() > UNANSWERED) await this.flush();
      if (status === undefined) await this.#fill();
      else meanwhile = await this.#answer(meanwhile);
    }
  }

  /**
   * Waits for the answer of a callback, and hears meanwhile whether the peer is still there.
   * @param most - how many bytes may be read meanwhile: one read of the transport may go beyond
   * @returns how many may still be
   * @throws {SysCallError} when the stream has ended: nobody needs the answer any more
   */
  async #answer(most: number): Promise<number> {
    let left = most;
    let waits = true;
    const answered = this.#connection.callbackAnswered();
    const listen = async () => {
      while (!this.#inputEnded && waits && left > 0) left -= await this.#fill();
      if (waits && this.#inputEnded) throw new SysCallError(-1, 'Unexpected EOF');
    };
    const heard = listen().catch((error) => {
      // A transport that must not wait cannot tell.
      if (!(error instanceof WantReadError || error instanceof WantWriteError)) throw error;
    });
    try {
      await Promise.race([answered, heard.then(() => answered)]);
    } finally {
      waits = false;
    }
    this.#alive();
    return left;
  }

  /** Runs an operation once. @returns undefined where it needs the peer, {@link ANSWER} where it needs a callback's */
  #attempt(operation: Operation, keeps: () => boolean): Bytes | number | typeof ANSWER | undefined {
    let isKept = false;
    try {
      const status = operation();
      if (typeof status !== 'number' || status > 0) {
        isKept = keeps();
        return status;
      }
      if (this.#connection.needsInput(status)) return undefined;
      if (this.#connection.needsAnswer(status)) return ANSWER;
      // Before anything else is called: OpenSSL's queue holds the reasons of the last call alone.
      throw this.#connection.statusError(status);
    } finally {
      if (!isKept) this.#flushAside();
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

  /** Two operations that wait for the peer wait for the same bytes. @returns how many came */
  async #fill(): Promise<number> {
    this.#filling ??= this.#read().finally(() => {
      this.#filling = undefined;
    });
    try {
      return await this.#filling;
    } catch (error) {
      // The peer may be waiting for what is held here.
      if (error instanceof WantReadError && this.#held !== undefined)
        throw new WantWriteError('the transport must take data first');
      throw error;
    }
  }

  async #read(): Promise<number> {
    const data = await this.#carrier.read();
    this.#alive();
    this.#mayHold = true;
    this.#inputEnded = data === undefined;
    if (data === undefined) this.#connection.endInput();
    else this.#connection.giveInput(data);
    return data?.length ?? 0;
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

  /** @param taken - when the transport wants more after what it has already: what has gathered meanwhile goes then */
  async #drain(taken?: Promise<void>): Promise<void> {
    let data: Uint8Array | undefined;
    try {
      if (taken !== undefined) await taken;
      for (data = this.#output(); data !== undefined; data = this.#output()) await this.#carrier.write(data);
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
