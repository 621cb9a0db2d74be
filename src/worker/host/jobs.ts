/** The threads of a pool that do the work of `tsopenssl/pki`: one call each at a time, so that each call can be ended. */
import { WorkerError } from '../errors.js';
import { failureOf } from '../wire/failures.js';
import type { Callback } from '../wire/messages.js';
import { Decoder } from '../wire/values.js';
import { type Answering, Job, type JobOptions, type JobProgress, PIECES } from './job.js';
import { Pull } from './pieces.js';
import { Thread, type ThreadListener, type ThreadOptions } from './thread.js';

/** How many threads there may be beyond the size of a pool, while calls in others wait for functions of this side. */
const MAX_WAITING = 8;

/** A call, until its end. */
interface Call {
  readonly job: Job;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
  thread: Thread | undefined;
  /** Questions of the thread that this side has not answered: while there are some, the thread has nothing to do. */
  questions: number;
  isOver: boolean;
  /** Why this side has ended it. */
  ended: { readonly reason: unknown } | undefined;
  readonly onAbort: () => void;
}

type Options = Omit<ThreadOptions, 'listener' | 'script'>;

export class Jobs {
  readonly #size: number;
  readonly #options: Options;
  readonly #threads = new Map<Thread, Call | undefined>();
  readonly #queue: Call[] = [];
  readonly #listener: ThreadListener;
  /** Ends what gives pieces that nobody will ask for. */
  readonly #backstop =
    typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<() => void>((end) => end()) : undefined;
  #ids = 0;
  #end: WorkerError | undefined;

  constructor(size: number, options: Options) {
    this.#size = size;
    this.#options = options;
    this.#listener = {
      event: (callback) => this.#callOf(callback)?.job.tell(new Decoder().decode(callback.args[0]) as JobProgress),
      question: (callback, _thread, reply) =>
        void this.#answer(callback, (answer, _buffers, thrown) => void reply(answer, thrown)),
      ask: (callback, _thread, reply) => void this.#answer(callback, reply),
      ended: (thread) => {
        const call = this.#threads.get(thread);
        this.#threads.delete(thread);
        if (call !== undefined) this.#over(call);
        this.#advance();
      },
    };
  }

  /** Threads that are alive. */
  get threads(): number {
    return this.#threads.size;
  }

  /**
   * Has a function of the kit called, as soon as a thread is free.
   * @throws {TypeError} for an argument that cannot cross
   */
  async run(name: string, args: readonly unknown[], options: JobOptions): Promise<unknown> {
    if (this.#end !== undefined) throw this.#end;
    const { signal } = options;
    signal?.throwIfAborted();
    this.#ids += 1;
    const job = new Job(this.#ids, name, args, options);
    return new Promise((resolve, reject) => {
      const onAbort = () => this.#stop(call, signal?.reason);
      const call: Call = {
        job,
        resolve,
        reject,
        thread: undefined,
        questions: 0,
        isOver: false,
        ended: undefined,
        onAbort,
      };
      signal?.addEventListener('abort', onAbort);
      this.#queue.push(call);
      this.#advance();
    });
  }

  /** Ends all threads, and every call. */
  close(reason: WorkerError): void {
    this.#end ??= reason;
    for (const call of [...this.#queue]) this.#stop(call, reason);
    for (const thread of [...this.#threads.keys()]) thread.end(reason);
  }

  /** Begins what can begin. */
  #advance(): void {
    while (this.#queue.length > 0 && this.#end === undefined) {
      const thread = this.#idle() ?? this.#add();
      if (thread === undefined) return;
      const call = this.#queue.shift();
      if (call !== undefined) this.#begin(call, thread);
    }
  }

  #idle(): Thread | undefined {
    for (const [thread, call] of this.#threads) if (call === undefined) return thread;
    return undefined;
  }

  /** A new thread, where there may be one; what cannot be started is the error of the first who waits. */
  #add(): Thread | undefined {
    const working = [...this.#threads.values()].filter((call) => call?.questions === 0).length;
    if (working >= this.#size || this.#threads.size >= this.#size + MAX_WAITING) return undefined;
    try {
      const thread = new Thread({ ...this.#options, script: 'pki', listener: this.#listener });
      this.#threads.set(thread, undefined);
      return thread;
    } catch (error) {
      const [first] = this.#queue;
      if (first !== undefined) this.#stop(first, error);
      return this.#queue.length > 0 ? this.#add() : undefined;
    }
  }

  #begin(call: Call, thread: Thread): void {
    const { job } = call;
    call.thread = thread;
    this.#threads.set(thread, call);
    thread.perform(job.command, job.buffers, job.resolve).then(
      (value) => {
        if (value === PIECES && !call.isOver) call.resolve(this.#pieces(call, thread));
        else {
          this.#over(call);
          call.resolve(value);
        }
        // The promise would hold what gives pieces, which shall be seen when nobody has it any more.
        call.resolve = call.reject = () => undefined;
      },
      (error) => {
        this.#over(call);
        call.reject(error);
      },
    );
  }

  /** Ends a call from this side. */
  #stop(call: Call, reason: unknown): void {
    if (call.isOver) return;
    call.ended = { reason };
    const place = this.#queue.indexOf(call);
    if (place >= 0) this.#queue.splice(place, 1);
    call.reject(reason);
    this.#over(call, false);
    call.thread?.end(new WorkerError('ERR_WORKER_TERMINATED', 'the call was ended'));
  }

  /** Lets go of a call. @param isFree - whether its thread can do another */
  #over(call: Call, isFree = true): void {
    if (call.isOver) return;
    call.isOver = true;
    call.job.options.signal?.removeEventListener('abort', call.onAbort);
    call.job.end();
    const { thread } = call;
    if (!isFree || thread === undefined || !this.#threads.has(thread)) return;
    this.#threads.set(thread, undefined);
    this.#advance();
  }

  /** What a call gives piece by piece. The thread is its own until the last one. */
  #pieces(call: Call, thread: Thread): AsyncGenerator<unknown, void, undefined> {
    const { id } = call.job.command;
    const pull = new Pull(async (step) => {
      if (call.ended !== undefined && step === 'next') throw call.ended.reason;
      if (call.isOver) return undefined;
      try {
        const piece = (await thread.perform({ do: 'pull', id, step })) as readonly [unknown] | undefined;
        if (piece === undefined) this.#over(call);
        else call.job.gave(piece[0]);
        return piece;
      } catch (error) {
        this.#over(call);
        throw call.ended === undefined ? error : call.ended.reason;
      }
    });
    this.#backstop?.register(pull, () => this.#stop(call, undefined));
    return pull;
  }

  #callOf({ owner }: Callback): Call | undefined {
    for (const call of this.#threads.values()) if (call?.job.command.id === owner) return call;
    return undefined;
  }

  async #answer(callback: Callback, reply: Answering): Promise<void> {
    const call = this.#callOf(callback);
    if (call === undefined) {
      const gone = new TypeError('the call is over');
      reply({ failure: failureOf(gone) }, [], gone);
      return;
    }
    call.questions += 1;
    this.#advance();
    await call.job.ask(callback.name, callback.args, (answer, buffers, thrown) => {
      call.questions -= 1;
      if (!call.isOver) reply(answer, buffers, thrown);
    });
  }
}
