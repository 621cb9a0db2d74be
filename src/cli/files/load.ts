/** Objects of what was read: what a file is decides its content, never its name. */
import type { Bytes } from '../../common/bytes.js';
import { FILETYPE_ASN1, loadCertificate, loadCertificateRequest, type PKey, type X509 } from '../../crypto/index.js';
import { identify, type KeyData, readBundle, readKey } from '../../pki/index.js';
import { CliError, EXIT } from '../frame/exit.js';
import type { Task } from '../frame/task.js';
import type { Input } from './input.js';

/** What is wrong with an input that is not what it should be. */
export function unfit(name: string, what: string, reason: string, cause?: unknown): CliError {
  return new CliError(EXIT.input, `${name} cannot be read as ${what}: ${reason}`, { cause });
}

/** All certificates of a file, in their order: PEM of one or many, DER, or a bundle of PKCS #7. */
export async function readCertificates(task: Task, path: string): Promise<readonly X509[]> {
  return certificatesOf(await task.inputs.read(path));
}

/** All certificates of an input. @throws {CliError} when there is none */
export function certificatesOf(input: Input): readonly X509[] {
  const { items, sentence } = identify(input.bytes, { maxRead: 1, maxBytes: Math.max(1, input.bytes.length) });
  const found = items.flatMap((item): readonly X509[] => {
    if (item.bytes === undefined) return [];
    if (item.kind === 'certificate' || item.kind === 'trusted-certificate')
      return [reading(input, 'a certificate', () => loadCertificate(FILETYPE_ASN1, item.bytes ?? new Uint8Array()))];
    if (item.kind === 'cms')
      return reading(input, 'a bundle', () => readBundle(item.bytes ?? new Uint8Array()).certificates);
    return [];
  });
  if (found.length === 0) throw unfit(input.name, 'a certificate', sentence);
  return found;
}

/** The first certificate of a file, and those behind it. */
export async function readChain(task: Task, path: string): Promise<{ leaf: X509; others: readonly X509[] }> {
  const [leaf, ...others] = await readCertificates(task, path);
  if (leaf === undefined) throw unfit(path, 'a certificate', 'there is none');
  return { leaf, others };
}

/** A file as it is, of one kind of structure: the DER of its first block of PEM, or of the whole. */
export function derOf(input: Input, kind: string, what: string): Bytes {
  const { items, sentence } = identify(input.bytes, { maxBytes: Math.max(1, input.bytes.length) });
  const found = items.find((item) => item.kind === kind);
  if (found?.bytes === undefined) throw unfit(input.name, what, found?.fault ?? sentence);
  return found.bytes;
}

/** A private key of any form; its password is asked for where it has one. */
export async function readPrivateKey(task: Task, path: string): Promise<PKey> {
  const { key, isPrivate } = await readKeyData(task, path);
  if (!isPrivate) throw unfit(path, 'a private key', 'it is the public half alone');
  return key;
}

/** A key of any form, and what it was in. */
export async function readKeyData(task: Task, path: string): Promise<KeyData> {
  const input = await task.inputs.read(path);
  try {
    return await keyDataOf(task, input);
  } finally {
    input.bytes.fill(0);
  }
}

/** The key of an input that stays the caller's. */
export async function keyDataOf(task: Task, input: Input): Promise<KeyData> {
  let isAsked = false;
  try {
    return readKey(input.bytes, {
      passphrase: () => {
        isAsked = true;
        throw new CliError(EXIT.input, `${input.name} is encrypted`);
      },
    });
  } catch (error) {
    if (!isAsked) throw unfit(input.name, 'a key', reasonOf(error), error);
  }
  const passphrase = await task.passwords.needed(input.name);
  return reading(input, 'a key', () => readKey(input.bytes, { passphrase }));
}

/** The key of a file: private, public, or that of a certificate or a request. */
export async function readAnyKey(task: Task, path: string): Promise<PKey> {
  const input = await task.inputs.read(path);
  const { items } = identify(input.bytes, { maxBytes: Math.max(1, input.bytes.length) });
  const holder = items.find(({ kind }) => kind === 'certificate' || kind === 'certificate-request');
  const hasKey = items.some(({ kind }) => kind === 'private-key' || kind === 'public-key');
  if (holder?.bytes === undefined || hasKey) return (await keyDataOf(task, input)).key;
  const bytes = holder.bytes;
  return reading(input, 'a certificate', () =>
    holder.kind === 'certificate' ? loadCertificate(FILETYPE_ASN1, bytes).getPubkey() : requestKey(bytes),
  );
}

const requestKey = (der: Uint8Array): PKey => loadCertificateRequest(FILETYPE_ASN1, der).getPubkey();

/** What `body` gives; what it refuses is said of the input. */
export function reading<T>(input: Pick<Input, 'name'>, what: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw unfit(input.name, what, reasonOf(error), error);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
