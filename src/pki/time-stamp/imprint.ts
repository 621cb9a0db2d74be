/** What is stamped: the digest of some data (RFC 3161, 2.4.1). */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { longName, oid, readOid, shortName } from '../der/oid.js';
import type { Der } from '../der/reader.js';
import { OCTET_STRING } from '../der/tags.js';
import { nothing, octets, sequence } from '../der/writer.js';
import { badValue, quoted } from '../error.js';
import { native } from '../message-native.js';

/** A digest, and what it was made with. */
export interface Imprint {
  /** OpenSSL's name of the digest, such as `sha256`; dotted numbers, where it has none. */
  readonly digest: string;
  /** The digest of the data. */
  readonly value: Bytes;
}

/** What is to be stamped: the data, or its digest. */
export interface ImprintInput {
  /** The data; text as UTF-8. */
  readonly data?: BytesLike;
  /** Instead of the data: its digest, which is all that the authority learns of it in either case. */
  readonly imprint?: Uint8Array;
  /** What the data is, or was, digested with; `sha256` by default. */
  readonly digest?: string;
}

const WHAT = 'the imprint of a time stamp';

/** The digest of what is given. */
export function imprintOf({ data, imprint, digest = 'sha256' }: ImprintInput): Imprint {
  if (digest.includes('\0') || !native.digest_exists(digest)) throw badValue(`there is no digest ${quoted(digest)}`);
  if ((data === undefined) === (imprint === undefined)) throw badValue('one of data and imprint must be given');
  const length = native.digest_bytes(digest, new Uint8Array()).length;
  if (imprint !== undefined && imprint.length !== length)
    throw badValue(`an imprint by ${digest} has ${length} bytes, not ${imprint.length}`);
  const value = imprint?.slice() ?? native.digest_bytes(digest, bytesArgument(data ?? '', 'data'));
  return { digest, value };
}

/** Writes a MessageImprint, its digest with NULL beside as openssl(1) has it: some authorities take nothing else. */
export const writeImprint = ({ digest, value }: Imprint): Bytes =>
  sequence(sequence(oid(native.digest_numbers(digest)), nothing()), octets(value));

/** Reads a MessageImprint. */
export function readImprint(value: Der): Imprint {
  const fields = value.fields(WHAT);
  const dotted = readOid(fields.next().fields(WHAT).next(), WHAT);
  const bytes = fields.next(OCTET_STRING).content.slice();
  fields.end();
  const name = longName(dotted);
  return { digest: name === dotted ? shortName(dotted) : name, value: bytes };
}
