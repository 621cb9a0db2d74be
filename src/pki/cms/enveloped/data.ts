/** What an encrypted message says of its recipients (RFC 5652, 6), as plain data. */
import type { Bytes } from '../../../common/bytes.js';
import { readOid } from '../../der/oid.js';
import type { Der } from '../../der/reader.js';
import { context, contextOf, OCTET_STRING, SEQUENCE, SET } from '../../der/tags.js';
import { readInteger } from '../../der/values.js';
import { badDer } from '../../error.js';
import { type Name, readName } from '../../model/name.js';
import { type Algorithm, readAlgorithm } from '../../read/algorithm.js';
import { type LoadedMessage, TYPES } from '../message.js';

/** How a recipient gets at the content's key. */
export type RecipientData =
  | {
      /** By the RSA key of a certificate, by key agreement with that of an EC one, or by encapsulation with that of ML-KEM. */
      readonly type: 'rsa' | 'agreement' | 'kem';
      /** How the key is encrypted or agreed upon. */
      readonly algorithm: Algorithm;
      /** Whose certificate it is: several where one agreement serves several. */
      readonly identifiers: readonly RecipientIdentifier[];
    }
  | {
      /** By a key that both know under a name. */
      readonly type: 'key';
      /** The name. */
      readonly keyId: Bytes;
    }
  | {
      /** By a password, or in a way that this module does not know. */
      readonly type: 'password' | 'other';
    };

/** Whose certificate is meant: by its issuer and number, or by the identifier of its key. */
export type RecipientIdentifier =
  | {
      /** Who has issued it. */
      readonly issuer: Name;
      /** Its number. */
      readonly serialNumber: bigint;
    }
  | {
      /** The identifier of its key. */
      readonly keyId: Bytes;
    };

/** A recipient, and its DER. */
export interface RecipientParts {
  readonly data: RecipientData;
  readonly der: Der;
  /** Where it is one of encapsulation, its fields. */
  readonly kem?: Der;
}

/** An encrypted message in its parts. */
export interface EnvelopeParts {
  readonly recipients: readonly RecipientParts[];
  readonly contentType: string;
  readonly algorithm: Algorithm;
  /** The encrypted content; undefined where it travels beside. */
  readonly encrypted: Uint8Array | undefined;
}

const WHAT = 'an encrypted message';
const RECIPIENT = 'a recipient of a message';
/** RFC 9629, 3. */
export const KEM_RECIPIENT = '1.2.840.113549.1.9.16.13.3';

/** Reads EnvelopedData or AuthEnvelopedData. */
export function readEnvelope({ type, content }: LoadedMessage): EnvelopeParts {
  const fields = content.fields(WHAT);
  fields.next();
  fields.optional(contextOf(0));
  const recipients = fields.next().list(WHAT, SET).map(readRecipient);
  const inner = fields.next().fields(WHAT);
  const contentType = readOid(inner.next(), WHAT);
  const algorithm = readAlgorithm(inner.next(), WHAT);
  const encrypted = inner.optional(context(0), contextOf(0));
  inner.end();
  if (type === TYPES.enveloped) fields.optional(contextOf(1));
  return { recipients, contentType, algorithm, encrypted: contentOf(encrypted) };
}

const CONSTRUCTED = 0x20;

/**
 * The bytes of an encrypted content. Its tag is implicit, so that nothing but the bit for constructed values tells one in pieces
 * (X.690, 8.7.3), which some write without any other part of BER.
 */
export function contentOf(value: Der | undefined): Bytes | undefined {
  if (value === undefined || !(value.tag & CONSTRUCTED)) return value?.content;
  const pieces = value.items(WHAT).map((piece) => piece.expect(OCTET_STRING, WHAT).content);
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

function readRecipient(der: Der): RecipientParts {
  if (der.is(contextOf(4))) return readOther(der);
  return { data: recipientData(der), der };
}

function recipientData(der: Der): RecipientData {
  const fields = der.items(RECIPIENT);
  const field = (index: number): Der => {
    const found = fields[index];
    if (found === undefined) throw badDer(`${RECIPIENT} ends before its last field`);
    return found;
  };
  if (der.is(SEQUENCE))
    return { type: 'rsa', identifiers: [identifierOf(field(1))], algorithm: readAlgorithm(field(2), RECIPIENT) };
  if (der.is(contextOf(1))) {
    // The user keying material is optional.
    const at = field(2).is(contextOf(1)) ? 3 : 2;
    const keys = field(at + 1).items(RECIPIENT);
    const identifiers = keys.map((key) => identifierOf(key.fields(RECIPIENT).next()));
    return { type: 'agreement', identifiers, algorithm: readAlgorithm(field(at), RECIPIENT) };
  }
  if (der.is(contextOf(2)))
    return { type: 'key', keyId: field(1).fields(RECIPIENT).next(OCTET_STRING).content.slice() };
  return { type: der.is(contextOf(3)) ? 'password' : 'other' };
}

function readOther(der: Der): RecipientParts {
  const [type, value] = der.items(RECIPIENT);
  if (type === undefined || value === undefined || readOid(type, RECIPIENT) !== KEM_RECIPIENT)
    return { data: { type: 'other' }, der };
  const [, identifier, algorithm] = value.items(RECIPIENT);
  if (identifier === undefined || algorithm === undefined) throw badDer(`${RECIPIENT} ends before its last field`);
  const data: RecipientData = {
    type: 'kem',
    algorithm: readAlgorithm(algorithm, RECIPIENT),
    identifiers: [identifierOf(identifier)],
  };
  return { data, der, kem: value };
}

/** By issuer and number; or by key, as an OCTET STRING or, for agreements, in a sequence of its own. */
export function identifierOf(value: Der): RecipientIdentifier {
  if (value.is(context(0))) return { keyId: value.content.slice() };
  if (value.is(contextOf(0))) {
    const [keyId] = value.items(RECIPIENT);
    if (keyId === undefined) throw badDer(`${RECIPIENT} has no identifier`);
    return { keyId: keyId.content.slice() };
  }
  const fields = value.fields(RECIPIENT);
  return { issuer: readName(fields.next(), 'the issuer'), serialNumber: readInteger(fields.next(), RECIPIENT) };
}
