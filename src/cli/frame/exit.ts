/** How a command ends: the exit codes, which scripts rely on, and the errors that carry them. */

/** The exit codes, each with what it says. */
export const EXIT = {
  done: 0,
  no: 1,
  usage: 2,
  input: 3,
  output: 4,
  network: 5,
  refused: 6,
  internal: 70,
} as const;

/** What each exit code says: the table of the documentation. */
export const EXIT_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.done, 'It is done; or the answer is yes.'],
  [EXIT.no, 'The answer is no: not verified, not due, not the same, something is wrong with the file.'],
  [EXIT.usage, 'The command line is wrong.'],
  [EXIT.input, 'An input cannot be read: no such file, not what it should be, too large, a wrong password.'],
  [EXIT.output, 'An output cannot be written: it is there already, no permission, the disk is full.'],
  [EXIT.network, 'The network: nobody answers, or not in time, or the peer hung up.'],
  [EXIT.refused, 'It could be done, and should not be; --unchecked does it where the command has that option.'],
  [EXIT.internal, 'A fault of tsopenssl itself.'],
];

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The codes of errors in JSON, by exit code. */
const NAMES: Readonly<Record<number, string>> = {
  [EXIT.usage]: 'ERR_CLI_USAGE',
  [EXIT.input]: 'ERR_CLI_INPUT',
  [EXIT.output]: 'ERR_CLI_OUTPUT',
  [EXIT.network]: 'ERR_CLI_NETWORK',
  [EXIT.refused]: 'ERR_CLI_REFUSED',
  [EXIT.internal]: 'ERR_CLI_INTERNAL',
};

/** An error that ends a command: one sentence, and what to do about it where that is known. */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: ExitCode;
  /** To be told apart by programs. */
  readonly code: string;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(exitCode: ExitCode, message: string, options: ErrorOptions & { hint?: string; code?: string } = {}) {
    super(message, options);
    this.exitCode = exitCode;
    this.code = options.code ?? NAMES[exitCode] ?? 'ERR_CLI';
    this.hint = options.hint;
  }
}

/** What was asked for is no command line. */
export const misused = (message: string, hint?: string): CliError =>
  new CliError(EXIT.usage, message, hint === undefined ? {} : { hint });

/** A refusal of the system, in words. @param path - of which file */
export function systemText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return SYSTEM[code ?? ''] ?? message;
}

const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system can only be read',
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EMFILE: 'too many files are open',
  EIO: 'the device failed',
  EBADF: 'it is not open',
  ENXIO: 'nobody is at its other end',
};
