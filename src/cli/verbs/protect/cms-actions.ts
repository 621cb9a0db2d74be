/** What `tsopenssl cms` does with a file. */
import type { X509 } from '../../../crypto/index.js';
import {
  decryptMessage,
  encryptMessage,
  type MadeMessage,
  readCertificate,
  readMessage,
  type SignerVerdict,
  type SigningPurpose,
  signMessage,
  type VerifyMessageOptions,
  verifyMessage,
} from '../../../pki/index.js';
import { readCertificates, readChain, reading, readPrivateKey } from '../../files/load.js';
import { misused } from '../../frame/exit.js';
import type { Task } from '../../frame/task.js';
import { shellWord } from '../../frame/visible.js';
import { nameText } from '../../reports/names.js';

/** What the command is told. */
export interface CmsOptions {
  readonly cert?: string;
  readonly key?: string;
  readonly detached?: boolean;
  readonly content?: string;
  readonly ca?: readonly string[];
  readonly untrusted?: readonly string[];
  readonly purpose: string;
  readonly to?: readonly string[];
  readonly cipher: string;
  readonly withPassword?: boolean;
  readonly form: string;
  readonly out?: string;
  readonly force?: boolean;
}

export async function sign(task: Task, path: string, options: CmsOptions): Promise<void> {
  const { cert, key, detached = false } = options;
  if (cert === undefined || key === undefined)
    throw misused('who signs? --cert and --key name the certificate and its key');
  const content = await task.inputs.read(path);
  const { leaf, others } = await readChain(task, cert);
  const signer = { certificate: leaf, key: await readPrivateKey(task, key) };
  const made = signMessage(content.bytes, { signers: [signer], certificates: others, detached });
  deliverMessage(task, made, options);
  task.say(`${shellWord(content.name)} is signed${detached ? ', beside its content' : ''}${inFile(options)}.`, 'good');
}

export async function verify(task: Task, path: string, options: CmsOptions): Promise<void> {
  if (options.ca === undefined) throw misused('whom do you trust? --ca names CAs');
  const message = await task.inputs.read(path);
  const trust: X509[] = [];
  for (const file of options.ca) trust.push(...(await readCertificates(task, file)));
  const intermediates: X509[] = [];
  for (const file of options.untrusted ?? []) intermediates.push(...(await readCertificates(task, file)));
  const content = options.content === undefined ? {} : { content: (await task.inputs.read(options.content)).bytes };
  const settings: VerifyMessageOptions = {
    trust,
    intermediates,
    purpose: options.purpose as SigningPurpose,
    ...content,
  };
  const verdict = reading(message, 'a signed message', () => verifyMessage(message.bytes, settings));
  const { valid, contentType } = verdict;
  task.tell({ valid, reason: valid ? null : verdict.reason, contentType, signers: verdict.signers.map(plainSigner) });
  for (const one of verdict.signers) {
    const who =
      one.certificate === undefined
        ? 'a signer without certificate'
        : nameText(readCertificate(one.certificate).subject);
    task.say(
      `${one.valid ? 'holds' : 'FAILS'}  ${who}${one.reason === undefined ? '' : `: ${one.reason}`}`,
      one.valid ? 'good' : 'bad',
    );
  }
  if (!valid) {
    task.say(`${shellWord(message.name)} is NOT verified: ${verdict.reason}`, 'bad');
    task.no();
    return;
  }
  task.say(`${shellWord(message.name)} is verified.`, 'good');
  // Nobody asked for it: a detached one is there already, and the words would be mixed with it.
  if (options.out !== undefined)
    task.deliver(options, { name: 'content', path: options.out, content: verdict.content });
}

function plainSigner(signer: SignerVerdict): unknown {
  const { certificate, chain: _, ...rest } = signer;
  return { ...rest, ...(certificate && { certificate: readCertificate(certificate) }) };
}

export async function encrypt(task: Task, path: string, options: CmsOptions): Promise<void> {
  const content = await task.inputs.read(path);
  const certificates: X509[] = [];
  for (const file of options.to ?? []) certificates.push((await readChain(task, file)).leaf);
  if (certificates.length === 0 && !options.withPassword)
    throw misused('for whom? --to names certificates, and --with-password takes a password');
  const password = options.withPassword ? [{ password: await task.passwords.needed('the message') }] : [];
  const made = encryptMessage(content.bytes, { recipients: [...certificates, ...password], cipher: options.cipher });
  deliverMessage(task, made, options);
  const count = certificates.length + password.length;
  task.say(
    `${shellWord(content.name)} is encrypted for ${count} recipient${count === 1 ? '' : 's'}${inFile(options)}.`,
    'good',
  );
}

export async function decrypt(task: Task, path: string, options: CmsOptions): Promise<void> {
  const message = await task.inputs.read(path);
  if ((options.key === undefined) === (options.withPassword !== true))
    throw misused('with what? Take --key, or --with-password');
  const secret = options.withPassword
    ? { password: await task.passwords.needed(message.name) }
    : { key: await readPrivateKey(task, options.key ?? '') };
  const certificate = options.cert === undefined ? {} : { certificate: (await readChain(task, options.cert)).leaf };
  const content = reading(message, 'a message for this key', () =>
    decryptMessage(message.bytes, { ...secret, ...certificate }),
  );
  task.deliver(options, { name: 'content', path: options.out, content, isSecret: true });
  task.say(`${shellWord(message.name)} is decrypted${inFile(options)}.`, 'good');
}

export async function read(task: Task, path: string): Promise<void> {
  const message = await task.inputs.read(path);
  const data = reading(message, 'a message', () => readMessage(message.bytes));
  const { kind } = data;
  task.say(`${message.name}: ${kind}`, 'title');
  if (data.kind === 'signed') {
    const { signers, certificates, contentType } = data;
    task.tell({ kind, contentType, signers });
    task.say(
      `  content: ${contentType}${data.untrustedContent === undefined ? ', which travels beside' : `, ${data.untrustedContent.length} bytes`}`,
    );
    for (const { digestAlgorithm, signatureAlgorithm } of signers)
      task.say(`  signed by ${signatureAlgorithm.name} over ${digestAlgorithm.name}; nothing is verified by this`);
    for (const one of certificates)
      task.say(`  comes with the certificate of ${nameText(readCertificate(one).subject)}`);
  } else if (data.kind === 'enveloped' || data.kind === 'authEnveloped') {
    const { recipients, contentType, contentEncryption } = data;
    task.tell({ kind, contentType, recipients });
    task.say(
      `  encrypted by ${contentEncryption.name} for ${recipients.length} recipient${recipients.length === 1 ? '' : 's'}`,
    );
  } else task.tell({ kind });
}

function deliverMessage(task: Task, made: MadeMessage, options: CmsOptions): void {
  task.deliver(options, { name: 'message', path: options.out, content: options.form === 'der' ? made.der : made.pem });
}

const inFile = ({ out }: CmsOptions): string => (out === undefined || out === '-' ? '' : `, in ${shellWord(out)}`);
