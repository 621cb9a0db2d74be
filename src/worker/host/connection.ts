import { booleanArgument } from '../../common/arguments.js';
import { isUint8Array } from '../../common/bytes.js';
import { ReleasedError, type SSL } from '../../index.js';
import type { ExternalKey } from '../../signers/index.js';
import { ASYNC_DISPOSE, DISPOSE } from '../dispose.js';
import type { Command, ExchangeResult, ExchangeStep, Role } from '../wire/messages.js';
import { Encoder, type Tagged } from '../wire/values.js';
import type { CallbackConnection } from './callbacks.js';
import { type ConnectionMember, METHODS, PROPERTIES } from './connection-methods.js';
import { RemoteContext, type RemoteMessageCallback, type RemoteVerifyCallback } from './context.js';
import type { AnyCallback, Hub } from './hub.js';
import { CALL, type Promised, promised } from './promised.js';
import { crossing } from './signers.js';
import type { Thread } from './thread.js';

/** The members of `SSL.Connection` that cross as they are. */
export interface ConnectionFace extends Promised<Pick<SSL.Connection, ConnectionMember>> {}

const Face: new () => ConnectionFace = promised<Pick<SSL.Connection, ConnectionMember>>(METHODS, PROPERTIES);

const ignore = (): void => undefined;

/** Frees a connection in its thread. */
function freeIn(thread: Thread, id: number, ready: Promise<unknown>): Promise<void> {
  thread.connections -= 1;
  return ready.then(() => thread.perform({ do: 'free', id })).then(ignore, ignore);
}

declare module './classes.js' {
  interface Classes {
    RemoteConnection: RemoteConnection;
  }
}

/**
 * A TLS or DTLS connection over memory BIOs, in a thread of a pool. The names and their meanings are those of
 * `SSL.Connection`; each method returns a promise, and calls are done in the order in which they are made. Bytes that come
 * out of it are moved, not copied; bytes that go in are copied once, or moved where `transfer` gives them away.
 *
 * Every call rejects with a {@link WorkerError} once the thread is gone, and with a `TrapError` once it has trapped.
 */
export class RemoteConnection extends Face {
  readonly #id: number;
  readonly #hub: Hub;
  readonly #thread: Thread;
  /** Resolves when the thread has the connection. */
  readonly #ready: Promise<unknown>;
  readonly #callbacks = new Map<string, AnyCallback>();
  #context: RemoteContext;
  #isFreed = false;
  #appData: unknown;

  /**
   * @param context - the parameters, of the same pool; it cannot be changed any more after this
   * @param _socket - null: this connection is independent of its transport
   * @param role - `client` or `server`; may be left to setConnectState and setAcceptState, and to the method
   */
  constructor(hub: Hub, context: RemoteContext, _socket: null = null, role?: Role) {
    super();
    if (!(context instanceof RemoteContext && context.isOf(hub)))
      throw new TypeError('context must be a Context of this pool');
    const thread = hub.pick();
    const id = hub.register(this);
    thread.connections += 1;
    context.freeze();
    const ready = context.on(thread).then(() => thread.perform({ do: 'connection', id, context: context.id, role }));
    ready.catch(ignore);
    this.#id = id;
    this.#hub = hub;
    this.#thread = thread;
    this.#context = context;
    this.#ready = ready;
    hub.backstop?.register(
      this,
      () => {
        hub.forget(id);
        freeIn(thread, id, ready);
      },
      this,
    );
  }

  /** @internal */
  async [CALL](method: string, args: readonly unknown[]): Promise<unknown> {
    const encoder = new Encoder();
    const call = { method, args: args.map((arg) => encoder.encode(arg)) };
    return await this.#perform({ do: 'call', id: this.#id, ...call }, encoder.buffers);
  }

  async #perform(command: Command, buffers: readonly ArrayBuffer[]): Promise<unknown> {
    if (this.#isFreed) throw new ReleasedError('this Connection has been freed');
    await this.#ready;
    return await this.#thread.perform(command, buffers);
  }

  /** @internal */
  callbackOf(name: string): AnyCallback | undefined {
    return this.#callbacks.get(name);
  }

  async #give(
    name: string,
    callback: AnyCallback | null,
    before: readonly unknown[],
    after: readonly unknown[] = [],
  ): Promise<void> {
    if (callback !== null && typeof callback !== 'function') throw new TypeError('callback must be a function');
    const tagged: Tagged | null = callback === null ? null : { is: 'callback', name };
    const encoder = new Encoder();
    const encode = (value: unknown) => encoder.encode(value);
    const args = [...before.map(encode), tagged, ...after.map(encode)];
    if (callback === null) this.#callbacks.delete(name);
    else this.#callbacks.set(name, callback);
    await this.#perform({ do: 'call', id: this.#id, method: name, args }, encoder.buffers);
  }

  /**
   * Proves with a key that is elsewhere on this connection. As `SSL.Connection.useSigner`; what signs stays on this side, and may
   * answer with a promise: the thread sleeps until then, with all its connections, which needs shared memory.
   */
  async useSigner(signer: ExternalKey): Promise<void> {
    const { name, callback, tagged } = crossing(signer);
    this.#callbacks.set(name, callback);
    await this.#perform({ do: 'call', id: this.#id, method: 'useSigner', args: [tagged] }, []);
  }

  /**
   * Goes one step with one message each way: takes what came from the peer and what shall go to it, goes on with the
   * handshake or the data as far as that reaches, and gives what came out on both sides. It is all that a server needs.
   * @throws what ends the session; then `bioRead` gives the alert that is still to be sent
   */
  async exchange(step: ExchangeStep = {}): Promise<ExchangeResult> {
    const encoder = new Encoder();
    if (typeof step !== 'object' || step === null) throw new TypeError('step must be an object');
    const { ciphertext, plaintext, end, shutdown } = step;
    const bytes = (value: unknown, name: string) => {
      if (value !== undefined && !isUint8Array(value)) throw new TypeError(`${name} must be a Uint8Array`);
      return encoder.encode(value) as Uint8Array | undefined;
    };
    const command: Command = {
      do: 'exchange',
      id: this.#id,
      ciphertext: bytes(ciphertext, 'ciphertext'),
      plaintext: bytes(plaintext, 'plaintext'),
      end: end === undefined ? end : booleanArgument(end, 'end'),
      shutdown: shutdown === undefined ? shutdown : booleanArgument(shutdown, 'shutdown'),
    };
    return (await this.#perform(command, encoder.buffers)) as ExchangeResult;
  }

  /**
   * Decrypts into a buffer of this side.
   * @param nbytes - most bytes; the whole buffer by default
   * @returns how many bytes were written
   */
  async recvInto(buffer: Uint8Array, nbytes?: number | null, flags = 0): Promise<number> {
    return fill(buffer, nbytes, (size) => this.recv(size, flags));
  }

  /**
   * Takes ciphertext for the peer into a buffer of this side.
   * @param nbytes - most bytes; the whole buffer by default
   * @returns how many bytes were written
   */
  async bioReadInto(buffer: Uint8Array, nbytes?: number | null): Promise<number> {
    return fill(buffer, nbytes, (size) => this.bioRead(size));
  }

  /** The context of this connection. */
  getContext(): RemoteContext {
    return this.#context;
  }

  /** Switches to another context of the pool, of which only certificates and the like are taken. */
  async setContext(context: RemoteContext): Promise<void> {
    this.mayTake(context);
    await context.on(this.#thread);
    await this.#perform(
      { do: 'call', id: this.#id, method: 'setContext', args: [{ is: 'context', id: context.id }] },
      [],
    );
    this.useContext(context);
  }

  /** Shows what another context of the pool shows: its certificate, key and chain. */
  async useCredentialsOf(context: RemoteContext): Promise<void> {
    this.mayTake(context);
    await context.on(this.#thread);
    const args = [{ is: 'context' as const, id: context.id }];
    await this.#perform({ do: 'call', id: this.#id, method: 'useCredentialsOf', args }, []);
  }

  /** @internal @throws {TypeError} for what is no context of its pool */
  mayTake(context: unknown): void {
    if (!(context instanceof RemoteContext && context.isOf(this.#hub)))
      throw new TypeError('context must be a Context of this pool');
  }

  /** @internal The thread has switched to it. */
  useContext(context: RemoteContext): void {
    context.freeze();
    this.#context = context;
  }

  /** What {@link setAppData} set, null before. It stays on this side. */
  getAppData(): unknown {
    return this.#appData ?? null;
  }

  /** Keeps any value with this connection, on this side. */
  setAppData(data: unknown): void {
    this.#appData = data;
  }

  /** Verifies the peer of this connection otherwise than its context says. */
  setVerify(mode: number, callback: RemoteVerifyCallback | null = null): Promise<void> {
    return this.#give('setVerify', callback, [mode]);
  }

  /** Calls back on each step of this connection's handshake; null for none. */
  setInfoCallback(
    callback: ((connection: RemoteConnection, where: number, result: number) => void) | null,
  ): Promise<void> {
    return this.#give('setInfoCallback', callback, []);
  }

  /** Calls back with each message of this connection's handshake, each alert and each record's header; null for none. */
  setMessageCallback(callback: RemoteMessageCallback | null): Promise<void> {
    return this.#give('setMessageCallback', callback, []);
  }

  /** Gives identity and pre-shared key of this client, in place of its context's. As `SSL.Connection.setPskClientCallback`. */
  setPskClientCallback(
    callback:
      | ((
          connection: CallbackConnection,
          hint: string | null,
        ) => SSL.PskIdentity | null | Promise<SSL.PskIdentity | null>)
      | null,
  ): Promise<void> {
    return this.#give('setPskClientCallback', callback, []);
  }

  /** Finds the pre-shared key of a client's identity, in place of the context's. As `SSL.Connection.setPskServerCallback`. */
  setPskServerCallback(
    callback:
      | ((connection: CallbackConnection, identity: string) => Uint8Array | null | Promise<Uint8Array | null>)
      | null,
    hint: string | null = null,
  ): Promise<void> {
    return this.#give('setPskServerCallback', callback, [], [hint]);
  }

  /** Whether the connection has been freed. */
  get isFreed(): boolean {
    return this.#isFreed;
  }

  /**
   * Frees the connection and its memory in the thread, without a word to the peer. A second call does nothing.
   * @returns when it is done
   */
  async free(): Promise<void> {
    if (this.#isFreed) return;
    this.#isFreed = true;
    this.#hub.forget(this.#id);
    this.#hub.backstop?.unregister(this);
    await freeIn(this.#thread, this.#id, this.#ready);
  }

  /** Frees it at the end of a `using` block, soon. */
  [DISPOSE](): void {
    this.free();
  }

  /** Frees it at the end of an `await using` block. */
  [ASYNC_DISPOSE](): Promise<void> {
    return this.free();
  }
}

/** Puts what is asked for into the beginning of a buffer. */
async function fill(
  buffer: Uint8Array,
  nbytes: number | null | undefined,
  ask: (size: number) => Promise<Uint8Array>,
): Promise<number> {
  if (!isUint8Array(buffer)) throw new TypeError('buffer must be a Uint8Array');
  if (nbytes != null && (!Number.isInteger(nbytes) || nbytes < 0))
    throw new RangeError('nbytes must be an integer, and not negative');
  const data = await ask(Math.min(nbytes ?? buffer.length, buffer.length));
  buffer.set(data);
  return data.length;
}
