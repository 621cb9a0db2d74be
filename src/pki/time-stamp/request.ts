/** Requests for time stamps (RFC 3161, 2.4.1). */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { boolean, bytes, declareOptions, text, textOrBytes } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import { Error as CryptoError } from '../../crypto/index.js';
import { explained } from '../../ffi/index.js';
import { bytes as randomBytes } from '../../rand/index.js';
import { dottedOf, oid, readOid, shortName } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { BOOLEAN, contextOf, INTEGER, OBJECT_IDENTIFIER } from '../der/tags.js';
import { hexOf, readBoolean, readInteger, readSmall } from '../der/values.js';
import { boolean as booleanDer, integer, sequence } from '../der/writer.js';
import { badValue, PkiError } from '../error.js';
import { type Extension, readExtensions } from '../extensions/index.js';
import { native } from '../message-native.js';
import { type Imprint, type ImprintInput, imprintOf, readImprint, writeImprint } from './imprint.js';

/** What {@link createTimeStampRequest} is told. */
export interface TimeStampRequestOptions extends ImprintInput {
  /** Under which policy the stamp shall be, by dotted numbers or a name; the authority's own by default. */
  readonly policy?: string;
  /** A number that the answer must repeat, so that no old one can be given for it: 128 random bits by default; false for none. */
  readonly nonce?: bigint | false;
  /** Whether the authority's certificate shall come along. True by default. */
  readonly certificates?: boolean;
}

/** A request that was made. It is sent as `application/timestamp-query`. */
export interface TimeStampRequest {
  /** The request as DER. */
  readonly der: Bytes;
  /** The number that the answer must repeat; left out where there is none. */
  readonly nonce?: bigint;
}

/** What a request says, as plain data. */
export interface TimeStampRequestData {
  /** 1, the only one there is. */
  readonly version: number;
  /** What shall be stamped. */
  readonly imprint: Imprint;
  /** The policy that is asked for; left out where none is. */
  readonly policy?: string;
  /** The number that the answer must repeat; left out where there is none. */
  readonly nonce?: bigint;
  /** Whether the authority's certificate shall come along. */
  readonly certificates: boolean;
  /** Extensions; no authority need know any. */
  readonly extensions: readonly Extension[];
}

const NONCE_BYTES = 16;
const MAX_NONCE = 1n << 256n;
const WHAT = 'a time stamp request';

const read = declareOptions<TimeStampRequestOptions>({
  data: textOrBytes,
  imprint: bytes,
  digest: text,
  policy: text,
  nonce: (value, name) => {
    if (value === false || typeof value === 'bigint') return value;
    throw wrongType(name, 'a bigint, or false', value);
  },
  certificates: boolean,
});

/**
 * Makes a request for a time stamp over some data, of which the authority learns the digest alone.
 * @throws {PkiError} when neither data nor a digest is given, or both
 */
export function createTimeStampRequest(options: TimeStampRequestOptions): TimeStampRequest {
  const { policy, nonce = randomNonce(), certificates = true, ...given } = read(options);
  if (nonce !== false && (nonce < 0n || nonce >= MAX_NONCE))
    throw badValue('nonce must be positive and of 32 bytes at most');
  const der = sequence(
    integer(1),
    writeImprint(imprintOf(given)),
    policy === undefined ? undefined : oid(dottedOf(policy, 'policy')),
    nonce === false ? undefined : integer(nonce),
    certificates ? booleanDer(true) : undefined,
  );
  return { der, ...(nonce !== false && { nonce }) };
}

/**
 * Reads a request for a time stamp.
 * @throws {PkiError} when it is none
 */
export function readTimeStampRequest(input: BytesLike): TimeStampRequestData {
  const der = bytesArgument(input, WHAT).slice();
  const value = asDer(der, WHAT, () => native.ts_check_request(der));
  const fields = value.fields(WHAT);
  const version = readSmall(fields.next(), WHAT);
  const imprint = readImprint(fields.next());
  const policy = fields.optional(OBJECT_IDENTIFIER);
  const nonce = fields.optional(INTEGER);
  const certificates = fields.optional(BOOLEAN);
  const extensions = fields.optional(contextOf(0));
  fields.end();
  return {
    ...{ version, imprint },
    ...(policy && { policy: shortName(readOid(policy, WHAT)) }),
    ...(nonce && { nonce: readInteger(nonce, WHAT) }),
    certificates: certificates !== undefined && readBoolean(certificates, WHAT),
    extensions: extensions === undefined ? [] : readExtensions(retaggedList(extensions), 'an extension'),
  };
}

/** Extensions under an implicit tag, as a sequence. */
const retaggedList = (value: Der): Der => {
  const copy = value.bytes.slice();
  copy[0] = 0x30;
  return Der.parse(copy, WHAT);
};

/** Bytes as DER, after OpenSSL has taken them for what they should be. */
export function asDer(der: Uint8Array, what: string, check: () => void): Der {
  const value = Der.parse(der, what);
  try {
    explained(`this is not ${what}`, check);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw new PkiError('ERR_PKI_DER', `this is not ${what}: ${error.message}`, { cause: error });
  }
  return value;
}

function randomNonce(): bigint {
  return BigInt(`0x${hexOf(randomBytes(NONCE_BYTES))}`);
}
