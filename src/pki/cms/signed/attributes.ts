/** Attributes of signers (RFC 5652, 11; RFC 5035; RFC 6211; RFC 8551, 2.5). */
import { bytesArgument } from '../../../common/arguments.js';
import type { Bytes } from '../../../common/bytes.js';
import { wrongType } from '../../../common/refusals.js';
import { dottedOf, oid, readOid, shortName } from '../../der/oid.js';
import { Der } from '../../der/reader.js';
import { contextOf, SET } from '../../der/tags.js';
import { time } from '../../der/time.js';
import { explicit, octets, retagged, sequence, setOf } from '../../der/writer.js';
import { badValue } from '../../error.js';
import { native } from '../../message-native.js';

/** An attribute of a signer. */
export interface MessageAttribute {
  /** The short name of OpenSSL, such as `signingTime`, or dotted numbers. */
  readonly type: string;
  /** Its values, each as DER. */
  readonly values: readonly Uint8Array[];
}

export const CONTENT_TYPE = '1.2.840.113549.1.9.3';
export const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
export const SIGNING_TIME = '1.2.840.113549.1.9.5';
const CAPABILITIES = '1.2.840.113549.1.9.15';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
export const ALGORITHM_PROTECTION = '1.2.840.113549.1.9.52';
/** Of these every message has those that this module makes of it. */
const OWN = new Set([CONTENT_TYPE, MESSAGE_DIGEST]);

/** A list of attributes as it is read: with their dotted numbers. */
export type RawAttributes = readonly { readonly oid: string; readonly values: readonly Der[] }[];

/** Reads the attributes of a signer, under whatever tag they stand. */
export function readMessageAttributes(value: Der, what: string): RawAttributes {
  return value.items(what).map((item) => {
    const fields = item.fields(what);
    const dotted = readOid(fields.next(), what);
    const values = fields.next().list(what, SET);
    fields.end();
    return { oid: dotted, values };
  });
}

/** Attributes as data. */
export const attributesData = (attributes: RawAttributes): MessageAttribute[] =>
  attributes.map(({ oid: dotted, values }) => ({
    type: shortName(dotted),
    values: values.map(({ bytes }) => bytes.slice()),
  }));

/** One attribute. */
export const attribute = (dotted: string, ...values: readonly Uint8Array[]): Bytes =>
  sequence(oid(dotted), setOf(values));

/** An attribute that the caller has made. */
export function givenAttribute(input: MessageAttribute, what: string): Bytes {
  if (typeof input !== 'object' || input === null) throw wrongType(what, 'an object with type and values', input);
  const dotted = dottedOf(input.type, what);
  if (OWN.has(dotted)) throw badValue(`${what} must not be ${shortName(dotted)}: it is made from the content`);
  if (!Array.isArray(input.values)) throw wrongType(`the values of ${what}`, 'a list', input.values);
  if (input.values.length === 0) throw badValue(`${what} must have a value`);
  const values = (input.values as readonly Uint8Array[]).map(
    (value) => Der.parse(bytesArgument(value, what).slice(), what).bytes,
  );
  return attribute(dotted, ...values);
}

/** Which attribute it is. */
export const dottedOfAttribute = (input: MessageAttribute): string => dottedOf(input.type, 'an attribute');

export const contentTypeAttribute = (type: string): Bytes => attribute(CONTENT_TYPE, oid(type));
export const digestAttribute = (digest: Uint8Array): Bytes => attribute(MESSAGE_DIGEST, octets(digest));
export const timeAttribute = (date: Date): Bytes => attribute(SIGNING_TIME, time(date, 'signingTime'));

/** RFC 6211: what was signed with, so that no other can be put in its place. */
export const protectionAttribute = (digestAlgorithm: Uint8Array, signatureAlgorithm: Uint8Array): Bytes =>
  attribute(ALGORITHM_PROTECTION, sequence(digestAlgorithm, retagged(contextOf(1), signatureAlgorithm)));

/** What a signer can decrypt, in the order of preference. */
export const capabilitiesAttribute = (names: readonly string[]): Bytes =>
  attribute(CAPABILITIES, sequence(...names.map((name) => sequence(oid(dottedOf(name, 'capabilities'))))));

/** Which certificate is the signer's (RFC 5035): by SHA-1 as version 1 has it, by SHA-256 as version 2. */
export function certificateAttribute(
  version: 'v1' | 'v2',
  der: Uint8Array,
  issuer: Uint8Array,
  serial: Uint8Array,
): Bytes {
  const hash = octets(native.digest_bytes(version === 'v1' ? 'sha1' : 'sha256', der));
  const names = sequence(explicit(4, issuer));
  const one = sequence(hash, sequence(names, serial));
  const dotted = version === 'v1' ? SIGNING_CERTIFICATE : SIGNING_CERTIFICATE_V2;
  return attribute(dotted, sequence(sequence(one)));
}

/** What SHA-1 and older digests have beside their number, by custom: NULL; those of SHA-2 and later have nothing (RFC 5754). */
const WITH_NULL = new Set(['1.3.14.3.2.26', '1.2.840.113549.2.5']);

/** The AlgorithmIdentifier of a digest. */
export function digestAlgorithmOf(name: string): Bytes {
  const dotted = native.digest_numbers(name);
  return sequence(oid(dotted), WITH_NULL.has(dotted) ? Uint8Array.of(5, 0) : undefined);
}
