/** One time for all that a peer has to answer: whoever says nothing, or talks without end, is left. */
import { CliError, EXIT, misused } from '../frame/exit.js';
import { lengthOf } from '../reports/times.js';

const MAX_MS = 0x7fff_ffff;

/** When it is over. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number, text: string) {
    this.#timer = setTimeout(() => {
      this.#controller.abort(
        new CliError(EXIT.network, `the peer has not answered in ${text}`, {
          code: 'ERR_CLI_TIMEOUT',
          hint: 'Allow more with --timeout, such as --timeout 1m.',
        }),
      );
    }, milliseconds);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the waiting. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /** What `work` gives, unless time is over. */
  async within<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined);
    return await new Promise<T>((resolve, reject) => {
      const over = () => reject(this.signal.reason as Error);
      if (this.signal.aborted) over();
      this.signal.addEventListener('abort', over, { once: true });
      work.then(resolve, reject).finally(() => this.signal.removeEventListener('abort', over));
    });
  }
}

/** A deadline of what was typed, such as `10s`. */
export function deadlineOf(text: string): Deadline {
  const length = lengthOf(text);
  if (length === undefined || length < 1 || length > MAX_MS)
    throw misused(`--timeout is a length such as 10s or 1m, not ${text}`);
  return new Deadline(length, text);
}
