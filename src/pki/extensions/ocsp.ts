/** What requests to responders and their answers have as extensions (RFC 6960, 4.4). */
import { binaryArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { dottedOf, oid, readOid, shortName } from '../der/oid.js';
import { ia5Bytes, readIa5 } from '../der/strings.js';
import { contextOf, GENERALIZED_TIME, OCTET_STRING } from '../der/tags.js';
import { generalizedTime, readTime, type Time } from '../der/time.js';
import { readInteger } from '../der/values.js';
import { explicit, integer, octets, sequence, sequenceOf, tlv } from '../der/writer.js';
import { badValue } from '../error.js';
import { wholeNumber } from '../model/whole.js';
import { type Codec, given, listed } from './codec.js';
import type { Moment } from './crls.js';

/** Bytes that tie an answer to its request (RFC 9654). */
export interface OcspNonce {
  /** Which kind this is. */
  readonly type: 'ocspNonce';
  /** 32 bytes mostly, 1 to 128. */
  readonly nonce: Bytes;
}

/** Until when back a responder knows of certificates that are over (RFC 6960, 4.4.4). */
export interface ArchiveCutoff {
  /** Which kind this is. */
  readonly type: 'archiveCutoff';
  /** The moment; a text is read, and not needed to write. */
  readonly date: Time | Moment;
}

/** The list on which a revoked certificate was found (RFC 6960, 4.4.2). */
export interface CrlReference {
  /** Which kind this is. */
  readonly type: 'crlReference';
  /** Where it is. */
  readonly url?: string;
  /** Its number. */
  readonly number?: bigint;
  /** When it was issued; a text is read, and not needed to write. */
  readonly time?: Time | Moment;
}

/** The kinds of answers that a client understands (RFC 6960, 4.4.3). */
export interface AcceptableResponses {
  /** Which kind this is. */
  readonly type: 'acceptableResponses';
  /** Short names of OpenSSL, such as `basicOCSPResponse`, or dotted numbers. */
  readonly responses: readonly string[];
}

const IA5_STRING = 0x16;
/** RFC 9654, 2.1. */
const MAX_NONCE = 128;

export const ocspNonce: Codec<OcspNonce> = {
  oid: '1.3.6.1.5.5.7.48.1.2',
  critical: false,
  read: (value, what) => ({ nonce: value.expect(OCTET_STRING, what).content.slice() }),
  write({ nonce }, what) {
    const bytes = binaryArgument(nonce, 'nonce');
    if (bytes.length === 0 || bytes.length > MAX_NONCE)
      throw badValue(`${what} must have 1 to ${MAX_NONCE} bytes (RFC 9654, 2.1)`);
    return octets(bytes);
  },
};

export const archiveCutoff: Codec<ArchiveCutoff> = {
  oid: '1.3.6.1.5.5.7.48.1.6',
  critical: false,
  read: (value, what) => ({ date: readTime(value.expect(GENERALIZED_TIME, what), what) }),
  write: ({ date }, what) => generalizedTime(momentOf(date, what), what),
};

export const crlReference: Codec<CrlReference> = {
  oid: '1.3.6.1.5.5.7.48.1.3',
  critical: false,
  read(value, what) {
    const fields = value.fields(what);
    const [url, number, time] = [0, 1, 2].map((which) => fields.optional(contextOf(which))?.inner(what));
    fields.end();
    return given<Omit<CrlReference, 'type'>>({
      url: url && readIa5(url.expect(IA5_STRING, what)),
      number: number && readInteger(number, what),
      time: time && readTime(time.expect(GENERALIZED_TIME, what), what),
    });
  },
  write({ url, number, time }, what) {
    return sequence(
      url === undefined ? undefined : explicit(0, tlv(IA5_STRING, ia5Bytes(url, what))),
      number === undefined ? undefined : explicit(1, integer(wholeNumber(number, what))),
      time === undefined ? undefined : explicit(2, generalizedTime(momentOf(time, what), what)),
    );
  },
};

export const acceptableResponses: Codec<AcceptableResponses> = {
  oid: '1.3.6.1.5.5.7.48.1.4',
  critical: false,
  read: (value, what) => ({ responses: value.list(what).map((item) => shortName(readOid(item, what))) }),
  write: ({ responses }, what) => sequenceOf(listed(responses, what).map((one) => oid(dottedOf(one, what)))),
};

function momentOf(moment: Time | Moment, what: string): Date {
  const date = moment?.date;
  if (date === null || date === undefined) throw badValue(`${what} must have a date`);
  return date;
}
