/** Java's own key store (JKS), as sun.security.provider.JavaKeyStore writes it. */
import { type BytesLike, binaryArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { declareOptions, integer } from '../../common/options.js';
import {
  FILETYPE_ASN1,
  loadCertificate,
  loadPrivatekey,
  type Passphrase,
  type PKey,
  type X509,
} from '../../crypto/index.js';
import { Der } from '../der/reader.js';
import { sameBytes } from '../der/values.js';
import { concat } from '../der/writer.js';
import { badDer } from '../error.js';
import { faulty } from '../fault.js';
import { passphraseRule, withPassphrase } from '../keys/passphrase.js';
import { wrongPassword } from '../keys/sealed/crypt.js';
import { SshReader } from '../keys/ssh/wire.js';
import { native } from '../native.js';

/** How {@link readJks} reads. */
export interface ReadJksOptions {
  /** The password of the store, which also opens its keys. Without one, certificates are read and nothing tells whether they have been changed. */
  readonly password?: Passphrase;
  /** Most entries that are read; 10,000 by default. */
  readonly maxEntries?: number;
}

/** A certificate that Java trusts. */
export interface JksCertificate {
  /** What Java calls it. */
  readonly alias: string;
  /** When it was put there. */
  readonly created: Date;
  /** The certificate. */
  readonly certificate: X509;
}

/** A key and its chain. */
export interface JksKey {
  /** What Java calls it. */
  readonly alias: string;
  /** When it was put there. */
  readonly created: Date;
  /** The key; null where there was no password, or it is another one. */
  readonly key: PKey | null;
  /** Its certificate, and those of the issuers. */
  readonly chain: readonly X509[];
}

/** What a store holds. */
export interface JksData {
  /** What this is of. */
  readonly kind: 'jks';
  /** Whether the password is the one of the store, so that nothing in it has been changed. */
  readonly isVerified: boolean;
  /** The certificates that are trusted. */
  readonly certificates: readonly JksCertificate[];
  /** The keys. */
  readonly keys: readonly JksKey[];
}

const readOptions = declareOptions<ReadJksOptions>({ password: passphraseRule, maxEntries: integer(1, 1_000_000) });
const WHAT = 'the Java key store';
const MAGIC = 0xfeed_feed;
const MAX_ENTRIES = 10_000;
const MAX_CHAIN = 100;
const KEY = 1;
const CERTIFICATE = 2;
const DIGEST_BYTES = 20;
const encoder = new TextEncoder();

/**
 * Reads a key store of Java's own kind JKS, which was its default up to Java 8.
 * @throws {PkiError} when it is none, is cut off, or the password is not its own (`ERR_PKI_PASSWORD`)
 */
export function readJks(input: BytesLike, options?: ReadJksOptions): JksData {
  const { password, maxEntries = MAX_ENTRIES } = readOptions(options);
  const bytes = binaryArgument(input, 'a key store').slice();
  return withPassphrase(password, (given) => {
    const wide = given === null ? undefined : wideOf(given);
    try {
      return readStore(bytes, wide, maxEntries);
    } finally {
      wide?.fill(0);
    }
  });
}

function readStore(bytes: Uint8Array, password: Uint8Array | undefined, maxEntries: number): JksData {
  const reader = new SshReader(bytes.subarray(0, Math.max(0, bytes.length - DIGEST_BYTES)), WHAT);
  if (reader.uint32() !== MAGIC) throw badDer('this is no Java key store of the kind JKS');
  const version = reader.uint32();
  if (version !== 1 && version !== 2) throw badDer(`${WHAT} is of the version ${version}, which nobody knows`);
  const count = reader.uint32();
  if (count > maxEntries)
    throw badDer(`${WHAT} says that it has ${count} entries: maxEntries takes more than ${maxEntries}`);
  if (password !== undefined) demandDigest(bytes, password);
  const certificates: JksCertificate[] = [];
  const keys: JksKey[] = [];
  for (let index = 0; index < count; index++) {
    const kind = reader.uint32();
    if (kind !== KEY && kind !== CERTIFICATE) throw badDer(`${WHAT} has an entry of a kind that nobody knows: ${kind}`);
    const [alias, created] = [javaText(reader), javaDate(reader)];
    if (kind === CERTIFICATE) certificates.push({ alias, created, certificate: javaCertificate(reader, version) });
    else keys.push({ alias, created, ...javaKey(reader, version, password) });
  }
  reader.end();
  return { kind: 'jks', isVerified: password !== undefined, certificates, keys };
}

function javaKey(reader: SshReader, version: number, password: Uint8Array | undefined): Pick<JksKey, 'key' | 'chain'> {
  const sealed = reader.string();
  const length = reader.uint32();
  if (length > MAX_CHAIN) throw badDer(`${WHAT} has a chain of more than ${MAX_CHAIN} certificates`);
  const chain = Array.from({ length }, () => javaCertificate(reader, version));
  return { key: password === undefined ? null : openKey(sealed, password), chain };
}

/** The whole is hashed behind the password and a sentence of its authors'. */
function demandDigest(bytes: Uint8Array, password: Uint8Array): void {
  const end = bytes.length - DIGEST_BYTES;
  const digest = native.digest_bytes(
    'sha1',
    concat([password, encoder.encode('Mighty Aphrodite'), bytes.subarray(0, end)]),
  );
  if (!sameBytes(digest, bytes.subarray(end))) throw wrongPassword(WHAT);
}

/** A stream of SHA-1 over the password and what came before, and a digest of the key behind it. @returns null where it is another's */
function openKey(sealed: Uint8Array, password: Uint8Array): PKey | null {
  const fields = Der.parse(sealed, WHAT).fields(WHAT);
  fields.next();
  const { content } = fields.next();
  if (content.length < DIGEST_BYTES * 2) throw badDer(`${WHAT} has a key that is cut off`);
  const opened = content.slice(DIGEST_BYTES, -DIGEST_BYTES);
  let block = content.slice(0, DIGEST_BYTES);
  for (let at = 0; at < opened.length; at += DIGEST_BYTES) {
    block = native.digest_bytes('sha1', concat([password, block])).slice();
    for (let index = 0; index < DIGEST_BYTES && at + index < opened.length; index++)
      opened[at + index] = (opened[at + index] ?? 0) ^ (block[index] ?? 0);
  }
  try {
    const digest = native.digest_bytes('sha1', concat([password, opened]));
    return sameBytes(digest, content.slice(-DIGEST_BYTES)) ? loadPrivatekey(FILETYPE_ASN1, opened) : null;
  } finally {
    opened.fill(0);
  }
}

function javaCertificate(reader: SshReader, version: number): X509 {
  const kind = version === 1 ? 'X.509' : javaText(reader);
  const der = reader.string();
  if (kind !== 'X.509') throw badDer(`${WHAT} has a certificate of a kind that nobody reads: ${JSON.stringify(kind)}`);
  return faulty(`${WHAT} has a certificate that is not read`, () => loadCertificate(FILETYPE_ASN1, der));
}

/** Java's "modified UTF-8" behind its length in two bytes: the same as UTF-8 but for what aliases never have. */
function javaText(reader: SshReader): string {
  const [high = 0, low = 0] = reader.take(2);
  return new TextDecoder().decode(reader.take(high * 256 + low).slice());
}

function javaDate(reader: SshReader): Date {
  return new Date(reader.uint32() * 2 ** 32 + reader.uint32());
}

/** The password in two bytes a letter, as Java has it. */
function wideOf(password: Uint8Array): Bytes {
  const text = new TextDecoder().decode(password);
  return Uint8Array.from({ length: text.length * 2 }, (_, index) => {
    const unit = text.charCodeAt(index >> 1);
    return index & 1 ? unit & 0xff : unit >> 8;
  });
}
