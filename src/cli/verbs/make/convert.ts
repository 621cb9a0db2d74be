/** `tsopenssl convert`: the same in another form. */
import {
  dumpCertificate,
  dumpCertificateRequest,
  dumpCrl,
  FILETYPE_ASN1,
  FILETYPE_PEM,
  loadCertificateRequest,
  loadCrl,
} from '../../../crypto/index.js';
import { bundleCertificates, identify, type WriteKeyOptions, writeKey } from '../../../pki/index.js';
import type { Input } from '../../files/input.js';
import { certificatesOf, keyDataOf, unfit } from '../../files/load.js';
import { declareNewPassword, declarePassword } from '../../files/passwords.js';
import { misused } from '../../frame/exit.js';
import type { Product, Task } from '../../frame/task.js';
import type { Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { chainPem } from './common.js';

interface Options {
  readonly to: string;
  readonly out?: string;
  readonly public?: boolean;
  readonly comment?: string;
  readonly encryptKey?: boolean;
  readonly force?: boolean;
}

const KEY_FORMS = ['pkcs8', 'pkcs1', 'sec1', 'spki', 'openssh', 'jwk'] as const;
const FORMS = [
  'pem',
  'der',
  'p7b',
  ...KEY_FORMS.flatMap((form) => (form === 'openssh' || form === 'jwk' ? [form] : [form, `${form}-der`])),
];

export const convert: Verb = {
  name: 'convert',
  group: 'Make certificates',
  summary: 'write certificates, requests, lists and keys in another form',
  description: `Reads a file in whatever form it is, and writes what it holds in another: pem or der of everything; p7b of certificates; of keys pkcs8, pkcs1, sec1, spki, openssh and jwk, with -der behind the first four for bytes. For PKCS #12 there is tsopenssl p12.`,
  examples: [
    { line: 'convert server.crt --to der -o server.der', does: 'Write a certificate as DER' },
    { line: 'convert server.der --to pem', does: 'And back' },
    { line: 'convert server.crt --to p7b -o server.p7b', does: 'Write certificates as PKCS #7' },
    {
      line: 'convert server.key --to openssh --public --comment me@here',
      does: 'Print the line of a key for authorized_keys',
    },
    { line: 'convert server.key --to jwk --public', does: 'Print a key as JWK' },
    { line: 'convert server.key --to sec1 -o server.sec1.key', does: 'Write a key as older programs want it' },
  ],
  json: {
    from: 'what the file was',
    to: 'the form that was written',
    outputs: '`result`, with its `path`, `text` or `base64`',
  },
  declare: (command) => {
    command
      .argument('<file>', 'what to convert')
      .requiredOption('--to <form>', `the form: ${FORMS.join(', ')}`)
      .option('--public', 'of a key, the public half alone')
      .option('--comment <text>', 'what an OpenSSH key is called')
      .option('--encrypt-key', 'protect the key with a password')
      .option('-o, --out <file>', 'where the result goes; stdout by default')
      .option('-f, --force', 'replace a file that is there');
    declarePassword(command, 'the key that is read');
    declareNewPassword(command, 'the key that is written');
  },
  run: async (task, [path = ''], options: Options) => {
    if (!FORMS.includes(options.to))
      throw misused(`there is no form ${options.to}`, `It is one of ${FORMS.join(', ')}.`);
    task.mustBeFree(options, options.out);
    const input = await task.inputs.read(path);
    const { items, sentence } = identify(input.bytes, { maxBytes: Math.max(1, input.bytes.length) });
    const kind = items.find(({ kind: one }) => KINDS.has(one))?.kind;
    if (kind === undefined) throw unfit(input.name, 'something that can be converted', sentence);
    const isKey = kind === 'private-key' || kind === 'public-key';
    const made = isKey ? await keyIn(task, input, options) : structureIn(input, kind, items, options);
    task.deliver(options, { ...made, name: 'result', path: options.out });
    task.tell({ from: kind, to: options.to });
    const where = options.out === undefined || options.out === '-' ? '' : `, in ${shellWord(options.out)}`;
    task.say(`${shellWord(input.name)} as ${options.to}${where}.`, 'good');
  },
};

const KINDS: ReadonlySet<string> = new Set([
  'certificate',
  'trusted-certificate',
  'certificate-request',
  'crl',
  'private-key',
  'public-key',
  'cms',
]);

type Made = Pick<Product, 'content' | 'isSecret'>;

function structureIn(input: Input, kind: string, items: ReturnType<typeof identify>['items'], { to }: Options): Made {
  const isOfKeys = to !== 'pem' && to !== 'der' && to !== 'p7b';
  if (isOfKeys) throw misused(`${input.name} holds no key, and ${to} is a form of keys`);
  const der = items.find((item) => item.kind === kind)?.bytes ?? new Uint8Array();
  if (kind === 'certificate-request' || kind === 'crl') {
    if (to === 'p7b') throw misused('p7b is a form of certificates');
    const type = to === 'der' ? FILETYPE_ASN1 : FILETYPE_PEM;
    const bytes =
      kind === 'crl'
        ? dumpCrl(type, loadCrl(FILETYPE_ASN1, der))
        : dumpCertificateRequest(type, loadCertificateRequest(FILETYPE_ASN1, der));
    return { content: to === 'der' ? bytes : new TextDecoder().decode(bytes) };
  }
  const certificates = certificatesOf(input);
  if (to === 'pem') return { content: chainPem(certificates) };
  if (to === 'p7b') return { content: bundleCertificates(certificates).pem };
  const [only, ...others] = certificates;
  if (only === undefined || others.length > 0)
    throw misused(`DER holds one certificate, and ${input.name} has ${certificates.length}`, 'Take p7b, or pem.');
  return { content: dumpCertificate(FILETYPE_ASN1, only) };
}

async function keyIn(task: Task, input: Input, options: Options): Promise<Made> {
  if (options.to === 'p7b') throw misused('p7b is a form of certificates');
  const { key, isPrivate } = await keyDataOf(task, input);
  const isPublic = options.public === true || !isPrivate || options.to.startsWith('spki');
  const isEncrypted = !isPublic && (options.encryptKey === true || task.passwords.hasNew);
  const [, form, bytes] = /^(\w+?)(-der)?$/.exec(options.to) ?? [];
  const isDer = bytes !== undefined || options.to === 'der';
  const settings: WriteKeyOptions = {
    ...(form !== 'pem' && form !== 'der' && { format: form as (typeof KEY_FORMS)[number] }),
    ...(isPublic && { public: true }),
    ...(options.comment !== undefined && { comment: options.comment }),
    ...(isEncrypted && { passphrase: await task.passwords.fresh('the key') }),
    ...(isDer && { encoding: 'der' as const }),
  };
  // A form that is a variable has all three kinds of result.
  const written: unknown = writeKey(key, settings);
  const isSecret = !isPublic;
  if (typeof written === 'string') return { content: written.endsWith('\n') ? written : `${written}\n`, isSecret };
  if (written instanceof Uint8Array) return { content: written, isSecret };
  return { content: `${JSON.stringify(written, null, 2)}\n`, isSecret };
}
