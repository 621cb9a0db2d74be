/** The parser with every command, and how one run of it ends. */
import { Command, CommanderError } from 'commander';
import { Error as CryptoError } from '../../crypto/index.js';
import { PkiError } from '../../pki/index.js';
import { removeUnfinished } from '../files/writing.js';
import { completeFor } from '../verbs/more/completion.js';
import { VERBS } from '../verbs.js';
import { VERSION } from '../version.js';
import type { CommonOptions } from './common-options.js';
import { CliError, EXIT, type ExitCode } from './exit.js';
import { Output } from './output.js';
import { Task } from './task.js';
import { commandOf } from './verb.js';
import { visible, visibleLines } from './visible.js';

/** Makes the parser. @param begin - starts the task of the command that is to run */
export function makeProgram(begin: (options: CommonOptions) => Task): Command {
  const program = new Command('tsopenssl');
  program
    .description(
      'Certificates, keys and TLS, for people without openssl. Each command has a page of its own: tsopenssl help COMMAND.',
    )
    .version(VERSION, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this page')
    .helpCommand('help [command]', 'show the page of a command')
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: false, helpWidth: 100 })
    .addHelpText('after', '\nFiles are PEM or DER, whatever their name; - is stdin or stdout.');
  for (const verb of VERBS) program.addCommand(commandOf(verb, begin).copyInheritedSettings(program));
  completeFor(() => program);
  return program;
}

/** Runs one command line. @returns the exit code */
export async function run(
  argv: readonly string[],
  out = new Output(process.stdout, process.env),
  err = new Output(process.stderr, process.env),
): Promise<ExitCode> {
  let task: Task | undefined;
  const program = makeProgram((options) => {
    task = new Task(options, out, err);
    return task;
  });
  const end = argv.indexOf('--');
  const isJson = (end === -1 ? argv : argv.slice(0, end)).includes('--json');
  const texts: { out: string; err: string } = { out: '', err: '' };
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        texts.out += text;
      },
      writeErr: (text) => {
        texts.err += text;
      },
    });
  try {
    await program.parseAsync(argv, { from: 'user' });
    await task?.finish();
    return task?.exitCode ?? EXIT.done;
  } catch (error) {
    removeUnfinished();
    if (error instanceof CommanderError && texts.err === '') {
      await out.raw(texts.out);
      return EXIT.done;
    }
    return await failed(error, texts, isJson, err);
  }
}

async function failed(
  error: unknown,
  texts: { out: string; err: string },
  isJson: boolean,
  err: Output,
): Promise<ExitCode> {
  const failure = error instanceof CommanderError ? usageError(texts) : asFailure(error);
  const { code, message, hint, exitCode } = failure;
  if (isJson) await err.json({ error: { code, message, exitCode, ...(hint !== undefined && { hint }) } });
  else {
    await err.line(`tsopenssl: ${message}`, 'bad');
    if (hint !== undefined) await err.raw(`${visibleLines(hint)}\n`);
    if (exitCode === EXIT.internal && error instanceof Error) await err.raw(`${visibleLines(error.stack ?? '')}\n`);
  }
  return exitCode;
}

/** What the parser has said, as an error of ours. */
function usageError({ err }: { err: string }): CliError {
  const [first = '', ...rest] = err.trim().split('\n');
  // Without a command the parser shows its whole page.
  if (first.startsWith('Usage:')) return new CliError(EXIT.usage, 'no command was named', { hint: err.trimEnd() });
  const hint = rest.join('\n').trim() || 'tsopenssl help COMMAND shows what it takes.';
  return new CliError(EXIT.usage, visible(first.replace(/^error: /, '')), { hint });
}

function asFailure(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof PkiError)
    return new CliError(error.code === 'ERR_PKI_REFUSED' ? EXIT.refused : EXIT.input, error.message, {
      code: error.code,
      cause: error,
    });
  if (error instanceof CryptoError)
    return new CliError(EXIT.input, error.message, { code: 'ERR_OPENSSL', cause: error });
  const { code, message } = error as NodeJS.ErrnoException;
  // What the library says of a wrong value, whose rule it is.
  if (error instanceof RangeError || (error instanceof TypeError && code?.startsWith('ERR_INVALID_ARG')))
    return new CliError(EXIT.usage, message, { cause: error });
  return new CliError(EXIT.internal, `this is a fault of tsopenssl: ${message}`, { cause: error });
}
