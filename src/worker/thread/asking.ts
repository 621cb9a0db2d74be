/** How the callbacks of a thread reach the one that uses it: as an event, or as a question that the thread waits for. */
import { SSL } from '../../index.js';
import { awaitAnswer } from '../wire/answers.js';
import { errorOf, setOrigin } from '../wire/failures.js';
import type { Answer, Callback, Notice, StartMessage } from '../wire/messages.js';

/** Sends a notice; the buffers move. */
export type Post = (notice: Notice, buffers: readonly ArrayBuffer[]) => void;

/** The border as a callback sees it. */
export class Asking {
  readonly #post: Post;
  readonly #start: StartMessage;
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
    // Above zero in 32 bits, however many there are.
    this.#sequence = (this.#sequence % 0x7fff_fff0) + 1;
    const sequence = this.#sequence;
    const post = () => this.#post({ tsopenssl: 'question', sequence, ...callback }, buffers);
    const answer = awaitAnswer(answers, sequence, post, answerTimeout);
    if (answer === undefined)
      throw new SSL.Error(`the callback of ${callback.name} did not answer within ${answerTimeout} ms`);
    if (!('failure' in answer)) return answer;
    const error = errorOf(answer.failure);
    if (answer.failure.origin !== undefined) setOrigin(error, answer.failure.origin);
    throw error;
  }
}

/** Why a callback that answers cannot cross here, and what can be done. */
export const NO_SHARED_MEMORY =
  'a callback that answers needs SharedArrayBuffer, which a page has when it is cross-origin isolated: use the declared form instead';
