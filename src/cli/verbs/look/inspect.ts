/** `tsopenssl inspect`: what files are, in words. */
import {
  type Identification,
  type Identified,
  identify,
  readCertificate,
  readCrl,
  readRequest,
  toText,
} from '../../../pki/index.js';
import type { Input } from '../../files/input.js';
import type { Task } from '../../frame/task.js';
import type { Verb } from '../../frame/verb.js';
import { certificateRows, laidOut } from '../../reports/certificate.js';
import { crlRows, requestRows } from '../../reports/structures.js';

interface Options {
  readonly text?: boolean;
}

/** What has nothing to do with certificates, or nobody knows. */
const OTHERS: ReadonlySet<string> = new Set('unknown empty text web-page xml json gzip zip asn1 pem'.split(' '));

/** Most things of one file that are told; the rest is counted. */
const MAX_TOLD = 200;

export const inspect: Verb = {
  name: 'inspect',
  group: 'Look at files',
  summary: 'say of any file what it is, in words',
  description:
    'Says what each file holds: certificates, requests, lists, keys, messages, stores, in PEM, DER or another form; and of what is none of these, what it is instead. Of keys nothing secret is told, and no password is needed. Ends with 1 when a file has nothing of that kind in it.',
  examples: [
    { line: 'inspect server.crt', does: 'Look at a certificate' },
    { line: 'inspect server.key ca.crt', does: 'Look at several files' },
    { line: 'inspect --text server.crt', does: 'Print it as openssl x509 -text does' },
    { line: 'inspect - < server.crt', does: 'Look at what comes on stdin' },
  ],
  json: {
    files:
      'for each file `name`, `sentence` and `items`: the `kind` and `sentence` of each thing in it, and `data`, what it says, of certificates, requests and lists',
  },
  declare: (command) => {
    command
      .argument('<files...>', 'what to look at')
      .option('--text', 'print certificates, requests and lists as openssl does');
  },
  run: async (task, paths, { text }: Options) => {
    const told: unknown[] = [];
    for (const path of paths) {
      const input = await task.inputs.read(path);
      const found = identify(input.bytes, { maxBytes: Math.max(1, input.bytes.length) });
      if (found.items.every(({ kind }) => OTHERS.has(kind))) task.no();
      told.push({
        name: input.name,
        sentence: found.sentence,
        items: found.items.map((item) => {
          const { bytes: _, ...rest } = item;
          return { ...rest, ...dataOf(item) };
        }),
      });
      if (told.length > 1) task.say();
      report(task, input, found, text === true);
    }
    task.tell({ files: told });
  },
};

function report(task: Task, { name }: Input, { items, sentence }: Identification, asText: boolean): void {
  task.say(`${name}: ${sentence}`, 'title');
  for (const [index, item] of items.slice(0, MAX_TOLD).entries()) {
    if (items.length > 1) {
      if (index > 0) task.say();
      task.say(`${index + 1}. ${item.sentence}`);
    }
    if (item.fault !== undefined) task.say(`  what is wrong: ${item.fault}`, 'bad');
    reportItem(task, item, asText);
  }
  if (items.length > MAX_TOLD) task.say(`… and ${items.length - MAX_TOLD} more`);
}

function reportItem(task: Task, item: Identified, asText: boolean): void {
  const { data } = dataOf(item);
  if (data !== undefined && 'kind' in data) {
    if (asText) {
      for (const line of toText(data).trimEnd().split('\n')) task.say(line);
      return;
    }
    const rows =
      data.kind === 'certificate' ? certificateRows(data) : data.kind === 'request' ? requestRows(data) : crlRows(data);
    for (const line of laidOut(rows)) task.say(line);
  }
  const next = NEXT[item.kind];
  if (next !== undefined) task.say(`Next: ${next}`);
}

/** What can be done with what needs more than a look. */
const NEXT: Readonly<Record<string, string>> = {
  pkcs12: 'tsopenssl p12 list FILE says what is in it, with its password.',
  jks: 'tsopenssl p12 list FILE says what is in it, with its password.',
  cms: 'tsopenssl cms read FILE says who has signed it, or for whom it is.',
  'ocsp-response': 'tsopenssl ocsp read FILE says what it says.',
  'time-stamp-response': 'tsopenssl time-stamp verify FILE --data FILE --ca FILE verifies it.',
};

type Data = ReturnType<typeof readCertificate> | ReturnType<typeof readRequest> | ReturnType<typeof readCrl>;

/** What a structure says; nothing where it cannot be read further. */
function dataOf({ kind, bytes }: Identified): { data?: Data } {
  if (bytes === undefined) return {};
  try {
    if (kind === 'certificate') return { data: readCertificate(bytes) };
    if (kind === 'certificate-request') return { data: readRequest(bytes) };
    if (kind === 'crl') return { data: readCrl(bytes) };
  } catch {
    // What is wrong with it, its sentence has said.
  }
  return {};
}
