/** Objects of what was read: what a file is decides its content, never its name. */
import {
  FILETYPE_ASN1,
  FILETYPE_PEM,
  loadCertificate,
  loadCertificateRequest,
  loadCertificates,
  loadPrivatekey,
  loadPublickey,
  type PKey,
  type X509,
  type X509Req,
} from '../../crypto/index.js';
import { CliError, EXIT } from '../frame/exit.js';
import type { Task } from '../frame/task.js';
import type { Input } from './input.js';

/** Whether bytes are PEM: DER begins with a SEQUENCE. */
export const isPem = ({ bytes }: Input): boolean =>
  bytes[0] !== 0x30 || new TextDecoder('latin1').decode(bytes.subarray(0, 4096)).includes('-----BEGIN ');

/** All certificates of a file, in their order. */
export async function readCertificates(task: Task, path: string): Promise<readonly X509[]> {
  const input = await task.inputs.read(path);
  return loading(input, 'certificate', () =>
    isPem(input) ? loadCertificates(input.bytes) : [loadCertificate(FILETYPE_ASN1, input.bytes)],
  );
}

/** The first certificate of a file, and those behind it. */
export async function readChain(task: Task, path: string): Promise<{ leaf: X509; others: readonly X509[] }> {
  const [leaf, ...others] = await readCertificates(task, path);
  if (leaf === undefined) throw new CliError(EXIT.input, `${path} has no certificate`);
  return { leaf, others };
}

/** A request for a certificate. */
export async function readRequestFile(task: Task, path: string): Promise<X509Req> {
  const input = await task.inputs.read(path);
  return loading(input, 'certificate request', () =>
    loadCertificateRequest(isPem(input) ? FILETYPE_PEM : FILETYPE_ASN1, input.bytes),
  );
}

/** A private key; its password is asked for where it has one. */
export async function readPrivateKey(task: Task, path: string): Promise<PKey> {
  const input = await task.inputs.read(path);
  try {
    return await privateKeyOf(task, input);
  } finally {
    input.bytes.fill(0);
  }
}

/** The private key of an input that stays the caller's. */
export async function privateKeyOf(task: Task, input: Input): Promise<PKey> {
  const type = isPem(input) ? FILETYPE_PEM : FILETYPE_ASN1;
  let isAsked = false;
  try {
    return loadPrivatekey(type, input.bytes, () => {
      isAsked = true;
      throw new CliError(EXIT.input, `${input.name} is encrypted`);
    });
  } catch (error) {
    if (!isAsked) throw unreadable(input, 'private key', error);
  }
  const password = await task.passwords.needed(input.name);
  return loading(input, 'private key', () => loadPrivatekey(type, input.bytes, password));
}

/** A key of a file: private, public, or that of a certificate. */
export async function readAnyKey(task: Task, path: string): Promise<PKey> {
  const input = await task.inputs.read(path);
  const text = isPem(input) ? new TextDecoder('latin1').decode(input.bytes) : '';
  if (text.includes('-----BEGIN CERTIFICATE-----'))
    return loading(input, 'certificate', () => loadCertificate(FILETYPE_PEM, input.bytes).getPubkey());
  if (/-----BEGIN (NEW )?CERTIFICATE REQUEST-----/.test(text))
    return loading(input, 'certificate request', () => loadCertificateRequest(FILETYPE_PEM, input.bytes).getPubkey());
  if (text.includes('-----BEGIN PUBLIC KEY-----'))
    return loading(input, 'public key', () => loadPublickey(FILETYPE_PEM, input.bytes));
  if (text !== '') return privateKeyOf(task, input);
  const ways = [
    () => loadPublickey(FILETYPE_ASN1, input.bytes),
    () => loadCertificate(FILETYPE_ASN1, input.bytes).getPubkey(),
    () => loadCertificateRequest(FILETYPE_ASN1, input.bytes).getPubkey(),
  ];
  for (const way of ways) {
    try {
      return way();
    } catch {
      // Something else.
    }
  }
  return privateKeyOf(task, input);
}

function loading<T>(input: Input, what: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw unreadable(input, what, error);
  }
}

function unreadable({ name }: Input, what: string, cause: unknown): CliError {
  if (cause instanceof CliError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CliError(EXIT.input, `${name} cannot be read as a ${what}: ${reason}`, { cause });
}
