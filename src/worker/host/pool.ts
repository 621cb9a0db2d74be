import { declareOptions, func, integer } from '../../common/options.js';
import { SSL } from '../../index.js';
import { ASYNC_DISPOSE } from '../dispose.js';
import { WorkerError } from '../errors.js';
import { failureOf } from '../wire/failures.js';
import type { Callback, Role, ThreadStatus } from '../wire/messages.js';
import { runEvent, runQuestion } from './callbacks.js';
import { RemoteConnection } from './connection.js';
import { RemoteContext } from './context.js';
import type { CallbackOwner, Hub } from './hub.js';
import { Jobs } from './jobs.js';
import { type RemotePki, remotePki } from './pki.js';
import { Thread, type ThreadListener } from './thread.js';
import type { AnyWorker, ThreadScript } from './worker.js';

/** Most threads of a pool. */
const MAX_SIZE = 256;
/** How long a callback may take to answer, by default. */
const ANSWER_TIMEOUT = 10_000;

/** The longest time that a timer takes, in ms. */
const MAX_TIMER = 0x7fff_ffff;

/** How a pool is made. */
export interface PoolOptions {
  /**
   * How many threads there may be for connections, and how many for {@link WorkerPool.pki}; 1 by default. They are started when
   * they are needed.
   */
  readonly size?: number | undefined;
  /**
   * Starts a thread, where the scripts that ship with the package are not found: `tsopenssl/worker-thread` is the entry of that for
   * connections (`tls`), `tsopenssl/pki-thread` of that for {@link WorkerPool.pki} (`pki`).
   */
  readonly createWorker?: ((script: ThreadScript) => AnyWorker) | undefined;
  /** How many milliseconds a callback may take to answer a thread that sleeps; 10,000 by default. */
  readonly answerTimeout?: number | undefined;
}

const poolOptions = declareOptions<PoolOptions>({
  size: integer(1, MAX_SIZE),
  createWorker: func(),
  answerTimeout: integer(1, MAX_TIMER),
});

/** What makes contexts of a pool. */
export interface ContextMaker {
  /** @param method - such as `TLS_METHOD` */
  new (method: number): RemoteContext;
}

/** What makes connections of a pool. */
export interface ConnectionMaker {
  /** @param role - may be left to setConnectState and setAcceptState, and to the method */
  new (context: RemoteContext, socket?: null, role?: Role): RemoteConnection;
}

/** `SSL` as a pool has it: its own Context and Connection, and all else as it is. */
export interface WorkerSSL extends Omit<typeof SSL, 'Context' | 'ContextType' | 'Connection' | 'ConnectionType'> {
  /** Makes a context whose connections live in the pool. */
  readonly Context: ContextMaker;
  /** Another name of it. */
  readonly ContextType: ContextMaker;
  /** Makes a connection in the thread that has least to do. */
  readonly Connection: ConnectionMaker;
  /** Another name of it. */
  readonly ConnectionType: ConnectionMaker;
}

/**
 * Threads in which TLS connections live, so that handshakes do not hold up this one. A connection stays in its thread; a new
 * one goes to the thread with the fewest connections and calls. A thread that crashes or traps takes its connections with
 * it, each call of which rejects, and is replaced; contexts go on, and so do the sessions of their clients.
 */
export class WorkerPool {
  /** Context and Connection in this pool, by the names of `SSL`. */
  readonly SSL: WorkerSSL;
  /**
   * The functions of `tsopenssl/pki`, done in threads of their own, each of which has one call at a time: keys are made, messages
   * signed and files read while this thread goes on. `pool.pki.with({ signal, onProgress })` ends calls, and tells how far they are.
   */
  readonly pki: RemotePki;
  readonly #jobs: Jobs;
  readonly #size: number;
  readonly #options: PoolOptions;
  readonly #hub: Hub;
  readonly #faces = new Map<number, WeakRef<CallbackOwner>>();
  readonly #threads = new Set<Thread>();
  readonly #listener: ThreadListener;
  #ids = 0;
  #end: WorkerError | undefined;

  /** @throws {RangeError} for a size that is none */
  constructor(options: PoolOptions = {}) {
    this.#options = poolOptions(options);
    this.#size = this.#options.size ?? 1;
    this.#hub = {
      pick: () => this.#pick(),
      register: (face) => this.#register(face),
      forget: (id) => void this.#faces.delete(id),
      backstop:
        typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<() => void>((free) => free()) : undefined,
    };
    this.#listener = {
      event: (callback) => this.#event(callback),
      question: (callback, thread, reply) => {
        const owner = this.#face(callback.owner)?.callbackOf(callback.name);
        if (owner === undefined) {
          const gone = new SSL.Error('the callback is gone');
          reply({ failure: failureOf(gone) }, gone);
        } else runQuestion(owner, this.#connection(callback), callback, thread, reply);
      },
      ended: (thread) => this.#replace(thread),
    };
    this.SSL = this.#namespace();
    const { createWorker, answerTimeout = ANSWER_TIMEOUT } = this.#options;
    this.#jobs = new Jobs(this.#size, { createWorker, answerTimeout });
    this.pki = remotePki(this.#jobs);
  }

  #namespace(): WorkerSSL {
    const hub = this.#hub;
    const Context = class Context extends RemoteContext {
      constructor(method: number) {
        super(hub, method);
      }
    };
    const Connection = class Connection extends RemoteConnection {
      constructor(context: RemoteContext, socket: null = null, role?: Role) {
        if (!(context instanceof Context)) throw new TypeError('context must be a Context of this pool');
        super(hub, context, socket, role);
      }
    };
    return { ...SSL, Context, ContextType: Context, Connection, ConnectionType: Connection };
  }

  /** How many threads run now. */
  get threads(): number {
    return this.#threads.size + this.#jobs.threads;
  }

  /** Starts all threads for connections now, and resolves when they can be used. */
  async start(): Promise<void> {
    while (this.#threads.size < this.#size) this.#add();
    await Promise.all([...this.#threads].map((thread) => thread.started));
  }

  /** What lives in each thread for connections, and how much of its heap is in use. */
  async status(): Promise<readonly ThreadStatus[]> {
    const answers = await Promise.all([...this.#threads].map((thread) => thread.perform({ do: 'status' })));
    return answers as ThreadStatus[];
  }

  /**
   * Ends all threads: what lives in them is gone, and every call that waits rejects with a {@link WorkerError}. The keys that
   * its contexts were given are wiped on this side too.
   */
  async close(): Promise<void> {
    this.#end ??= new WorkerError('ERR_WORKER_TERMINATED', 'the pool has been closed');
    for (const thread of [...this.#threads]) thread.end(this.#end);
    this.#jobs.close(this.#end);
    for (const face of this.#faces.values()) {
      const context = face.deref();
      if (context instanceof RemoteContext) context.wipe();
    }
  }

  /** Closes it at the end of an `await using` block. */
  [ASYNC_DISPOSE](): Promise<void> {
    return this.close();
  }

  /** A thread without work before a new one, a new one before a thread with work. */
  #pick(): Thread {
    if (this.#end !== undefined) throw this.#end;
    const [least] = [...this.#threads].sort((a, b) => a.load - b.load);
    if (least === undefined || (least.load > 0 && this.#threads.size < this.#size)) return this.#add();
    return least;
  }

  #add(): Thread {
    if (this.#end !== undefined) throw this.#end;
    const { createWorker, answerTimeout = ANSWER_TIMEOUT } = this.#options;
    const thread = new Thread({ createWorker, script: 'tls', answerTimeout, listener: this.#listener });
    this.#threads.add(thread);
    return thread;
  }

  /** One that has never served is not replaced before it is needed: its successor would fail as it did. */
  #replace(thread: Thread): void {
    this.#threads.delete(thread);
    if (!thread.hasStarted || this.#end !== undefined) return;
    try {
      this.#add();
    } catch {
      // Whoever needs it will hear of it.
    }
  }

  #register(face: CallbackOwner): number {
    this.#ids += 1;
    this.#faces.set(this.#ids, new WeakRef(face));
    return this.#ids;
  }

  #face(id: number | undefined): CallbackOwner | undefined {
    return id === undefined ? undefined : this.#faces.get(id)?.deref();
  }

  #connection(callback: Callback): RemoteConnection | undefined {
    const face = this.#face(callback.connection);
    return face instanceof RemoteConnection ? face : undefined;
  }

  #event(callback: Callback): void {
    const owner = this.#face(callback.owner);
    const listener = owner?.callbackOf(callback.name);
    // What is about a connection that nobody holds any more is of interest to nobody.
    const first = callback.connection === undefined ? owner : this.#connection(callback);
    if (listener !== undefined && first !== undefined) runEvent(listener, first, callback.args);
  }
}
