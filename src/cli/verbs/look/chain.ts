/** `tsopenssl chain` and `tsopenssl bundle`: certificates put into their order. */
import type { X509 } from '../../../crypto/index.js';
import { type BuiltChain, buildChain, bundle as bundlePem, readCertificate } from '../../../pki/index.js';
import { readChain, unfit } from '../../files/load.js';
import type { Task } from '../../frame/task.js';
import type { Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { nameText } from '../../reports/names.js';
import { timeText } from '../../reports/times.js';

interface Options {
  readonly certificate?: string;
  readonly out?: string;
  readonly root?: boolean;
  readonly force?: boolean;
}

export const chain: Verb = {
  name: 'chain',
  group: 'Look at files',
  summary: 'show who has issued whom, of certificates in any order',
  description:
    'Puts certificates of any number of files into chains by their names, identifiers and signatures, and says what is missing and where it may be had. Nothing is trusted by that: tsopenssl verify does it. Ends with 1 when a chain does not reach a root.',
  examples: [
    { line: 'chain ca.crt server.crt', does: 'Show the chain of two files' },
    { line: 'chain server.crt', does: 'The same without the CA: it is missing', exit: 1 },
  ],
  json: {
    chains: 'for each chain its `certificates`, whether it is `complete`, and who is `missing` where somebody is',
    unused: 'certificates that are in no chain',
    leftOut: 'what could not be read, and why',
  },
  declare: (command) => {
    command
      .argument('<files...>', 'certificates, in any order, in any form')
      .option('--certificate <file>', 'whose chain; by default that of each that has issued none of the others');
  },
  run: async (task, paths, options: Options) => {
    const { chains, unused, leftOut } = await built(task, paths, options);
    task.tell({
      chains: chains.map(({ certificates, complete, missing }) => ({
        certificates: certificates.map((one) => readCertificate(one)),
        complete,
        ...(missing && { missing: { name: missing.text, addresses: missing.addresses } }),
      })),
      unused: unused.map((one) => readCertificate(one)),
      leftOut: leftOut.map(({ source, reason }) => ({ file: paths[source] ?? '', reason })),
    });
    for (const [index, one] of chains.entries()) {
      if (index > 0) task.say();
      report(task, one);
      if (!one.complete) task.no();
    }
    for (const { source, reason } of leftOut) task.say(`left out of ${paths[source] ?? ''}: ${reason}`, 'unsure');
    if (unused.length > 0) task.say(`${unused.length} more belong to none of these.`, 'quiet');
  },
};

export const bundle: Verb = {
  name: 'bundle',
  group: 'Look at files',
  summary: 'write a chain in the order in which servers need it',
  description:
    'Puts certificates into their order, the server first, and writes them as one file of PEM: what ssl_certificate, SSLCertificateFile and --cert take. The root is left out, for whoever trusts it has it; --root keeps it.',
  examples: [
    { line: 'bundle ca.crt server.crt -o fullchain.pem', does: 'Write the chain of a server' },
    { line: 'bundle --root ca.crt server.crt', does: 'Print it with its root' },
  ],
  json: {
    certificates: 'how many there are in it',
    complete: 'whether the chain reaches a root',
    outputs: '`bundle`, with its `path` or `text`',
  },
  declare: (command) => {
    command
      .argument('<files...>', 'certificates, in any order, in any form')
      .option('--certificate <file>', 'whose chain, where there are several')
      .option('--root', 'keep the root')
      .option('-o, --out <file>', 'where the chain goes; stdout by default')
      .option('-f, --force', 'replace a file that is there');
  },
  run: async (task, paths, options: Options) => {
    task.mustBeFree(options, options.out);
    const { chains } = await built(task, paths, options);
    const [first, ...others] = chains;
    if (first === undefined || others.length > 0)
      throw unfit(paths.join(', '), 'one chain', `there are ${chains.length}: say whose with --certificate`);
    const content = bundlePem(first, { root: options.root === true });
    const count = content.split('-----BEGIN ').length - 1;
    task.deliver(options, { name: 'bundle', path: options.out, content });
    task.tell({ certificates: count, complete: first.complete });
    const where = options.out === undefined || options.out === '-' ? '' : ` in ${shellWord(options.out)}`;
    task.say(`A chain of ${count}${where}.`, 'good');
    report(task, first);
  },
};

async function built(task: Task, paths: readonly string[], options: Options): Promise<ReturnType<typeof buildChain>> {
  const inputs = [];
  for (const path of paths) inputs.push((await task.inputs.read(path)).bytes);
  const asked = options.certificate === undefined ? undefined : await readChain(task, options.certificate);
  return buildChain({ heap: inputs, ...(asked && { certificate: asked.leaf }) });
}

function report(task: Task, { certificates, complete, missing, stopped }: BuiltChain): void {
  certificates.forEach((one, index) => {
    task.say(`${'  '.repeat(index)}${index === 0 ? '' : '└ '}${lineOf(one)}`);
  });
  if (complete) task.say('It is complete.', 'good');
  else if (missing !== undefined) {
    task.say(`It is not complete: who has issued the last one is missing: ${missing.text}`, 'bad');
    for (const address of missing.addresses) task.say(`  it may be had at ${address}`);
  } else
    task.say(
      `It is not complete: ${stopped === 'circle' ? 'CAs have signed each other in a circle' : 'it is too long'}`,
      'bad',
    );
}

function lineOf(certificate: X509): string {
  const { subject, subjectAltName, notAfter } = readCertificate(certificate);
  const name =
    subject.length === 0 && subjectAltName[0] !== undefined
      ? `(${subjectAltName[0].type} ${String(subjectAltName[0].value)})`
      : nameText(subject);
  return `${name}, to ${timeText(notAfter).slice(0, 10)}`;
}
