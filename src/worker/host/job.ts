/** A call of the kit that a thread does: what stays on this side, by the names that the thread asks for it by. */
import { crypto } from '../../index.js';
import { ExternalKey } from '../../signers/index.js';
import { failureOf } from '../wire/failures.js';
import type { JobCommand, KeyProgress, Reply } from '../wire/messages.js';
import { Decoder, Encoder, type Remaining, type Tagged, type Wire, wipe } from '../wire/values.js';
import type { AnyCallback } from './hub.js';
import { iteratorOf } from './pieces.js';
import { crossing } from './signers.js';

/** How far a message is that crosses in pieces. */
export interface PiecesProgress {
  /** What is under way. */
  readonly stage: 'pieces';
  /** Bytes that the thread has taken. */
  readonly read: number;
  /** Bytes that it has given. */
  readonly written: number;
}

/** How far a job is; `stage` says which fields there are. */
export type JobProgress = KeyProgress | PiecesProgress;

/** What a call in a thread can be told beside its arguments. */
export interface JobOptions {
  /** Ends the call, and with it its thread and all that is in the thread's memory. The call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how far it is, some twenty times a second at most. */
  readonly onProgress?: ((progress: JobProgress) => void) | undefined;
}

/** Fields whose functions OpenSSL or a synchronous function of the kit asks: their thread sleeps until they have answered. */
const SLEEPING = /passphrase|password|^other$/i;
/** Between two words about pieces, in milliseconds. */
const INTERVAL = 50;

/** How a question of the thread is answered: the buffers move. */
export type Answering = (reply: Reply, buffers: ArrayBuffer[], thrown?: unknown) => void;

/** What stands for pieces that the thread gives. */
export const PIECES: unique symbol = Symbol('pieces');

export class Job {
  readonly command: JobCommand;
  readonly buffers: ArrayBuffer[];
  readonly options: JobOptions;
  readonly #given = new Map<string, unknown>();
  readonly #functions = new Map<string, (...args: unknown[]) => unknown>();
  readonly #sources = new Set<AsyncIterator<unknown>>();
  #read = 0;
  #written = 0;
  #told = 0;

  /** @throws {TypeError} for what cannot cross */
  constructor(id: number, name: string, args: readonly unknown[], options: JobOptions) {
    const encoder = new Encoder((value, field) => this.#special(value, field));
    this.options = options;
    const wires = args.map((arg) => encoder.encode(arg));
    this.buffers = encoder.buffers;
    this.command = { do: 'job', id, name, args: wires, wantsProgress: options.onProgress !== undefined };
  }

  /** What the thread has given back of what it was given. */
  readonly resolve = (tagged: Remaining): unknown => {
    if (tagged.is === 'pieces') return PIECES;
    return tagged.is === 'given' ? this.#given.get(tagged.name) : undefined;
  };

  /** Answers the thread. */
  async ask(name: string, args: readonly Wire[], reply: Answering): Promise<void> {
    try {
      const body = this.#functions.get(name);
      if (body === undefined) throw new TypeError(`there is no function ${name}`);
      const decoder = new Decoder();
      const value = await body(...args.map((arg) => decoder.decode(arg)));
      const encoder = new Encoder();
      reply({ value: encoder.encode(value) }, encoder.buffers);
    } catch (error) {
      reply({ failure: failureOf(error) }, [], error);
    }
  }

  /** Tells of progress. What the listener throws is an uncaught exception: the call goes on. */
  tell(progress: JobProgress): void {
    try {
      this.options.onProgress?.(progress);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  /** Counts bytes that came. */
  gave(piece: unknown): void {
    this.#written += bytesOf(piece);
    this.#tellPieces(false);
  }

  /** Lets go of all: what gave pieces is told to give no more, and what has not been sent is wiped. */
  end(): void {
    if (this.#read > 0 || this.#written > 0) this.#tellPieces(true);
    wipe(this.command.args);
    for (const source of this.#sources) void Promise.resolve(source.return?.()).catch(() => undefined);
    this.#sources.clear();
    this.#functions.clear();
  }

  #tellPieces(isLast: boolean): void {
    const now = performance.now();
    if (!isLast && now - this.#told < INTERVAL) return;
    this.#told = now;
    this.tell({ stage: 'pieces', read: this.#read, written: this.#written });
  }

  #special(value: object, field: string | undefined): Tagged | undefined {
    if (typeof value === 'function') {
      const name = this.#add(field ?? 'function', value as (...args: unknown[]) => unknown);
      return { is: 'function', name, sleeps: field !== undefined && SLEEPING.test(field) };
    }
    if (value instanceof ExternalKey) return this.#signer(value);
    if (value instanceof Error) return { is: 'error', failure: failureOf(value) };
    const iterator = iteratorOf(value);
    if (iterator !== undefined) return { is: 'pieces', name: this.#source(iterator) };
    refuseOthers(value);
    return undefined;
  }

  #signer(key: ExternalKey): Tagged {
    const { name, callback, tagged } = crossing(key);
    this.#functions.set(name, callback as AnyCallback as (...args: unknown[]) => unknown);
    this.#given.set(name, key);
    return tagged;
  }

  #source(iterator: AsyncIterator<unknown>): string {
    this.#sources.add(iterator);
    return this.#add('pieces', async (step) => {
      const { value, done } = step === 'next' ? await iterator.next() : await stop(iterator);
      if (done === true) this.#sources.delete(iterator);
      if (done === true) return undefined;
      this.#read += bytesOf(value);
      this.#tellPieces(false);
      return [value];
    });
  }

  #add(field: string, body: (...args: unknown[]) => unknown): string {
    const name = `${field} ${this.#functions.size}`;
    this.#functions.set(name, body);
    return name;
  }
}

async function stop(iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
  await iterator.return?.();
  return { value: undefined, done: true };
}

const bytesOf = (piece: unknown): number =>
  piece instanceof ArrayBuffer || ArrayBuffer.isView(piece) || typeof piece === 'string'
    ? typeof piece === 'string'
      ? piece.length
      : piece.byteLength
    : 0;

/** Objects that are made anew on the other side. */
const CROSSING = [crypto.X509, crypto.X509Req, crypto.PKey, crypto.CRL, crypto.PKCS7, crypto.X509Name];

/** Objects that hold what a message does not have would be empty on the other side. */
function refuseOthers(value: object): void {
  const shape = Object.getPrototypeOf(value) as object | null;
  if (!('free' in value) && (shape === null || Symbol.iterator in value || Object.getPrototypeOf(shape) === null))
    return;
  if (CROSSING.some((known) => value instanceof known)) return;
  const { name } = value.constructor;
  throw new TypeError(
    `a value of the type ${name} cannot cross to another thread: give it as data or in its encoded form`,
  );
}
