/** `tsopenssl lint`: what is wrong or unwise with a file. */
import { identify, type LintFinding, type LintSeverity, lint as lintFile } from '../../../pki/index.js';
import type { Input } from '../../files/input.js';
import { keyDataOf, reading } from '../../files/load.js';
import { declarePassword } from '../../files/passwords.js';
import { misused } from '../../frame/exit.js';
import type { Style } from '../../frame/output.js';
import type { Task } from '../../frame/task.js';
import type { Verb } from '../../frame/verb.js';

interface Options {
  readonly profile: string;
}

export const lint: Verb = {
  name: 'lint',
  group: 'Look at files',
  summary: 'say what is wrong or unwise with certificates, requests, lists and keys',
  description:
    'Looks at each file, and at a file of several certificates as one chain: what RFC 5280 and the rules of browsers ask, what is broken, what is too short. Says what to do about it. Ends with 1 when it finds an error; warnings and notices are no errors. Nothing is verified by it.',
  examples: [
    { line: 'lint server.crt --profile private', does: 'Look at a certificate of a private CA' },
    { line: 'lint server.key ca.crt --profile private', does: 'Look at several files' },
  ],
  json: {
    files:
      'for each file its `name` and `findings`, each with `id`, `severity`, `sentence`, `advice`, `reference`, and of a chain `depth`',
    errors: 'how many errors there are in all',
  },
  declare: (command) => {
    command
      .argument('<files...>', 'what to look at')
      .option('--profile <profile>', 'web, for certificates of public CAs; private, for a CA of your own', 'web');
    declarePassword(command, 'a private key');
  },
  run: async (task, paths, { profile }: Options) => {
    if (profile !== 'web' && profile !== 'private') throw misused(`--profile is web or private, not ${profile}`);
    const files: { name: string; findings: readonly LintFinding[] }[] = [];
    for (const path of paths) {
      const input = await task.inputs.read(path);
      files.push({ name: input.name, findings: await findingsOf(task, input, profile) });
    }
    const errors = files.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error').length;
    task.tell({ files, errors });
    for (const one of files) report(task, one);
    if (errors > 0) task.no();
  },
};

async function findingsOf(task: Task, input: Input, profile: 'web' | 'private'): Promise<readonly LintFinding[]> {
  const { items } = identify(input.bytes, { maxRead: 1, maxBytes: Math.max(1, input.bytes.length) });
  // One that a password protects is opened first.
  const isKey = items.some(({ kind }) => kind === 'private-key') && items.every(({ kind }) => kind !== 'certificate');
  const subject = isKey ? (await keyDataOf(task, input)).key : input.bytes;
  return reading(input, 'something to look at', () => lintFile(subject, { profile }));
}

const STYLES: Readonly<Record<LintSeverity, Style>> = { error: 'bad', warning: 'unsure', notice: 'plain' };

function report(task: Task, { name, findings }: { name: string; findings: readonly LintFinding[] }): void {
  if (findings.length === 0) {
    task.say(`${name}: nothing is wrong with it.`, 'good');
    return;
  }
  task.say(name, 'title');
  for (const { severity, sentence, advice, reference, id, depth } of findings) {
    task.say(
      `${severity.toUpperCase().padEnd(7)}  ${depth === undefined ? '' : `certificate ${depth}: `}${sentence} (${id})`,
      STYLES[severity],
    );
    task.say(`         ${advice} ${reference === '' ? '' : `See ${reference}.`}`);
  }
}
