/** `tsopenssl issue`: a CA, an intermediate, or the certificate of a server, a client or a person. */
import type { PKey, X509 } from '../../../crypto/index.js';
import {
  createCertificateAuthority,
  type Issued,
  type Issuer,
  issueCertificate,
  issueIntermediate,
  readCertificate,
} from '../../../pki/index.js';
import { readChain, readPrivateKey } from '../../files/load.js';
import { fileNameFor, subjectNameOf } from '../../files/names.js';
import { declareNewKey, keyOptionsOf, keyPem, type NewKeyOptions } from '../../files/new-key.js';
import { declareNewPassword, declarePassword } from '../../files/passwords.js';
import { subjectOf } from '../../files/subject.js';
import { misused } from '../../frame/exit.js';
import type { Task } from '../../frame/task.js';
import { gather, type Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { certificateRows, laidOut } from '../../reports/certificate.js';
import { chainPem, daysOf, isSelfIssued } from './common.js';

interface Options extends NewKeyOptions {
  readonly ca?: string;
  readonly caKey?: string;
  readonly root?: string;
  readonly intermediate?: string;
  readonly subject?: string;
  readonly days?: string;
  readonly usage?: readonly string[];
  readonly pathLength?: string;
  readonly key?: string;
  readonly out?: string;
  readonly keyOut?: string;
  readonly chain: boolean;
  readonly force?: boolean;
  readonly unchecked?: boolean;
}

export const issue: Verb = {
  name: 'issue',
  group: 'Make certificates',
  summary: 'make a CA, or a certificate that a CA signs',
  description:
    "Makes a key and a certificate that today's browsers and servers accept: for names, signed by a CA; or with --root a CA itself, and with --intermediate one below another. Files are named after what they are for, unless -o and --key-out say otherwise. Behind a certificate stand those of the intermediates that are in the file of the CA, as servers need them.",
  examples: [
    { line: 'issue --root "Example Root"', does: 'Make a CA, in root.crt and root.key' },
    {
      line: 'issue --intermediate "Example Issuing" --ca ca.crt --ca-key ca.key -o issuing.crt --key-out issuing.key',
      does: 'Make a CA below it',
    },
    { line: 'issue example.com 192.0.2.1 --ca ca.crt --ca-key ca.key', does: 'Make a certificate for a server' },
    {
      line: 'issue anna@example.com --subject "CN=Anna, O=Example" --usage clientAuth --ca ca.crt --ca-key ca.key',
      does: 'Make a certificate for a person',
    },
  ],
  json: {
    subject: 'whose certificate it is',
    serialNumber: 'its serial number',
    notBefore: 'when it begins',
    notAfter: 'when it ends',
    outputs: '`certificate` and `key`, each with its `path`, or with its `text` where it went to stdout',
  },
  declare: (command) => {
    command
      .argument(
        '[names...]',
        'whom it names: hosts, addresses, addresses of mail, URIs; also dns:, ip:, email:, uri:, upn: or rid: before a name',
      )
      .option('--ca <file>', 'the certificate of the CA that signs, and of those above it')
      .option('--ca-key <file>', 'the private key of the CA')
      .option('--root <subject>', 'make a CA that signs itself')
      .option('--intermediate <subject>', 'make a CA that --ca signs')
      .option('--subject <subject>', 'whose certificate it is: a common name, or such as "CN=Anna, O=Example"')
      .option('--days <number>', 'how many days it is good: 90, of a root 3650, of an intermediate 1825')
      .option('--usage <usage>', 'what it is for, such as serverAuth or clientAuth; may be said again', gather)
      .option('--path-length <number>', 'how many CAs may stand below this one')
      .option('--key <file>', 'take this private key, instead of making one');
    declareNewKey(command)
      .option('-o, --out <file>', 'where the certificate goes')
      .option('--key-out <file>', 'where the new key goes')
      .option('--no-chain', 'leave out the certificates of the intermediates')
      .option('-f, --force', 'replace files that are there')
      .option('--unchecked', 'make what nobody should take, too');
    declarePassword(command, 'the private key that is read');
    declareNewPassword(command, 'the new key');
  },
  run: async (task, names, options: Options) => {
    const kind = kindOf(names, options);
    const stem = kind === 'leaf' ? fileNameFor(names[0] ?? options.subject ?? '') : kind;
    const path = options.out ?? `${stem}.crt`;
    const keyPath = options.key === undefined ? (options.keyOut ?? `${stem}.key`) : undefined;
    if (options.key !== undefined && options.keyOut !== undefined)
      throw misused('--key takes a key that is there, so that there is none for --key-out');
    task.mustBeFree(options, path, keyPath);
    const authority = kind === 'root' ? undefined : await readAuthority(task, options);
    const own = options.key === undefined ? undefined : await readPrivateKey(task, options.key);
    const issued = make(kind, names, options, own, authority?.issuer);
    const above = authority === undefined || !options.chain ? [] : authority.chain.filter((one) => !isSelfIssued(one));
    const certificate = { name: 'certificate', path, content: chainPem([issued.certificate, ...above]) };
    const content =
      keyPath === undefined ? '' : await keyPem(task, issued.key, options.encryptKey === true || task.passwords.hasNew);
    task.deliver(
      options,
      ...(keyPath === undefined ? [] : [{ name: 'key', path: keyPath, content, isSecret: true }]),
      certificate,
    );
    report(task, kind, issued, path, keyPath);
  },
};

type Kind = 'root' | 'intermediate' | 'leaf';

function kindOf(names: readonly string[], { root, intermediate, ca, caKey, subject, pathLength }: Options): Kind {
  if (root !== undefined) {
    if (intermediate !== undefined || ca !== undefined || caKey !== undefined)
      throw misused('a root signs itself: --root goes without --intermediate, --ca and --ca-key');
    if (names.length > 0)
      throw misused('a root names no hosts', 'Make the root first, and with it certificates for names.');
    return 'root';
  }
  if (ca === undefined || caKey === undefined)
    throw misused('who is to sign? --ca and --ca-key name the CA', 'Make one with: tsopenssl issue --root "My Root"');
  if (intermediate !== undefined) {
    if (names.length > 0) throw misused('an intermediate names no hosts');
    return 'intermediate';
  }
  if (pathLength !== undefined) throw misused('--path-length is for --root and --intermediate');
  if (names.length === 0 && subject === undefined)
    throw misused('whom is it for? Name hosts, addresses of mail, or a --subject');
  return 'leaf';
}

/** The CA that signs, and what stands in its file. */
export async function readAuthority(
  task: Task,
  options: { readonly ca?: string; readonly caKey?: string },
): Promise<{ issuer: Issuer; chain: readonly X509[] }> {
  const { ca, caKey } = options;
  if (ca === undefined || caKey === undefined) throw misused('who is to sign? --ca and --ca-key name the CA');
  const { leaf, others } = await readChain(task, ca);
  return { issuer: { certificate: leaf, key: await readPrivateKey(task, caKey) }, chain: [leaf, ...others] };
}

function make(
  kind: Kind,
  names: readonly string[],
  options: Options,
  own: PKey | undefined,
  issuer: Issuer | undefined,
): Issued {
  const { root, intermediate, subject, usage, pathLength } = options;
  const common = {
    key: own ?? keyOptionsOf(options.keyType),
    unchecked: options.unchecked === true,
    ...(options.days !== undefined && { days: daysOf(options.days) }),
  };
  const authority = pathLength === undefined ? common : { ...common, pathLength: wholeOf(pathLength) };
  if (kind === 'root') return createCertificateAuthority({ ...authority, subject: subjectOf(root ?? '') });
  if (issuer === undefined) throw misused('who is to sign? --ca and --ca-key name the CA');
  if (kind === 'intermediate')
    return issueIntermediate({ ...authority, issuer, subject: subjectOf(intermediate ?? '') });
  return issueCertificate({
    ...common,
    issuer,
    names: names.map(subjectNameOf),
    ...(subject !== undefined && { subject: subjectOf(subject) }),
    ...(usage !== undefined && { usages: usage }),
  });
}

function wholeOf(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw misused(`--path-length must be a whole number, not ${text}`);
  return Number(text);
}

function report(task: Task, kind: Kind, issued: Issued, path: string, keyPath: string | undefined): void {
  const data = readCertificate(issued.der);
  const { subject, serialNumber, notBefore, notAfter } = data;
  task.tell({ subject, serialNumber, notBefore, notAfter });
  task.say(TITLES[kind], 'title');
  for (const line of laidOut(certificateRows(data))) task.say(line);
  task.say();
  if (path !== '-') task.say(`The certificate is in ${shellWord(path)}.`, 'good');
  if (keyPath !== undefined && keyPath !== '-')
    task.say(
      `The private key is in ${shellWord(keyPath)}. Whoever has it can pass for its owner: keep it secret.`,
      'good',
    );
  const [ca, key] = [shellWord(path), shellWord(keyPath ?? 'its.key')];
  if (kind === 'root')
    task.say(`Next: give ${ca} to whom is to trust it, and sign with: tsopenssl issue HOST --ca ${ca} --ca-key ${key}`);
  else if (kind === 'intermediate') task.say(`Next: tsopenssl issue HOST --ca ${ca} --ca-key ${key}`);
  else if (data.subjectAltName.some(({ type }) => type === 'dns' || type === 'ip'))
    task.say(`Next: try it with: tsopenssl serve --cert ${ca} --key ${key}`);
  else task.say(`Next: look at it with: tsopenssl inspect ${ca}`);
}

const TITLES: Readonly<Record<Kind, string>> = {
  root: 'A CA has been made.',
  intermediate: 'A CA below another has been made.',
  leaf: 'A certificate has been made.',
};
