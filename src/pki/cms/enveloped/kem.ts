/**
 * Recipients whose key encapsulates (RFC 9629; ML-KEM in RFC 9936). OpenSSL 3.5 has the encapsulation and not its place in
 * messages. So it wraps the content's key under the key that was encapsulated as under one that both know, and the place of
 * that recipient is written anew; to decrypt, the other way round.
 */
import type { Bytes } from '../../../common/bytes.js';
import type { PKey, X509 } from '../../../crypto/index.js';
import { HANDLE, type Handle } from '../../../ffi/index.js';
import { bytes as randomBytes } from '../../../rand/index.js';
import { oid, readOid } from '../../der/oid.js';
import { Der } from '../../der/reader.js';
import { context, contextOf, OCTET_STRING, SEQUENCE, SET } from '../../der/tags.js';
import { readSmall, sameBytes } from '../../der/values.js';
import { explicit, integer, octets, sequence, setOf, tlv } from '../../der/writer.js';
import { badDer, badValue } from '../../error.js';
import { contentOf } from '../../issue/issuer.js';
import { native } from '../../message-native.js';
import { readAlgorithm } from '../../read/algorithm.js';
import { certificateData } from '../../read/certificate.js';
import { KEM_RECIPIENT, type RecipientParts } from './data.js';

/** A recipient that is to be written anew. */
export interface KemRecipient {
  /** The name that it has until then. */
  readonly mark: Uint8Array;
  /** Its fields before the wrapped key. */
  readonly fields: readonly Uint8Array[];
}

const WHAT = 'a recipient of a message';
const HKDF_SHA256 = '1.2.840.113549.1.9.16.3.28';
/** Derivations by HKDF that are read, with their digests (RFC 8619). */
const DERIVATIONS: Readonly<Record<string, string>> = {
  [HKDF_SHA256]: 'sha256',
  '1.2.840.113549.1.9.16.3.29': 'sha384',
  '1.2.840.113549.1.9.16.3.30': 'sha512',
};
const AES256_WRAP = '2.16.840.1.101.3.4.1.45';
/** How long the key is that each way of wrapping takes. */
const WRAPS: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.1.5': 16,
  '2.16.840.1.101.3.4.1.25': 24,
  [AES256_WRAP]: 32,
};
const KEK_LENGTH = 32;
const MARK_LENGTH = 16;
const KEK_VERSION = 4;
/** EnvelopedData with a recipient of another kind than PKCS #7 has (RFC 5652, 6.1). */
const OTHER_VERSION = 3;

/** Adds a recipient of encapsulation, for now as one with a key. */
export function addKemRecipient(
  envelope: Handle<'CMS_ContentInfo'>,
  certificate: X509,
  der: Der,
  by: 'issuer' | 'keyId',
): KemRecipient {
  const data = certificateData(der);
  const { secret, ciphertext } = native.kem_encapsulate(certificate.getPubkey()[HANDLE]);
  const wrap = sequence(oid(AES256_WRAP));
  const mark = randomBytes(MARK_LENGTH);
  native.cms_add_key(envelope, native.hkdf_derive('sha256', secret, otherInfo(wrap, KEK_LENGTH), KEK_LENGTH), mark);
  secret.fill(0);
  const keyId = contentOf(data, 'subjectKeyIdentifier')?.keyId;
  if (by === 'keyId' && keyId === undefined)
    throw badValue("a recipient's certificate has no subjectKeyIdentifier to be named by");
  const identifier = by === 'keyId' && keyId !== undefined ? octets(keyId, context(0)) : issuerAndSerial(der);
  const { oid: kem } = data.publicKey.algorithm;
  const fields = [
    ...[integer(0), identifier, sequence(oid(kem)), octets(ciphertext), sequence(oid(HKDF_SHA256))],
    ...[integer(KEK_LENGTH), wrap],
  ];
  return { mark, fields };
}

/** Puts recipients of encapsulation where their stand-ins are. */
export function withKemRecipients(message: Bytes, recipients: readonly KemRecipient[]): Bytes {
  if (recipients.length === 0) return message;
  return rewritten(message, (recipient) => {
    if (!recipient.is(contextOf(2))) return recipient.bytes;
    const [, id, , wrapped] = recipient.items(WHAT);
    const mark = id?.fields(WHAT).next(OCTET_STRING).content ?? new Uint8Array();
    const found = recipients.find((one) => sameBytes(one.mark, mark));
    if (found === undefined || wrapped === undefined) return recipient.bytes;
    return tlv(contextOf(4), oid(KEM_RECIPIENT), sequence(...found.fields, wrapped.bytes));
  });
}

/** What a message becomes for OpenSSL, and with which key it then opens. */
export interface Decapsulated {
  readonly message: Uint8Array;
  readonly key: Uint8Array;
  readonly keyId: Uint8Array;
}

/** Puts a stand-in where a recipient of encapsulation is. @throws {crypto.Error} where the key is of another kind */
export function decapsulated(message: Uint8Array, recipient: RecipientParts, key: PKey): Decapsulated {
  const fields = recipient.kem?.fields(WHAT);
  if (fields === undefined) throw badDer(`${WHAT} is none of encapsulation`);
  for (let skipped = 0; skipped < 3; skipped++) fields.next();
  const ciphertext = fields.next(OCTET_STRING).content;
  const derivation = readAlgorithm(fields.next(), WHAT).oid;
  const length = readSmall(fields.next(), WHAT);
  const material = fields.optional(contextOf(0));
  const wrap = fields.next();
  const wrapped = fields.next(OCTET_STRING);
  const digest = Object.hasOwn(DERIVATIONS, derivation) ? DERIVATIONS[derivation] : undefined;
  const algorithm = readAlgorithm(wrap, WHAT).oid;
  if (digest === undefined) throw badValue(`${WHAT} derives its key in a way that is not known: ${derivation}`);
  if (!Object.hasOwn(WRAPS, algorithm) || WRAPS[algorithm] !== length)
    throw badValue(`${WHAT} wraps its key in a way that is not known: ${algorithm}`);
  const secret = native.kem_decapsulate(key[HANDLE], ciphertext);
  const kek = native.hkdf_derive(digest, secret, otherInfo(wrap.bytes, length, material?.bytes), length);
  secret.fill(0);
  const keyId = randomBytes(MARK_LENGTH);
  const standIn = tlv(contextOf(2), integer(KEK_VERSION), sequence(octets(keyId)), wrap.bytes, wrapped.bytes);
  const rest = rewritten(message, (one) => (sameBytes(one.bytes, recipient.der.bytes) ? standIn : one.bytes));
  return { message: rest, key: kek, keyId };
}

/** CMSORIforKEMOtherInfo (RFC 9629, 5): what the derivation takes in beside the secret. */
const otherInfo = (wrap: Uint8Array, length: number, material?: Uint8Array): Bytes =>
  sequence(wrap, integer(length), material);

function issuerAndSerial(der: Der): Bytes {
  const fields = der.fields(WHAT).next().fields(WHAT);
  fields.optional(contextOf(0));
  const serial = fields.next().bytes;
  fields.next();
  return sequence(fields.next().bytes, serial);
}

/** A message with each of its recipients as `change` gives it. */
function rewritten(message: Uint8Array, change: (recipient: Der) => Uint8Array): Bytes {
  const outer = Der.parse(message, WHAT).fields(WHAT);
  const type = outer.next();
  const content = outer.next(contextOf(0)).inner(WHAT);
  const fields = content.fields(WHAT);
  const version = fields.next();
  const originator = fields.optional(contextOf(0));
  const recipients = fields.next().list(WHAT, SET).map(change);
  // AuthEnvelopedData has one version (RFC 5083, 2.1).
  const isEnveloped = readOid(type, WHAT) === '1.2.840.113549.1.7.3';
  const hasOther = recipients.some(([tag]) => tag === contextOf(4) || tag === contextOf(3));
  const rest = fields.rest().map(({ bytes }) => bytes);
  return sequence(
    type.bytes,
    explicit(
      0,
      tlv(
        SEQUENCE,
        isEnveloped && hasOther ? integer(OTHER_VERSION) : version.bytes,
        ...(originator === undefined ? [] : [originator.bytes]),
        setOf(recipients),
        ...rest,
      ),
    ),
  );
}
