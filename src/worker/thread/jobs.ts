/** The certificate kit in a thread: one function of it at a time, whose functions and pieces are on the other side. */
import { withKeyProgress } from '../../crypto/internal.js';
import { OpenSSLError } from '../../index.js';
import { ExternalKey, type SignerOptions, signer } from '../../signers/index.js';
import { failureOf } from '../wire/failures.js';
import type { JobCommand, PullCommand, Reply } from '../wire/messages.js';
import { Decoder, Encoder, type Remaining, type Tagged, type Wire, wipe } from '../wire/values.js';
import type { Asking } from './asking.js';
import { KeySearch } from './key-search.js';

/** The functions of the kit, by their names. */
export type Kit = Readonly<Record<string, unknown>>;

/** What a reply is made of: the buffers move. */
export interface Made {
  readonly reply: Reply;
  readonly buffers: ArrayBuffer[];
}

const FUNCTION_NAME = /^[a-z]/;

export class Jobs {
  readonly #kit: Kit | undefined;
  readonly #asking: Asking;
  /** What a job gives piece by piece, until its end. */
  #pieces: { readonly id: number; readonly iterator: AsyncIterator<unknown>; readonly end: () => void } | undefined;

  constructor(kit: Kit | undefined, asking: Asking) {
    this.#kit = kit;
    this.#asking = asking;
  }

  /** Calls a function of the kit. What it was given is freed and wiped when it has served. */
  async run(command: JobCommand): Promise<Made> {
    const job = new Job(command, this.#asking);
    let moving: readonly ArrayBuffer[] | undefined = [];
    try {
      const body = this.#member(command.name);
      const result = await job.call(body);
      if (isPieces(result)) {
        moving = undefined;
        const iterator = result[Symbol.asyncIterator]();
        this.#pieces = { id: command.id, iterator, end: () => job.end([]) };
        return { reply: { value: { is: 'pieces', name: '' } }, buffers: [] };
      }
      const made = job.made(result);
      moving = made.buffers;
      return made;
    } catch (error) {
      return { reply: { failure: failureOf(error) }, buffers: [] };
    } finally {
      if (moving !== undefined) job.end(moving);
    }
  }

  /** The next piece of what a job gives; undefined behind the last. */
  async pull({ id, step }: PullCommand): Promise<Made> {
    const pieces = this.#pieces;
    if (pieces?.id !== id) return { reply: { value: undefined }, buffers: [] };
    try {
      const { value, done } = step === 'next' ? await pieces.iterator.next() : await stopped(pieces.iterator);
      if (done !== true) {
        const encoder = new Encoder(undefined, true);
        return { reply: { value: [encoder.encode(value)] }, buffers: encoder.buffers };
      }
      this.#ended();
      return { reply: { value: undefined }, buffers: [] };
    } catch (error) {
      this.#ended();
      return { reply: { failure: failureOf(error) }, buffers: [] };
    }
  }

  #ended(): void {
    this.#pieces?.end();
    this.#pieces = undefined;
  }

  #member(name: string): (...args: unknown[]) => unknown {
    if (this.#kit === undefined)
      throw new OpenSSLError(
        'the script of this thread has no tsopenssl/pki: let createWorker start tsopenssl/pki-thread when it is asked for "pki"',
      );
    const member = Object.hasOwn(this.#kit, name) && FUNCTION_NAME.test(name) ? this.#kit[name] : undefined;
    if (typeof member !== 'function') throw new TypeError(`tsopenssl/pki has no function ${JSON.stringify(name)}`);
    return member as (...args: unknown[]) => unknown;
  }
}

const stopped = async (iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> => {
  await iterator.return?.();
  return { value: undefined, done: true };
};

function isPieces(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

interface Freeable {
  free(): void;
}

/** One call: what it was given, as it stands here. */
class Job {
  readonly #command: JobCommand;
  readonly #asking: Asking;
  readonly #decoder = new Decoder((tagged) => this.#resolve(tagged));
  /** The keys that are elsewhere, by the names that the other side knows them by. */
  readonly #signers = new Map<unknown, string>();

  constructor(command: JobCommand, asking: Asking) {
    this.#command = command;
    this.#asking = asking;
  }

  call(body: (...args: unknown[]) => unknown): unknown {
    const values = this.#command.args.map((arg) => this.#decoder.decode(arg));
    if (!this.#command.wantsProgress) return body(...values);
    const search = new KeySearch((progress) => this.#asking.tell(this.#message('progress', [progress]), []));
    const result = withKeyProgress(
      (stage) => search.step(stage),
      () => body(...values),
    );
    search.end();
    return result;
  }

  /** The reply for a result, whose objects are freed: the other side has its own. */
  made(result: unknown): Made {
    const objects: Freeable[] = [];
    const encoder = new Encoder((value, field) => {
      if ('free' in value && typeof value.free === 'function') objects.push(value as Freeable);
      return this.#special(value, field);
    }, true);
    const value = encoder.encode(result);
    for (const object of objects) object.free();
    return { reply: { value }, buffers: encoder.buffers };
  }

  /** @param moving - buffers that the reply moves: what was given may be what it gives */
  end(moving: readonly ArrayBuffer[]): void {
    this.#decoder.release();
    wipe(this.#command.args, moving);
  }

  #special(value: object, field: string | undefined): Tagged | undefined {
    const name = this.#signers.get(value);
    if (name !== undefined) return { is: 'given', name };
    if (value instanceof Error) return { is: 'error', failure: failureOf(value) };
    if (typeof value === 'function' || value instanceof ExternalKey)
      throw new TypeError(
        `what ${this.#command.name} gives acts where it is${field === undefined ? '' : ` (${field})`}: call it of tsopenssl/pki itself`,
      );
    return undefined;
  }

  #resolve(tagged: Remaining): unknown {
    switch (tagged.is) {
      case 'signer': {
        const { name, der: publicKey, format, methods } = tagged;
        const sign = (...args: unknown[]) => this.#ask(name, args);
        const key = signer({ publicKey, format, ...(methods && { methods }), sign: sign as SignerOptions['sign'] });
        this.#signers.set(key, name);
        return key;
      }
      case 'function':
        if (!tagged.sleeps) return (...args: unknown[]) => this.#ask(tagged.name, args);
        return (...args: unknown[]) => this.#askNow(tagged.name, args);
      case 'pieces':
        return this.#pieces(tagged.name);
      default:
        throw new TypeError('a value of another thread cannot be used here');
    }
  }

  async *#pieces(name: string): AsyncGenerator<unknown, void, undefined> {
    let isDone = false;
    try {
      for (;;) {
        const piece = (await this.#ask(name, ['next'])) as readonly [unknown] | undefined;
        isDone = piece === undefined;
        if (piece === undefined) return;
        yield piece[0];
      }
    } finally {
      if (!isDone) await this.#ask(name, ['return']);
    }
  }

  async #ask(name: string, args: readonly unknown[]): Promise<unknown> {
    // Copies: what a function is told, its caller goes on with.
    const encoder = new Encoder();
    const message = this.#message(name, args, encoder);
    return new Decoder().decode(await this.#asking.askLater(message, encoder.buffers));
  }

  #askNow(name: string, args: readonly unknown[]): unknown {
    const encoder = new Encoder();
    const answer = this.#asking.ask(this.#message(name, args, encoder), encoder.buffers);
    return new Decoder().decode('value' in answer ? answer.value : undefined);
  }

  #message(name: string, args: readonly unknown[], encoder = new Encoder()) {
    return {
      owner: this.#command.id,
      name,
      connection: undefined,
      servername: null,
      args: args.map((value): Wire => encoder.encode(value)),
    };
  }
}
