/** Responses as data. */
import type { Bytes } from '../../../common/bytes.js';
import { declareOptions, integer } from '../../../common/options.js';
import { readOid } from '../../der/oid.js';
import { Der, type Fields } from '../../der/reader.js';
import { context, contextOf, ENUMERATED, GENERALIZED_TIME, OCTET_STRING } from '../../der/tags.js';
import { readTime, type Time } from '../../der/time.js';
import { readBits, readSmall } from '../../der/values.js';
import { badDer } from '../../error.js';
import type { RevocationReason } from '../../extensions/crls.js';
import { type Extension, readExtensions, readReason } from '../../extensions/index.js';
import { type Name, readName } from '../../model/name.js';
import { type Algorithm, readAlgorithm } from '../../read/algorithm.js';
import type { Encoded } from '../../read/input.js';
import { type CertId, readCertId } from '../id.js';
import { MAX_CERTIFICATES, MAX_ENTRIES, type OcspBounds, ocspDer } from '../input.js';
import { nonceOf, readCertificates } from './request.js';

/** The numbers of RFC 6960, 4.2.1; 4 is not used. */
export const RESPONSE_STATUSES = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  undefined,
  'sigRequired',
  'unauthorized',
] as const;

/** What becomes of a request. */
export type OcspResponseStatus = Exclude<(typeof RESPONSE_STATUSES)[number], undefined>;

/** What a responder says of a certificate. `unknown` is none that it knows of; whoever needs to know must not take it for good. */
export type CertificateStatus = 'good' | 'revoked' | 'unknown';

/** What is said of one certificate. */
export interface OcspSingle {
  /** Which certificate. */
  readonly id: CertId;
  /** What is said. */
  readonly status: CertificateStatus;
  /** When it was revoked. */
  readonly revocationDate?: Time;
  /** Why it was revoked, where that is said. */
  readonly reason?: RevocationReason;
  /** Since when this is known to be right. */
  readonly thisUpdate: Time;
  /** When more will be known; left out where the newest is to be had at any time. */
  readonly nextUpdate?: Time;
  /** All extensions, in their order. */
  readonly extensions: readonly Extension[];
}

/** A responder by its name. */
export interface OcspResponderName {
  /** By name. */
  readonly type: 'name';
  /** The subject of its certificate. */
  readonly name: Name;
}

/** A responder by its key. */
export interface OcspResponderKey {
  /** By key. */
  readonly type: 'key';
  /** The SHA-1 of its key's bits. */
  readonly keyHash: Bytes;
}

/** Who has signed: by name, or by the SHA-1 of the key. */
export type OcspResponderId = OcspResponderName | OcspResponderKey;

/** A response that tells of certificates (RFC 6960, 4.2.1). Whether it is to be believed, {@link verifyOcspResponse} says. */
export interface OcspAnswer {
  /** What this is of. */
  readonly kind: 'ocspResponse';
  /** That it tells something. */
  readonly status: 'successful';
  /** 1, the only one there is. */
  readonly version: number;
  /** Who has signed it. */
  readonly responderId: OcspResponderId;
  /** When it was signed. */
  readonly producedAt: Time;
  /** What is said of each certificate. */
  readonly responses: readonly OcspSingle[];
  /** What ties it to its request, where it is there. */
  readonly nonce?: Bytes;
  /** All extensions, in their order. */
  readonly extensions: readonly Extension[];
  /** How it is signed. */
  readonly signatureAlgorithm: Algorithm;
  /** The signature. */
  readonly signature: Bytes;
  /** What is signed. */
  readonly signed: Bytes;
  /** The certificates that came along, as DER. */
  readonly certificates: readonly Bytes[];
  /** The DER of it all. */
  readonly der: Bytes;
}

/** A response that tells nothing, and why; nobody signs it. */
export interface OcspRefusal {
  /** What this is of. */
  readonly kind: 'ocspResponse';
  /** Why nothing is told. */
  readonly status: Exclude<OcspResponseStatus, 'successful'>;
  /** The DER of it all. */
  readonly der: Bytes;
}

/** What a response says, as plain data: `status` tells which it is. */
export type OcspResponseData = OcspAnswer | OcspRefusal;

const WHAT = 'an OCSP response';
export const RESPONSE_LABEL = 'OCSP RESPONSE';
export const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';

const readBounds = declareOptions<OcspBounds>({
  maxBytes: integer(1, 0x0800_0000),
  maxEntries: integer(1, 0x7fff_ffff),
  maxCertificates: integer(0, 0x7fff_ffff),
});

/**
 * Reads what a responder has answered. Whether it is to be believed is not looked at: {@link verifyOcspResponse} does that.
 * @param input - PEM or strict DER
 * @throws {PkiError} when it is none, or larger than may be
 */
export function readOcspResponse(input: Encoded, bounds?: OcspBounds): OcspResponseData {
  const limits = readBounds(bounds, 'bounds');
  return ocspResponseData(ocspDer(input, RESPONSE_LABEL, WHAT, limits), limits);
}

/** @internal */
export function ocspResponseData(der: Der, bounds: OcspBounds): OcspResponseData {
  const fields = der.fields(WHAT);
  const number = readSmall(fields.next(), WHAT, ENUMERATED);
  const status = RESPONSE_STATUSES[number];
  if (status === undefined) throw badDer(`${WHAT} has a status that has no name: ${number}`);
  const tagged = fields.optional(contextOf(0));
  fields.end();
  const own = { kind: 'ocspResponse', der: der.bytes.slice() } as const;
  if (status !== 'successful') {
    if (tagged !== undefined) throw badDer(`${WHAT} refuses, and tells something all the same`);
    return { ...own, status };
  }
  if (tagged === undefined) throw badDer(`${WHAT} is successful, and tells nothing`);
  const inner = tagged.inner(WHAT).fields(WHAT);
  const type = readOid(inner.next(), WHAT);
  const { content } = inner.next(OCTET_STRING);
  inner.end();
  if (type !== BASIC_RESPONSE) throw badDer(`${WHAT} is of a type that nobody knows: ${type}`);
  return { ...own, status, ...basicData(Der.parse(content, WHAT), bounds) };
}

function basicData(value: Der, bounds: OcspBounds): Omit<OcspAnswer, 'kind' | 'status' | 'der'> {
  const { maxEntries = MAX_ENTRIES, maxCertificates = MAX_CERTIFICATES } = bounds;
  const outer = value.fields(WHAT);
  const signed = outer.next();
  const signatureAlgorithm = readAlgorithm(outer.next(), WHAT);
  const { bytes: signature } = readBits(outer.next(), WHAT);
  const certificates = readCertificates(outer.optional(contextOf(0)), WHAT, maxCertificates);
  outer.end();
  const fields = signed.fields(WHAT);
  const version = fields.optional(contextOf(0));
  const responderId = readResponder(fields.next());
  const producedAt = readTime(fields.next(GENERALIZED_TIME), WHAT);
  const items = fields.next().list(WHAT);
  if (items.length > maxEntries) throw badDer(`${WHAT} tells of more than ${maxEntries} certificates`);
  const extensions = readTagged(fields, 1);
  fields.end();
  const nonce = nonceOf(extensions);
  return {
    version: version === undefined ? 1 : readSmall(version.inner(WHAT), WHAT) + 1,
    ...{ responderId, producedAt, responses: items.map(readSingle) },
    ...(nonce && { nonce }),
    ...{ extensions, signatureAlgorithm, signature, certificates, signed: signed.bytes.slice() },
  };
}

function readResponder(value: Der): OcspResponderId {
  if (value.is(contextOf(1))) return { type: 'name', name: readName(value.inner(WHAT), 'the responder') };
  const { content } = value.expect(contextOf(2), WHAT).inner(WHAT).expect(OCTET_STRING, WHAT);
  return { type: 'key', keyHash: content.slice() };
}

function readSingle(value: Der): OcspSingle {
  const fields = value.fields(WHAT);
  const id = readCertId(fields.next());
  const status = readStatus(fields.next());
  const thisUpdate = readTime(fields.next(GENERALIZED_TIME), WHAT);
  const next = fields.optional(contextOf(0))?.inner(WHAT).expect(GENERALIZED_TIME, WHAT);
  const extensions = readTagged(fields, 1);
  fields.end();
  return { id, ...status, thisUpdate, ...(next && { nextUpdate: readTime(next, WHAT) }), extensions };
}

function readStatus(value: Der): Pick<OcspSingle, 'status' | 'revocationDate' | 'reason'> {
  if (value.is(context(0)) || value.is(context(2))) {
    if (value.content.length > 0) throw badDer(`${WHAT} has a status that should be NULL`);
    return { status: value.is(context(0)) ? 'good' : 'unknown' };
  }
  const fields = value.fields(WHAT, contextOf(1));
  const revocationDate = readTime(fields.next(GENERALIZED_TIME), WHAT);
  const reason = fields.optional(contextOf(0));
  fields.end();
  return { status: 'revoked', revocationDate, ...(reason && { reason: readReason(reason.inner(WHAT), WHAT) }) };
}

function readTagged(fields: Fields, number: number): Extension[] {
  const tagged = fields.optional(contextOf(number));
  return tagged === undefined ? [] : readExtensions(tagged.inner(WHAT), 'an extension');
}
