/** Opens files: what is in them goes on the shelf. */
import type { Identified, KeySource } from 'tsopenssl/pki';
import type { ShelfEntry } from '../../frame/shelf.js';
import { pkcs8, spki } from './keys.js';
import { printable } from './names.js';
import { sentenceOf } from './problem.js';
import type { Kit } from './task.js';
import { crlEntry, knownCertificate, requestEntry } from './things.js';

/** What came of a file. */
export interface Opened {
  readonly entries: readonly ShelfEntry[];
  /** Whether something in it needs a password that was not given. */
  readonly isLocked: boolean;
  /** What could not be read, in the kit's sentences. */
  readonly faults: readonly string[];
  /** What the file is, in the kit's sentence. */
  readonly sentence: string;
}

/** A file, or what was pasted. */
export interface Source {
  readonly bytes: Uint8Array;
  /** The file's name; empty of what was pasted. */
  readonly name: string;
}

interface Opening {
  readonly kit: Kit;
  readonly source: Source;
  readonly password: string | undefined;
  readonly text: string;
}

class Locked extends Error {}

const MAX_ITEMS = 1000;

/** Reads everything in a file that a task can use. @param password - what opens it, where it is encrypted */
export async function open(source: Source, kit: Kit, password?: string): Promise<Opened> {
  const { items, sentence } = await kit.identify(source.bytes, { maxItems: MAX_ITEMS });
  const opening = { kit, source, password, text: textOf(source.bytes) };
  const entries: ShelfEntry[] = [];
  const faults = new Set<string>();
  let isLocked = false;
  for (const item of items) {
    try {
      entries.push(...(await entriesOf(item, opening)));
    } catch (error) {
      if (error instanceof Locked) isLocked = true;
      else faults.add(sentenceOf(error));
    }
  }
  if (entries.length === 0 && !isLocked && faults.size === 0) faults.add(sentence);
  return { entries, isLocked, faults: [...faults], sentence };
}

/** The file as it is, for tasks that take any bytes. */
export function dataEntry({ bytes, name }: Source): ShelfEntry {
  return { kind: 'data', title: name, bytes, origin: 'opened' };
}

async function entriesOf(item: Identified, opening: Opening): Promise<readonly ShelfEntry[]> {
  const { kit, source } = opening;
  const bytes = item.bytes ?? new Uint8Array();
  const named = (kind: ShelfEntry['kind']): ShelfEntry[] => [
    { kind, title: source.name, bytes: item.bytes ?? source.bytes, origin: 'opened' },
  ];
  switch (item.kind) {
    case 'certificate':
    case 'trusted-certificate':
      return [(await knownCertificate(certificateOf(bytes), kit, 'opened')).entry];
    case 'certificate-request':
      return [(await requestEntry(bytes, kit, 'opened'))[0]];
    case 'crl':
      return [(await crlEntry(bytes, kit, 'opened'))[0]];
    case 'private-key':
    case 'public-key':
      return [await keyEntry(item.form === 'der' ? bytes : placeOf(item, opening.text), opening)];
    case 'jwks':
      return await keySet(opening);
    case 'pkcs12':
      return [...named('pkcs12'), ...(await pkcs12Entries(bytes, opening))];
    case 'jks':
      return [...named('java-store'), ...(await javaEntries(bytes, opening))];
    case 'cms':
      return item.certificatesOnly === true ? await bundleEntries(bytes, opening) : named('message');
    case 'time-stamp-token':
    case 'time-stamp-response':
      return named('time-stamp');
    case 'time-stamp-request':
    case 'ocsp-request':
    case 'ocsp-response':
      return named(item.kind);
    case 'mail':
      return [{ kind: 'mail', title: source.name, bytes: source.bytes, origin: 'opened' }];
    default:
      return [];
  }
}

/** What stands behind a trusted certificate is OpenSSL's own: the certificate ends where its outermost sequence does. */
function certificateOf(bytes: Uint8Array): Uint8Array {
  const [, first = 0] = bytes;
  const count = first < 0x80 ? 0 : first & 0x7f;
  let length = count === 0 ? first : 0;
  for (const byte of bytes.subarray(2, 2 + count)) length = length * 256 + byte;
  return bytes.slice(0, 2 + count + length);
}

const placeOf = ({ offset, length }: Identified, text: string): string => text.slice(offset, offset + length);

async function keyEntry(input: KeySource, { kit, password, source }: Opening): Promise<ShelfEntry> {
  const read = await unlocked(password, () =>
    kit.readKey(input, password === undefined || password === '' ? {} : { passphrase: password }),
  );
  const title = printable(read.comment ?? source.name);
  const { pin } = await kit.fingerprints(read.key);
  if (read.isPrivate) return { kind: 'private-key', title, pin, bytes: await pkcs8(read.key, kit), origin: 'opened' };
  const bytes = await spki(read.key, kit);
  return { kind: 'public-key', title, pin, bytes, origin: 'opened' };
}

async function keySet(opening: Opening): Promise<readonly ShelfEntry[]> {
  const { keys } = JSON.parse(opening.text) as { readonly keys: readonly KeySource[] };
  return await Promise.all(keys.map((key) => keyEntry(key, opening)));
}

async function pkcs12Entries(bytes: Uint8Array, opening: Opening): Promise<readonly ShelfEntry[]> {
  const { kit, password } = opening;
  const read = await unlocked(password, () =>
    kit.readPkcs12(bytes, { allowMissingMac: true, ...(password !== undefined && { password }) }),
  );
  const keys = read.keys.map(async ({ key, friendlyName }) => titled(await keyEntry(key, opening), friendlyName));
  const certificates = read.certificates.map(({ certificate }) => certificateEntry(certificate, opening));
  const crls = read.crls.map(({ crl }) => crlOf(crl, opening));
  return await Promise.all([...certificates, ...keys, ...crls]);
}

const titled = (entry: ShelfEntry, name: string | null): ShelfEntry =>
  name ? { ...entry, title: printable(name) } : entry;

async function javaEntries(bytes: Uint8Array, opening: Opening): Promise<readonly ShelfEntry[]> {
  const { kit, password } = opening;
  const read = await unlocked(password, () => kit.readJks(bytes, password === undefined ? {} : { password }));
  if (password === undefined && read.keys.length > 0) throw new Locked();
  const certificates = [...read.certificates.map((one) => one.certificate), ...read.keys.flatMap(({ chain }) => chain)];
  const keys = read.keys.flatMap(({ key, alias }) => (key === null ? [] : [{ key, alias }]));
  return await Promise.all([
    ...certificates.map((one) => certificateEntry(one, opening)),
    ...keys.map(async ({ key, alias }) => titled(await keyEntry(key, opening), alias)),
  ]);
}

async function bundleEntries(bytes: Uint8Array, opening: Opening): Promise<readonly ShelfEntry[]> {
  const { certificates, crls } = await opening.kit.readBundle(bytes);
  return await Promise.all([
    ...certificates.map((one) => certificateEntry(one, opening)),
    ...crls.map((one) => crlOf(one, opening)),
  ]);
}

async function certificateEntry(one: Parameters<Kit['readCertificate']>[0], { kit }: Opening): Promise<ShelfEntry> {
  return (await knownCertificate(one, kit, 'opened')).entry;
}

async function crlOf(one: Parameters<Kit['readCrl']>[0], { kit }: Opening): Promise<ShelfEntry> {
  return (await crlEntry(one, kit, 'opened'))[0];
}

/** What is refused for want of a password is locked; what is refused for a wrong one is an error. */
async function unlocked<T>(password: string | undefined, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (password === undefined && (error as { code?: unknown }).code === 'ERR_PKI_PASSWORD') throw new Locked();
    throw error;
  }
}

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return new TextDecoder(isWide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);
}
