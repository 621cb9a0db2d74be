/** The two streams that a command writes to: what it made and says on stdout, what went wrong on stderr. */
import { writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { CliError, EXIT, systemText } from './exit.js';
import { visible, visibleJson } from './visible.js';

/** How a line stands out where the terminal has colours. */
export type Style = 'plain' | 'title' | 'good' | 'bad' | 'unsure' | 'quiet';

const COLOURS: Readonly<Record<Style, string>> = {
  plain: '',
  title: '\x1b[1m',
  good: '\x1b[32m',
  bad: '\x1b[31m',
  unsure: '\x1b[33m',
  quiet: '\x1b[2m',
};
const RESET = '\x1b[0m';

/** Exit code of a shell for who is told by a signal that nobody reads on. */
const SIGPIPE_EXIT = 141;

/** One of the two streams. */
export class Output {
  readonly #stream: NodeJS.WritableStream;
  readonly #hasColour: boolean;

  constructor(stream: NodeJS.WritableStream, environment: NodeJS.ProcessEnv) {
    this.#stream = stream;
    this.#hasColour = hasColour(stream, environment);
    // Of a reader that has gone, as `head -1`, nothing more is to be said; what else fails, each write is told.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(SIGPIPE_EXIT);
    });
  }

  /** Whether a person reads it. */
  get isTerminal(): boolean {
    return (this.#stream as Partial<WriteStream>).isTTY === true;
  }

  /** One line, in which everything can be seen whatever it holds. */
  line(text = '', style: Style = 'plain'): Promise<void> {
    const shown = visible(text);
    return this.raw(this.#hasColour && style !== 'plain' ? `${COLOURS[style]}${shown}${RESET}\n` : `${shown}\n`);
  }

  /** JSON, and a line feed. */
  json(value: unknown): Promise<void> {
    return this.raw(`${visibleJson(value)}\n`);
  }

  /** JSON in one line. */
  jsonLine(value: unknown): Promise<void> {
    return this.raw(`${visibleJson(value, 0)}\n`);
  }

  /** Bytes as they are. */
  raw(content: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(content, (error) => {
        if (!error) resolve();
        else if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(SIGPIPE_EXIT);
        else reject(new CliError(EXIT.output, `the output cannot be written: ${systemText(error)}`, { cause: error }));
      });
    });
  }
}

function hasColour(stream: NodeJS.WritableStream, environment: NodeJS.ProcessEnv): boolean {
  return (stream as Partial<WriteStream>).isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}

/** Words for who is at the terminal, at once. */
export function sayNow(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Nobody listens.
  }
}
