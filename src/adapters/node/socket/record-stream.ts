import { GIVE_UP_ONREAD } from '../../channel/user-buffer.js';
import { callBack, shielded } from '../../users-code.js';
import type { OnReadOptions } from '../options/socket.js';
import { isHangUp } from './failure.js';
import { OnRead } from './onread.js';
import { SessionSettings } from './session-settings.js';

/** What a Duplex asks of its session: one record in after the other, as the application wants them; and what it writes out. */
export abstract class RecordStream extends SessionSettings {
  #onread: OnRead | undefined;
  /** Readers want data: they get some after the handshake has been announced. */
  #wanted = false;
  #reading = false;
  #starting = false;
  /** The peer went before there was a session: there is nothing to be ended. */
  protected isCut = false;

  /** @internal Resolves once the session has been announced: nothing of it goes out before. */
  protected abstract readonly opening: Promise<void>;

  /** @internal What failed ends the socket. */
  protected abstract fail(error: Error): void;

  /** What comes is put there from now on. */
  protected readInto(options: OnReadOptions): void {
    this.#onread = new OnRead(options);
  }

  /** @internal A session over this socket reads it from now on. */
  [GIVE_UP_ONREAD](): void {
    const rest = this.#onread?.giveUp();
    this.#onread = undefined;
    if (rest !== undefined && rest.length > 0) this.push(rest);
  }

  /** @internal */
  override _read(): void {
    this.#wanted = true;
    if (this.isSecure && !this.#reading && !this.channel.waitForInput()) this.#nextTurn();
  }

  /**
   * The next record comes in a turn of its own, as of node:tls: behind all ticks and microtasks that the last one has led to.
   * Streams above count on it: what ends in the turn in which it began is an end too early for who awaits its beginning.
   */
  #nextTurn(): void {
    if (this.#starting) return;
    this.#starting = true;
    queueMicrotask(() => process.nextTick(() => this.#turn()));
  }

  #turn(): void {
    this.#starting = false;
    this.start();
  }

  /** Goes on with reading, also after `onread` has stopped it. */
  override resume(): this {
    if (this.#onread !== undefined) {
      this.#wanted = this.#onread.more();
      this.start();
    }
    return super.resume();
  }

  /** Reads a record that is there; then the stream beneath says when there is more. Promises are for the end, and for failures. */
  protected start(): void {
    if (!this.#wanted || !this.isSecure || this.#reading || this.#starting || this.destroyed) return;
    this.#reading = true;
    const data = this.channel.readNow();
    if (data !== undefined && !this.#deliver(data)) return;
    const waits = this.channel.waitForInput();
    if (data === undefined && !waits) {
      this.#readOn().catch((error: Error) => this.fail(error));
      return;
    }
    this.#reading = false;
    if (!waits) this.#nextTurn();
  }

  /** @returns whether there is room for more */
  #deliver(data: Uint8Array): boolean {
    this.received(data.length);
    const onread = this.#onread;
    // Where a listener threw it has had the data, and there is room for more.
    const hasRoom = shielded(() => (onread === undefined ? this.push(data) : onread.take(data)));
    if (hasRoom !== false && !this.destroyed) return true;
    // At once: the stream may ask for more before the caller has returned.
    this.#wanted = false;
    this.#reading = false;
    return false;
  }

  async #readOn(): Promise<void> {
    const data = await this.channel.read();
    if (this.destroyed) return;
    if (data === undefined) {
      shielded(() => this.push(null));
      // Where nobody reads, the end is told all the same, as in node:net.
      shielded(() => this.read(0));
      return;
    }
    if (!this.#deliver(data)) return;
    this.#reading = false;
    this.#nextTurn();
  }

  /** @internal */
  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const data = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    if (!this.hasBegun) this._start();
    this.dispatched(data.length);
    if (!this.isSecure) {
      callBack(
        this.opening.then(() => this.channel.write(data)),
        (error) => this.#written(error, done),
      );
      return;
    }
    const sent = this.channel.writeNow(data);
    // Later: what the application writes in the same turn goes out as one.
    if (sent === data.length && this.channel.wantsMore) process.nextTick(shielded, done);
    else callBack(this.channel.write(sent === 0 ? data : data.subarray(sent)), done);
  }

  /** A peer that goes within the handshake is told of as such, before what waited to be written is given up. */
  #written(error: Error | null | undefined, done: (error?: Error | null) => void): void {
    if (error == null || !isHangUp(error)) done(error);
  }

  /** @internal */
  override _writev(
    chunks: { chunk: Buffer | string; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    const data = chunks.map(({ chunk, encoding }) =>
      typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk,
    );
    this._write(Buffer.concat(data), 'utf8', done);
  }

  /** @internal */
  override _final(done: (error?: Error | null) => void): void {
    if (!this.hasBegun) this._start();
    if (this.isCut) done();
    else if (this.isSecure) callBack(this.channel.end(), done);
    else
      callBack(
        this.opening.then(() => this.channel.end()),
        done,
      );
  }
}
