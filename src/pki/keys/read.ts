/** Keys of any form, read, and what they were. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import { declareOptions } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import { type Passphrase, PKey, type WorkOptions } from '../../crypto/index.js';
import { MAX_ITERATIONS, workRules } from '../../crypto/internal.js';
import { badDer } from '../error.js';
import { faulty } from '../fault.js';
import { readDerKey } from './der.js';
import { readJwk } from './jwk/read.js';
import type { Jwk } from './jwk/types.js';
import { passphraseRule } from './passphrase.js';
import { isPem } from './pem.js';
import { readPemKey } from './pem-key.js';
import { isSshPrivate, readSshPrivate } from './ssh/private.js';
import { isSshLine, readSsh2, readSshLine } from './ssh/public.js';
import type { FoundKey, KeyData, Opening } from './types.js';

/** What {@link readKey} takes: a `PKey`, text or bytes of any form, or a JWK. */
export type KeySource = PKey | BytesLike | Jwk;

/** How {@link readKey} reads. `maxIterations` bounds what an encrypted key may cost; a round of OpenSSH's bcrypt counts as 5,000 for each 32 bytes. */
export interface ReadKeyOptions extends WorkOptions {
  /** What opens an encrypted key; a function is asked when one is. */
  readonly passphrase?: Passphrase;
}

const readOptions = declareOptions<ReadKeyOptions>({ ...workRules, passphrase: passphraseRule });
/** Largest file: no key is half as large. */
const MAX_BYTES = 0x0010_0000;
const SEQUENCE = 0x30;

/** A key, and what it was in. */
type Read = FoundKey & Pick<KeyData, 'encoding'>;

/**
 * Reads a key of any form: PKCS #8, PKCS #1, SEC 1, SubjectPublicKeyInfo, as DER or PEM, encrypted or not; JWK, as an object
 * or JSON; OpenSSH's public line and private file. Of a PEM text with several blocks, the first key is read.
 * @throws {PkiError} when it is no key, which says what it is; when the passphrase is missing or wrong (`ERR_PKI_PASSWORD`);
 * when OpenSSL refuses it, such as for numbers out of range
 */
export function readKey(input: KeySource, options?: ReadKeyOptions): KeyData {
  const { passphrase, maxIterations = MAX_ITERATIONS } = readOptions(options);
  if (input instanceof PKey) return described({ key: input, format: null, encoding: null, encryption: null });
  if (isJwk(input))
    return described({ key: faulty('', () => readJwk(input)), format: 'jwk', encoding: 'json', encryption: null });
  if (input === undefined || input === null) throw wrongType('a key', 'a PKey, text, bytes or a JWK', input);
  const bytes = bytesArgument(input as BytesLike, 'a key').slice();
  if (bytes.length > MAX_BYTES) throw badDer(`a key of more than ${MAX_BYTES} bytes is not read`);
  try {
    return described(readBytes(bytes, { passphrase, maxIterations }));
  } finally {
    bytes.fill(0);
  }
}

function readBytes(bytes: Uint8Array, opening: Opening): Read {
  if (bytes.length === 0) throw badDer('this is no key: it is empty');
  if (bytes[0] === SEQUENCE) return { ...readDerKey(bytes, opening), encoding: 'der' };
  if (isSshPrivate(bytes)) return { ...readSshPrivate(bytes, opening), encoding: 'der' };
  const text = textOf(bytes);
  if (isPem(text)) return { ...readPemKey(text, opening), encoding: 'pem' };
  if (text.trimStart().startsWith('{')) return readJson(text);
  if (text.includes('---- BEGIN SSH2 PUBLIC KEY ----'))
    return { ...faulty('', () => readSsh2(text)), encoding: 'text' };
  if (text.includes('---- BEGIN SSH2 ENCRYPTED PRIVATE KEY'))
    throw badDer("this is a private key of ssh.com's form: convert it with ssh-keygen -i");
  if (text.startsWith('PuTTY-User-Key-File-'))
    throw badDer('this is a key of PuTTY (PPK): convert it with puttygen -O private-openssh-new');
  if (isSshLine(text)) return { ...faulty('', () => readSshLine(text)), encoding: 'text' };
  throw badDer('this is no key: neither PEM, DER, JWK nor a line of OpenSSH');
}

function readJson(text: string): Read {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw badDer('this is no JWK: it is no JSON');
  }
  const keys = (parsed as { keys?: unknown }).keys;
  const [one, ...more] = Array.isArray(keys) ? (keys as unknown[]) : [parsed];
  if (more.length > 0) throw badDer(`this is a set of ${more.length + 1} JWKs: give one of its keys`);
  return { key: faulty('', () => readJwk(one)), format: 'jwk', encoding: 'json', encryption: null };
}

function described({ key, ...found }: Read): KeyData {
  const of = { isPrivate: key.isPrivate, type: key.typeName, curve: key.groupName, bits: key.bits() };
  return { kind: 'key', key, ...of, ...found };
}

/** Text of files: UTF-8 with or without its mark, or what Windows calls Unicode. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return new TextDecoder(isWide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);
}

/** A plain object: what it lacks of a JWK is said then. @internal */
export function isJwk(input: unknown): input is Jwk {
  return (
    typeof input === 'object' &&
    input !== null &&
    !Array.isArray(input) &&
    !ArrayBuffer.isView(input) &&
    Object.prototype.toString.call(input) === '[object Object]' &&
    'kty' in input
  );
}
