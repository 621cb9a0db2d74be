import { type Endpoint as ComlinkEndpoint, type Remote, transfer, wrap } from 'comlink';
import { OpenSSLError, TrapError } from '../../index.js';
import { WorkerError } from '../errors.js';
import { answerMemory, writeAnswer } from '../wire/answers.js';
import type { Endpoint } from '../wire/endpoint.js';
import { errorOf, type Failure } from '../wire/failures.js';
import {
  type Answer,
  type Callback,
  type Command,
  isNotice,
  type Notice,
  type Reply,
  type Service,
} from '../wire/messages.js';
import { Decoder, type Resolve } from '../wire/values.js';
import { type AnyWorker, type HostWorker, startWorker, type ThreadScript, threadModule } from './worker.js';

/** Longest start of a thread, in milliseconds: the script is fetched, the module is there already. */
const START_TIMEOUT = 30_000;

/** Who is told what a thread says by itself. */
export interface ThreadListener {
  event(callback: Callback): void;
  /** @param reply - called once, at any time; with what was thrown where the answer is a failure */
  question(callback: Callback, thread: Thread, reply: (answer: Answer, thrown?: unknown) => boolean): void;
  /** A question for which nothing sleeps. @param reply - as for `question` */
  ask?(
    callback: Callback,
    thread: Thread,
    reply: (answer: Reply, buffers: ArrayBuffer[], thrown?: unknown) => void,
  ): void;
  ended(thread: Thread): void;
}

export interface ThreadOptions {
  readonly createWorker: ((script: ThreadScript) => AnyWorker) | undefined;
  readonly script: ThreadScript;
  readonly answerTimeout: number;
  readonly listener: ThreadListener;
}

/** A worker that is alive or was: calls into it, and its end. */
export class Thread {
  /** How many connections live in it. */
  connections = 0;
  /** Resolves when it can be used. */
  readonly started: Promise<void>;
  readonly #worker: HostWorker;
  readonly #endpoint: Endpoint;
  readonly #listener: ThreadListener;
  readonly #answers = answerMemory();
  readonly #service: Remote<Service>;
  /** Taken once: each look at a proxy of comlink's makes another. */
  readonly #perform: Remote<Service>['perform'];
  /** Every call that waits. A promise of comlink's would wait for ever after a crash. */
  readonly #waiters = new Set<(error: Error) => void>();
  #death: Error | undefined;
  #hasStarted = false;
  /** What a callback on this side has thrown, until the call that it ended reports it. */
  #thrown: { readonly origin: number; readonly error: unknown } | undefined;

  /** @throws {WorkerError} when the worker cannot be made */
  constructor({ createWorker, script, answerTimeout, listener }: ThreadOptions) {
    const module = threadModule();
    this.#listener = listener;
    this.#worker = startWorker(createWorker, script);
    this.#worker.onEnd((message, cause) =>
      this.end(new WorkerError(this.#hasStarted ? 'ERR_WORKER_CRASHED' : 'ERR_WORKER_START', message, cause)),
    );
    const { endpoint } = this.#worker;
    this.#endpoint = endpoint;
    const timer = setTimeout(() => {
      this.end(new WorkerError('ERR_WORKER_START', `the worker did not answer within ${START_TIMEOUT} ms`));
    }, START_TIMEOUT);
    this.started = this.#waiting((resolve, reject) => {
      endpoint.addEventListener('message', ({ data }) => {
        if (!isNotice(data)) return;
        if (data.tsopenssl === 'ready') {
          this.#hasStarted = true;
          resolve();
        } else this.#hear(data, reject);
      });
    });
    // Whoever calls hears of a failed start from the call.
    this.started.catch(() => undefined).finally(() => clearTimeout(timer));
    // Held as long as this: comlink lets go of the other side when its proxies are collected.
    this.#service = wrap<Service>(endpoint as unknown as ComlinkEndpoint);
    this.#perform = this.#service.perform;
    endpoint.postMessage({ tsopenssl: 'start', module, answers: this.#answers, answerTimeout }, []);
  }

  /** What the thread has to do: connections that live in it, and calls under way. */
  get load(): number {
    return this.connections + this.#waiters.size;
  }

  get isDead(): boolean {
    return this.#death !== undefined;
  }

  /** Whether it has been of use: one that dies before is not replaced at once. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /**
   * Has a command done.
   * @param buffers - what moves
   * @param resolveValue - finds what stands for something of this side in the answer
   * @throws {WorkerError} when the thread is gone, or goes meanwhile
   */
  perform(command: Command, buffers: readonly ArrayBuffer[] = [], resolveValue?: Resolve): Promise<unknown> {
    return this.#waiting((resolve, reject) => {
      const send = () => {
        if (this.#death !== undefined) return;
        this.#perform(buffers.length === 0 ? command : transfer(command, [...buffers]))
          .then((reply) => {
            if ('failure' in reply) reject(this.#errorOf(reply.failure));
            // What came is objects of this thread now; they are their user's to free.
            else resolve(new Decoder(resolveValue).decode(reply.value));
          })
          .catch(reject);
      };
      if (this.#hasStarted) send();
      else this.started.then(send, reject);
    });
  }

  #errorOf(failure: Failure): unknown {
    const thrown = this.#thrown;
    if (failure.origin !== undefined && thrown?.origin === failure.origin) {
      this.#thrown = undefined;
      return thrown.error;
    }
    const error = errorOf(failure);
    // Its memory may hold anything: nobody shall wait for this thread any more.
    if (error instanceof TrapError) this.end(error);
    return error;
  }

  /** A promise that the end of the thread rejects, and that keeps the process alive while it waits. */
  #waiting<T>(body: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
    if (this.#death !== undefined) return Promise.reject(this.#death);
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#waiters.delete(reject);
        if (this.#waiters.size === 0 && this.#death === undefined) this.#worker.keepAlive(false);
      };
      if (this.#waiters.size === 0) this.#worker.keepAlive(true);
      this.#waiters.add(reject);
      body(
        (value) => {
          settle();
          resolve(value);
        },
        (error) => {
          settle();
          reject(error);
        },
      );
    });
  }

  #hear(notice: Notice, failStart: (error: unknown) => void): void {
    switch (notice.tsopenssl) {
      case 'event':
        this.#listener.event(notice);
        break;
      case 'question':
        this.#listener.question(notice, this, (answer, thrown) => this.#answer(notice.sequence, answer, thrown));
        break;
      case 'ask':
        this.#listener.ask?.(notice, this, (reply, buffers, thrown) =>
          this.#tell(notice.sequence, reply, buffers, thrown),
        );
        break;
      case 'failed': {
        const error = errorOf(notice.failure);
        failStart(error);
        this.end(error instanceof OpenSSLError ? error : new WorkerError('ERR_WORKER_START', error.message, error));
      }
    }
  }

  #answer(sequence: number, answer: Answer, thrown: unknown): boolean {
    if (this.#answers === undefined || this.isDead) return false;
    if (!('failure' in answer)) return writeAnswer(this.#answers, sequence, answer);
    this.#thrown = { origin: sequence, error: thrown };
    return writeAnswer(this.#answers, sequence, { failure: { ...answer.failure, origin: sequence } });
  }

  #tell(sequence: number, answer: Reply, buffers: ArrayBuffer[], thrown: unknown): void {
    if (this.isDead) return;
    let reply = answer;
    if ('failure' in reply) {
      this.#thrown = { origin: sequence, error: thrown };
      reply = { failure: { ...reply.failure, origin: sequence } };
    }
    this.#endpoint.postMessage({ tsopenssl: 'answer', sequence, reply }, buffers);
  }

  /** Ends the thread: every call that waits for it, and every later one, gets the reason. */
  end(reason: Error): void {
    if (this.#death !== undefined) return;
    this.#death = reason;
    this.#worker.terminate();
    for (const reject of [...this.#waiters]) reject(reason);
    this.#waiters.clear();
    this.#listener.ended(this);
  }
}
