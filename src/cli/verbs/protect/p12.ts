/** `tsopenssl p12`: PKCS #12 files and Java's stores, listed, made and taken apart. */
import type { X509 } from '../../../crypto/index.js';
import { createPkcs12, identify, type Pkcs12Entry, readJks, readPkcs12 } from '../../../pki/index.js';
import type { Input } from '../../files/input.js';
import { readCertificates, readChain, reading, readPrivateKey, unfit } from '../../files/load.js';
import { keyPem } from '../../files/new-key.js';
import { declareNewPassword, declarePassword } from '../../files/passwords.js';
import { misused } from '../../frame/exit.js';
import type { Product, Task } from '../../frame/task.js';
import { gather, type Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { type StoreEntry, storeEntries, storeLines } from '../../reports/store.js';
import { chainPem } from '../make/common.js';

interface Options {
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: readonly string[];
  readonly name?: string;
  readonly legacy?: boolean;
  readonly trust?: boolean;
  readonly out?: string;
  readonly certOut?: string;
  readonly keyOut?: string;
  readonly encryptKey?: boolean;
  readonly force?: boolean;
}

const ACTIONS = ['list', 'make', 'extract'] as const;

export const p12: Verb = {
  name: 'p12',
  group: 'Sign and protect',
  summary: 'list, make and take apart PKCS #12 files (p12, pfx) and Java stores',
  description: `What is to be done:
  list     say what is in a file: every key, certificate, list and secret with its name
  make     make a file of --key, --cert and --ca; with --trust a store of CAs as Java reads it
  extract  write the certificates with --cert-out and the key with --key-out; of several --name says which`,
  examples: [
    {
      line: 'p12 make --cert server.crt --key server.key --ca ca.crt --name server -o server.p12 --new-password-env SECRET',
      does: 'Make a file of key and certificates',
    },
    { line: 'p12 list server.p12 --password-env SECRET', does: 'Say what is in it' },
    {
      line: 'p12 extract server.p12 --password-env SECRET --cert-out from-p12.crt --key-out from-p12.key',
      does: 'Take it apart',
    },
    {
      line: 'p12 make --ca ca.crt --trust -o trust.p12 --new-password-env SECRET',
      does: 'Make a trust store for Java',
    },
  ],
  json: {
    format: '`pkcs12` or `jks`',
    entries:
      'each with its `type`, `name`, `certificates`, and of a key its `type` and `bits`; of `list` and `extract`',
    skipped: 'what could not be read, and why',
    outputs: '`store`, `certificate` and `key`, each with its `path`, `text` or `base64`',
  },
  declare: (command) => {
    command
      .argument('<action>', ACTIONS.join(', '))
      .argument('[file]', 'of list and extract, the file')
      .option('--cert <file>', 'of make, the certificate, with those above it')
      .option('--key <file>', 'of make, the private key')
      .option('--ca <file>', 'of make, certificates to go along; may be said again', gather)
      .option('--trust', 'of make, mark the certificates of --ca as trusted, as Java wants it')
      .option('--name <name>', 'of make, what it is called; of extract, which one')
      .option('--legacy', 'of make, protect it as Windows before 10 and Java before 8u301 read it')
      .option('-o, --out <file>', 'of make, where the file goes')
      .option('--cert-out <file>', 'of extract, where the certificates go')
      .option('--key-out <file>', 'of extract, where the key goes')
      .option('--encrypt-key', 'of extract, protect the key with a new password')
      .option('-f, --force', 'replace files that are there');
    declarePassword(command, 'the file, or of make the private key');
    declareNewPassword(command, 'the file that is made, or the key');
  },
  run: async (task, [action = '', path], options: Options) => {
    if (!ACTIONS.includes(action as (typeof ACTIONS)[number]))
      throw misused(`there is nothing called ${action} to be done`, `It is one of ${ACTIONS.join(', ')}.`);
    if ((action === 'make') === (path !== undefined))
      throw misused(
        action === 'make' ? 'p12 make takes no file: -o names the one that is made' : `p12 ${action} takes a file`,
      );
    if (action === 'make') return make(task, options);
    const input = await task.inputs.read(path ?? '');
    const store = await readStore(task, input);
    task.tell({ format: store.format, entries: store.entries.map(({ told }) => told), skipped: store.skipped });
    if (action === 'list') list(task, input, store);
    else await extract(task, input, store, options);
  },
};

interface Store {
  readonly format: string;
  readonly entries: readonly StoreEntry[];
  readonly skipped: readonly unknown[];
}

async function readStore(task: Task, input: Input): Promise<Store> {
  const { items, sentence } = identify(input.bytes, { maxBytes: Math.max(1, input.bytes.length) });
  const kind = items[0]?.kind;
  if (kind === 'jks' || kind === 'jceks') {
    const password = await task.passwords.needed(input.name);
    const data = reading(input, 'a key store', () => readJks(input.bytes, { password }));
    return { format: 'jks', entries: storeEntries(data), skipped: [] };
  }
  if (kind !== 'pkcs12') throw unfit(input.name, 'a PKCS #12 file', sentence);
  const password = await task.passwords.needed(input.name);
  const data = reading(input, 'a PKCS #12 file', () => readPkcs12(input.bytes, { password }));
  return { format: 'pkcs12', entries: storeEntries(data), skipped: data.skipped };
}

function list(task: Task, { name }: Input, { entries, skipped, format }: Store): void {
  task.say(`${name}: ${format === 'jks' ? "Java's key store" : 'PKCS #12'} with ${entries.length} entries`, 'title');
  for (const entry of entries) for (const line of storeLines(entry)) task.say(line);
  for (const one of skipped) {
    const { what, why } = one as { what: string; why: string };
    task.say(`  left out: ${what}: ${why}`, 'unsure');
  }
}

async function extract(task: Task, input: Input, { entries }: Store, options: Options): Promise<void> {
  const { certOut, keyOut, name } = options;
  if (certOut === undefined && keyOut === undefined)
    throw misused('what is to be written? --cert-out and --key-out name files');
  task.mustBeFree(options, certOut, keyOut);
  const wanted = entries.filter((entry) => name === undefined || entry.name === name);
  const products: Product[] = [];
  if (keyOut !== undefined) {
    const keys = wanted.flatMap(({ key }) => (key === undefined ? [] : [key]));
    const [key, ...others] = keys;
    if (key === undefined || others.length > 0)
      throw unfit(
        input.name,
        'a file with one key',
        `it has ${keys.length}${keys.length > 1 ? ': say which with --name' : ''}`,
      );
    const isEncrypted = options.encryptKey === true || task.passwords.hasNew;
    products.push({ name: 'key', path: keyOut, content: await keyPem(task, key, isEncrypted), isSecret: true });
  }
  if (certOut !== undefined) {
    const certificates = wanted.flatMap((entry) => entry.certificates);
    if (certificates.length === 0) throw unfit(input.name, 'a file with certificates', 'it has none');
    products.push({ name: 'certificate', path: certOut, content: chainPem(certificates) });
  }
  task.deliver(options, ...products);
  for (const { name: what, path } of products)
    if (path !== '-') task.say(`The ${what} is in ${shellWord(path ?? '')}.`, 'good');
}

async function make(task: Task, options: Options): Promise<void> {
  const { cert, key, name, out } = options;
  if (out === undefined) throw misused('where does it go? -o names the file');
  if (key !== undefined && cert === undefined) throw misused('--key needs --cert');
  task.mustBeFree(options, out);
  const above: X509[] = [];
  for (const file of options.ca ?? []) above.push(...(await readCertificates(task, file)));
  if (cert === undefined && above.length === 0) throw misused('what is to be in it? Say --cert and --key, or --ca');
  if (options.trust && cert !== undefined) throw misused('--trust makes a store of CAs alone, without --cert');
  const named = name === undefined ? {} : { friendlyName: name };
  const entries: Pkcs12Entry[] = [];
  if (cert !== undefined) {
    const { leaf, others } = await readChain(task, cert);
    const chain = [...others, ...above];
    if (key !== undefined)
      entries.push({ type: 'key', key: await readPrivateKey(task, key), certificate: leaf, chain, ...named });
    else for (const certificate of [leaf, ...chain]) entries.push({ type: 'certificate', certificate, ...named });
  } else
    above.forEach((certificate, index) => {
      const friendlyName = name === undefined ? `ca-${index + 1}` : above.length === 1 ? name : `${name}-${index + 1}`;
      entries.push({
        type: 'certificate',
        certificate,
        friendlyName,
        ...(options.trust && { trustedFor: ['anyExtendedKeyUsage'] }),
      });
    });
  const password = await task.passwords.fresh('the file');
  const made = createPkcs12({ entries, password, profile: options.legacy ? 'legacy' : 'modern' });
  task.deliver(options, { name: 'store', path: out, content: made.der, isSecret: true });
  task.tell({ format: 'pkcs12', skipped: [] });
  task.say(`A file with ${entries.length} entr${entries.length === 1 ? 'y' : 'ies'}, in ${shellWord(out)}.`, 'good');
}
