/** The contexts and connections of a thread, by the numbers that the other side knows them by. */
import { ReleasedError, rand, SSL } from '../../index.js';
import { type SignerOptions, signer } from '../../signers/index.js';
import type { Call, ContextCommand, Seed } from '../wire/messages.js';
import { Decoder, type Remaining } from '../wire/values.js';
import type { Asking } from './asking.js';
import { forward } from './callbacks.js';
import { DECLARED } from './declared.js';

/** What begins the name of a method of the context's store. */
const STORE = 'store.';
/** The role of a context that is a client's alone. */
const CLIENT = 1;

export class Objects {
  readonly #contexts = new Map<number, SSL.Context>();
  readonly #connections = new Map<number, SSL.Connection>();
  readonly #ids = new WeakMap<object, number>();
  readonly #asking: Asking;

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  get contexts(): number {
    return this.#contexts.size;
  }

  get connections(): number {
    return this.#connections.size;
  }

  context(id: number): SSL.Context {
    const context = this.#contexts.get(id);
    if (context === undefined) throw new ReleasedError('this Context has been freed');
    return context;
  }

  connection(id: number): SSL.Connection {
    const connection = this.#connections.get(id);
    if (connection === undefined) throw new ReleasedError('this Connection has been freed');
    return connection;
  }

  idOf(object: object): number | undefined {
    return this.#ids.get(object);
  }

  /** Makes a context, unless it is here: an answer may have brought it. @returns what other threads must share of it */
  makeContext({ id, method, calls, isFrozen, wantsSeed }: ContextCommand): Seed | undefined {
    if (this.#contexts.has(id)) return undefined;
    const context = new SSL.Context(method);
    this.#contexts.set(id, context);
    let seed: Seed | undefined;
    if (wantsSeed && context.role !== CLIENT) {
      seed = { ticketKeys: context.getTicketKeys(), sessionId: rand.bytes(16) };
      context.setSessionId(seed.sessionId);
    }
    for (const call of calls) this.#apply(context, id, call);
    if (isFrozen) context.freeze();
    return seed;
  }

  makeConnection(id: number, context: number, role: 'client' | 'server' | undefined): void {
    const connection = new SSL.Connection(this.context(context), null, role);
    this.#connections.set(id, connection);
    this.#ids.set(connection, id);
  }

  /** Calls a method of a context or a connection, or reads a property of it. */
  call(id: number, call: Call): unknown {
    return this.#apply(this.#contexts.get(id) ?? this.connection(id), id, call);
  }

  #apply(object: SSL.Context | SSL.Connection, id: number, { method, args }: Call): unknown {
    const decoder = new Decoder((tagged) => this.#resolve(id, tagged));
    try {
      const values = args.map((arg) => decoder.decode(arg));
      const declared = DECLARED[method];
      if (declared !== undefined && object instanceof SSL.Context) return declared(object, ...(values as never[]));
      const isStore = method.startsWith(STORE) && object instanceof SSL.Context;
      const target = isStore ? object.getCertStore() : object;
      const member: unknown = Reflect.get(target, isStore ? method.slice(STORE.length) : method);
      return typeof member === 'function' ? Reflect.apply(member, target, values) : member;
    } finally {
      decoder.release();
    }
  }

  #resolve(owner: number, tagged: Remaining): unknown {
    if (tagged.is === 'context') return this.context(tagged.id);
    if (tagged.is !== 'callback' && tagged.is !== 'signer') throw new TypeError(`no ${tagged.is} can be given here`);
    const forwarded = forward(owner, tagged.name, this.#asking, this);
    if (tagged.is === 'callback') return forwarded;
    const { der: publicKey, format, methods } = tagged;
    return signer({ publicKey, format, ...(methods && { methods }), sign: forwarded as SignerOptions['sign'] });
  }

  free(id: number): void {
    this.#connections.get(id)?.free();
    this.#connections.delete(id);
    this.#contexts.get(id)?.free();
    this.#contexts.delete(id);
  }
}
