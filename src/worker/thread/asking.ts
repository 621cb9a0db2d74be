/** How the callbacks of a thread reach the one that uses it: as an event, or as a question that the thread waits for. */
import { SSL } from '../../index.js';
import { awaitAnswer } from '../wire/answers.js';
import { errorOf, type Failure, setOrigin } from '../wire/failures.js';
import type { Answer, Callback, LaterAnswer, Notice, StartMessage } from '../wire/messages.js';
import type { Wire } from '../wire/values.js';

/** Sends a notice; the buffers move. */
export type Post = (notice: Notice, buffers: readonly ArrayBuffer[]) => void;

/** The border as a callback sees it. */
export class Asking {
  readonly #post: Post;
  readonly #start: StartMessage;
  readonly #open = new Map<number, (answer: LaterAnswer['reply']) => void>();
  #sequence = 0;

  constructor(post: Post, start: StartMessage) {
    this.#post = post;
    this.#start = start;
  }

  /** Tells of something. */
  tell(callback: Callback, buffers: readonly ArrayBuffer[]): void {
    this.#post({ tsopenssl: 'event', ...callback }, buffers);
  }

  /**
   * Asks, and sleeps until there is an answer.
   * @throws what the callback threw
   */
  ask(callback: Callback, buffers: readonly ArrayBuffer[]): Exclude<Answer, { failure: unknown }> {
    const { answers, answerTimeout } = this.#start;
    if (answers === undefined) throw new SSL.Error(NO_SHARED_MEMORY);
    const sequence = this.#next();
    const post = () => this.#post({ tsopenssl: 'question', sequence, ...callback }, buffers);
    const answer = awaitAnswer(answers, sequence, post, answerTimeout);
    if (answer === undefined)
      throw new SSL.Error(`the callback of ${callback.name} did not answer within ${answerTimeout} ms`);
    if (!('failure' in answer)) return answer;
    throw thrownBy(answer.failure);
  }

  /** Asks by a message, whose answer is one. The promise rejects with what the function threw. */
  askLater(callback: Callback, buffers: readonly ArrayBuffer[]): Promise<Wire> {
    const sequence = this.#next();
    return new Promise((resolve, reject) => {
      this.#open.set(sequence, (reply) => {
        if ('failure' in reply) reject(thrownBy(reply.failure));
        else resolve(reply.value);
      });
      this.#post({ tsopenssl: 'ask', sequence, ...callback }, buffers);
    });
  }

  /** Takes an answer to {@link askLater}. */
  answered({ sequence, reply }: LaterAnswer): void {
    this.#open.get(sequence)?.(reply);
    this.#open.delete(sequence);
  }

  /** Above zero in 32 bits, however many there are. */
  #next(): number {
    this.#sequence = (this.#sequence % 0x7fff_fff0) + 1;
    return this.#sequence;
  }
}

/** What a callback of the other side threw, known by its number there. */
function thrownBy(failure: Failure): Error {
  const error = errorOf(failure);
  if (failure.origin !== undefined) setOrigin(error, failure.origin);
  return error;
}

/** Why a callback that answers cannot cross here, and what can be done. */
export const NO_SHARED_MEMORY =
  'a callback that answers needs SharedArrayBuffer, which a page has when it is cross-origin isolated: use the declared form instead';
