/** Runs what the users of faces gave for OpenSSL to call. */
import type { Bytes } from '../../common/bytes.js';
import { SSL } from '../../index.js';
import { failureOf } from '../wire/failures.js';
import type { Answer, Callback } from '../wire/messages.js';
import { Decoder, Encoder, type Wire } from '../wire/values.js';
import type { Classes } from './classes.js';
import type { AnyCallback } from './hub.js';
import type { Thread } from './thread.js';

type RemoteConnection = Classes['RemoteConnection'];
type RemoteContext = Classes['RemoteContext'];

/** The callbacks that may change the context, and have no other answer. */
const CHOOSING: ReadonlySet<string> = new Set(['setClientHelloCallback', 'setTlsextServernameCallback']);
/** What OpenSSL asks without naming a connection. */
const WITHOUT_CONNECTION = /^(setPasswdCb$|useSigner )/;

/**
 * A connection as a callback that must answer sees it: its thread sleeps until there is an answer, so what needs the thread
 * cannot be called, and what is known here answers at once.
 */
export class CallbackConnection {
  /** The connection itself, for what is done with it after the answer. */
  readonly connection: RemoteConnection;
  readonly #servername: Bytes | null;
  readonly #mayChoose: boolean;
  #chosen: RemoteContext | undefined;

  /** @internal */
  constructor(connection: RemoteConnection, servername: Bytes | null, mayChoose: boolean) {
    this.connection = connection;
    this.#servername = servername;
    this.#mayChoose = mayChoose;
  }

  /** The name that the client has asked for, null for none. */
  getServername(): Bytes | null {
    return this.#servername;
  }

  /** The context of the connection. */
  getContext(): RemoteContext {
    return this.#chosen ?? this.connection.getContext();
  }

  /** Goes on with another context. @throws {Error} in other callbacks than those of the ClientHello and the server name */
  setContext(context: RemoteContext): void {
    this.connection.mayTake(context);
    if (!this.#mayChoose)
      throw new SSL.Error('only the callbacks of the ClientHello and of the server name may change the context here');
    this.#chosen = context;
  }

  /** What the connection's setAppData set, null before. */
  getAppData(): unknown {
    return this.connection.getAppData();
  }

  /** @internal */
  get chosen(): RemoteContext | undefined {
    return this.#chosen;
  }
}

/** Runs a callback that only informs. What it throws is an uncaught exception: there is no call to end any more. */
export function runEvent(callback: AnyCallback, first: unknown, args: readonly Wire[]): void {
  const decoder = new Decoder();
  const values = args.map((arg) => decoder.decode(arg));
  try {
    (callback as (...all: unknown[]) => unknown)(first, ...values);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Runs a callback that answers; it may answer with a promise. */
export function runQuestion(
  callback: AnyCallback,
  connection: RemoteConnection | undefined,
  notice: Callback,
  thread: Thread,
  reply: (answer: Answer, thrown?: unknown) => boolean,
): void {
  const fail = (error: unknown) => void reply({ failure: failureOf(error) }, error);
  try {
    const decoder = new Decoder();
    const values = notice.args.map((arg) => decoder.decode(arg));
    if (WITHOUT_CONNECTION.test(notice.name)) {
      settle((callback as (...all: unknown[]) => unknown)(...values), (value) => void reply(answerOf(value)), fail);
      return;
    }
    if (connection === undefined) throw new SSL.Error('the connection that OpenSSL asks about has been freed');
    const view = new CallbackConnection(connection, notice.servername, CHOOSING.has(notice.name));
    const answer = (callback as (...all: unknown[]) => unknown)(view, ...values);
    settle(answer, (value) => finish(view, CHOOSING.has(notice.name) ? null : value, thread, reply), fail);
  } catch (error) {
    fail(error);
  }
}

function finish(
  { chosen, connection }: CallbackConnection,
  value: unknown,
  thread: Thread,
  reply: (answer: Answer) => boolean,
): void {
  if (chosen === undefined) {
    reply(answerOf(value));
    return;
  }
  const arrived = reply({ context: chosen.id, missing: chosen.missingOn(thread) });
  if (!arrived) return;
  chosen.hasArrived(thread);
  connection.useContext(chosen);
}

function answerOf(value: unknown): Answer {
  return { value: new Encoder().encode(value) };
}

/** At once where the value is there, later where it is promised. */
function settle(value: unknown, done: (value: unknown) => void, fail: (error: unknown) => void): void {
  if (value instanceof Promise) value.then(done).catch(fail);
  else done(value);
}
