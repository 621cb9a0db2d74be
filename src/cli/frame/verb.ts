/** How a command is declared: what it is called, takes, says and does. Its help, its documentation and its tests are made of this. */
import { Command, Option } from 'commander';
import { DEFAULT_MAX_INPUT } from '../files/input.js';
import type { CommonOptions } from './common-options.js';
import type { Task } from './task.js';

/** A line that can be typed, and what it does. Each is run by a test, in the folder that test/cli/examples makes. */
export interface Example {
  readonly line: string;
  readonly does: string;
  /** The exit code; 0 where nothing is said. */
  readonly exit?: number;
}

/** A command. */
export interface Verb {
  readonly name: string;
  /** Under which heading the list has it. */
  readonly group: 'Look at files' | 'Make certificates' | 'Sign and protect' | 'On the network' | 'More';
  /** One line, for the list. */
  readonly summary: string;
  /** What it does, in a few sentences. */
  readonly description: string;
  readonly examples: readonly Example[];
  /** The members of what --json prints. */
  readonly json: Readonly<Record<string, string>>;
  /** Declares arguments and options. */
  readonly declare: (command: Command) => void;
  /** Does it. */
  readonly run: (task: Task, args: readonly string[], options: never) => Promise<void>;
}

/** The parser's command of a verb. @param begin - starts the task of a command that is to run */
export function commandOf(verb: Verb, begin: (options: CommonOptions) => Task): Command {
  const command = new Command(verb.name);
  command.summary(verb.summary).description(verb.description).helpGroup(`${verb.group}:`).showHelpAfterError(false);
  verb.declare(command);
  command.addOption(new Option('--json', 'say it as JSON, for programs').helpGroup('Of every command:'));
  command.addOption(
    new Option('--max-input <size>', 'most bytes that are read of one input')
      .default(DEFAULT_MAX_INPUT)
      .helpGroup('Of every command:'),
  );
  command.helpOption('-h, --help', 'show this page');
  command.addHelpText('after', () => helpTail(verb));
  command.action(async (...given: unknown[]) => {
    // The parser gives each argument, then the options, then itself.
    const args = given
      .slice(0, -2)
      .flat()
      .filter((one) => one !== undefined) as string[];
    const options = command.opts<CommonOptions>();
    await verb.run(begin(options), args, options as never);
  });
  return command;
}

function helpTail({ examples }: Verb): string {
  const lines = examples.map(({ line, does }) => `  ${does}:\n    $ tsopenssl ${line}\n`);
  return lines.length === 0 ? '' : `\nExamples:\n${lines.join('')}`;
}

/** Several values of one option, in their order. */
export const gather = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];
