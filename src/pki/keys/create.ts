/** Keys made. */
import type { Bytes } from '../../common/bytes.js';
import { boolean, declareOptions } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import {
  Error as CryptoError,
  dumpPublickey,
  FILETYPE_ASN1,
  FILETYPE_PEM,
  type KeyAlgorithm,
  type KeyOptions,
  loadPublickey,
  PKey,
} from '../../crypto/index.js';
import { badValue, quoted, refused } from '../error.js';

/** What {@link createKey} can be told beside the type. */
export interface CreateKeyOptions {
  /** Whether to make what protects nothing today: RSA and DSA below 2048 bits, curves below 224. False by default. */
  readonly unchecked?: boolean;
}

/** A pair that was made. */
export interface CreatedKey {
  /** The pair; `writeKey` writes it. */
  readonly key: PKey;
  /** Its public half. */
  readonly publicKey: PKey;
  /** The public half as PEM. */
  readonly pem: string;
  /** The public half as DER: a SubjectPublicKeyInfo. */
  readonly der: Bytes;
}

const readOptions = declareOptions<CreateKeyOptions>({ unchecked: boolean });
const MIN_BITS = 2048;
const MIN_EC_BITS = 224;

/**
 * Makes a pair of any type that OpenSSL has.
 * @param type - an algorithm whose name says all, such as `'ED25519'`, `'ML-DSA-65'`, `'SLH-DSA-SHA2-128s'`, `'ML-KEM-768'`,
 * `'X448'`, `'SM2'`; or `{ type: 'RSA', bits: 3072 }`, `{ type: 'RSA-PSS' }`, `{ type: 'EC', curve: 'brainpoolP256r1' }` with
 * any curve of OpenSSL, `{ type: 'DSA' }`, `{ type: 'DH', group: 'ffdhe2048' }`. P-256 by default
 * @throws {PkiError} when there is no such type or curve, or nobody should use it
 * @throws {RangeError} when a number is out of range
 */
export function createKey(
  type: KeyAlgorithm | KeyOptions = { type: 'EC', curve: 'P-256' },
  options?: CreateKeyOptions,
): CreatedKey {
  const { unchecked = false } = readOptions(options);
  const given: unknown = typeof type === 'string' ? { type } : type;
  if (typeof given !== 'object' || given === null)
    throw wrongType('type', 'the name of an algorithm, or options', given);
  const wanted = given as KeyOptions;
  if (typeof (given as { type?: unknown }).type !== 'string')
    throw wrongType('the type of a key', 'a string', wanted.type);
  if (!unchecked) judge(wanted);
  const key = new PKey();
  try {
    key.generateKey(wanted);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw badValue(`no key of ${called(wanted)} can be made: ${error.message}`);
  }
  if (!unchecked && key.typeName === 'EC' && key.bits() < MIN_EC_BITS)
    throw refused(`the curve ${key.groupName} is too small: take P-256`);
  const der = dumpPublickey(FILETYPE_ASN1, key);
  const pem = new TextDecoder().decode(dumpPublickey(FILETYPE_PEM, key));
  return { key, publicKey: loadPublickey(FILETYPE_ASN1, der), pem, der };
}

function called(options: KeyOptions): string {
  const curve = (options as { curve?: unknown }).curve;
  return curve === undefined ? `the type ${quoted(options.type)}` : `the curve ${quoted(curve)}`;
}

function judge(options: KeyOptions): void {
  const { bits = MIN_BITS } = options as { readonly bits?: number };
  if (/^(RSA|RSA-PSS|DSA)$/.test(options.type) && bits < MIN_BITS)
    throw refused(`a key of ${options.type} with ${bits} bits is too short: take ${MIN_BITS} at least`);
}
