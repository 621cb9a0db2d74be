/** What a signed message says, as plain data; whether it is true is for verify.ts to say. */
import type { Bytes } from '../../../common/bytes.js';
import { type CRL, FILETYPE_ASN1, loadCertificate, loadCrl, type X509 } from '../../../crypto/index.js';
import { readOid, shortName } from '../../der/oid.js';
import type { Der } from '../../der/reader.js';
import { context, contextOf, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, SET } from '../../der/tags.js';
import { readTime, type Time } from '../../der/time.js';
import { readInteger, readSmall } from '../../der/values.js';
import { badDer } from '../../error.js';
import { type Name, readName } from '../../model/name.js';
import { type Algorithm, readAlgorithm } from '../../read/algorithm.js';
import {
  attributesData,
  type MessageAttribute,
  type RawAttributes,
  readMessageAttributes,
  SIGNING_TIME,
} from './attributes.js';

/** Whose certificate is meant: by its issuer and number, or by the identifier of its key. */
export type SignerIdentifier =
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

/** What a message says of one signer (RFC 5652, 5.3). */
export interface SignerData {
  /** Whose certificate it is said to be. */
  readonly identifier: SignerIdentifier;
  /** What the content was digested with. */
  readonly digestAlgorithm: Algorithm;
  /** How it was signed. */
  readonly signatureAlgorithm: Algorithm;
  /** When it was signed, as the signer's own clock has it; left out where it is not said. */
  readonly signingTime?: Time;
  /** The attributes that are signed; left out where the content itself is. */
  readonly signedAttributes?: readonly MessageAttribute[];
  /** The attributes that are not signed: whoever carries the message can change them. */
  readonly unsignedAttributes: readonly MessageAttribute[];
  /** The signature. */
  readonly signature: Bytes;
}

/** A signed message in its parts. */
export interface SignedParts {
  readonly version: number;
  readonly digestAlgorithms: readonly Der[];
  readonly contentType: string;
  readonly content: Bytes | undefined;
  readonly certificates: readonly Der[];
  readonly crls: readonly Der[];
  readonly signers: readonly SignerParts[];
}

/** One signer, with what verification looks at. */
export interface SignerParts {
  readonly data: SignerData;
  readonly der: Der;
  readonly digestAlgorithm: Der;
  readonly signatureAlgorithm: Der;
  readonly signed: RawAttributes | undefined;
}

const WHAT = 'a signed message';
const SIGNER = 'a signer of a message';

/** Reads the parts of a SignedData. */
export function readSignedParts(value: Der): SignedParts {
  const fields = value.fields(WHAT);
  const version = readSmall(fields.next(), WHAT);
  const digestAlgorithms = fields.next().list(WHAT, SET);
  const inner = fields.next().fields(WHAT);
  const contentType = readOid(inner.next(OBJECT_IDENTIFIER), WHAT);
  const content = inner.optional(contextOf(0))?.inner(WHAT);
  inner.end();
  const certificates = fields.optional(contextOf(0))?.items(WHAT) ?? [];
  const crls = fields.optional(contextOf(1))?.items(WHAT) ?? [];
  const signers = fields.next().list(WHAT, SET);
  fields.end();
  return {
    ...{ version, digestAlgorithms, contentType, certificates, crls },
    content: content?.expect(OCTET_STRING, WHAT).content,
    signers: signers.map(readSigner),
  };
}

function readSigner(der: Der): SignerParts {
  const fields = der.fields(SIGNER);
  readSmall(fields.next(), SIGNER);
  const identifier = readIdentifier(fields.next());
  const digestAlgorithm = fields.next();
  const tagged = fields.optional(contextOf(0));
  const signatureAlgorithm = fields.next();
  const signature = fields.next(OCTET_STRING).content.slice();
  const others = fields.optional(contextOf(1));
  fields.end();
  const signed = tagged === undefined ? undefined : readMessageAttributes(tagged, SIGNER);
  const signingTime = signed === undefined ? undefined : timeOf(signed);
  const data: SignerData = {
    identifier,
    digestAlgorithm: readAlgorithm(digestAlgorithm, SIGNER),
    signatureAlgorithm: readAlgorithm(signatureAlgorithm, SIGNER),
    ...(signingTime && { signingTime }),
    ...(signed && { signedAttributes: attributesData(signed) }),
    unsignedAttributes: others === undefined ? [] : attributesData(readMessageAttributes(others, SIGNER)),
    signature,
  };
  return { data, der, digestAlgorithm, signatureAlgorithm, signed };
}

function readIdentifier(value: Der): SignerIdentifier {
  if (value.is(context(0))) return { keyId: value.content.slice() };
  const fields = value.fields(SIGNER);
  const issuer = readName(fields.next(), 'the issuer');
  const serialNumber = readInteger(fields.next(), SIGNER);
  fields.end();
  return { issuer, serialNumber };
}

function timeOf(attributes: RawAttributes): Time | undefined {
  const [value] = attributes.find(({ oid }) => oid === SIGNING_TIME)?.values ?? [];
  try {
    return value === undefined ? undefined : readTime(value, 'signingTime');
  } catch {
    // What is no time is among the attributes all the same; OpenSSL refuses the signer.
    return undefined;
  }
}

/** The certificates of a message, in their order. What is no X.509 certificate, such as an attribute certificate, is left out. */
export const certificatesOf = (parts: Pick<SignedParts, 'certificates'>): X509[] =>
  parts.certificates.filter((one) => one.is(SEQUENCE)).map(({ bytes }) => loadCertificate(FILETYPE_ASN1, bytes));

/** The lists of a message, in their order. What is no CRL, such as an OCSP response, is left out. */
export const crlsOf = (parts: Pick<SignedParts, 'crls'>): CRL[] =>
  parts.crls.filter((one) => one.is(SEQUENCE)).map(({ bytes }) => loadCrl(FILETYPE_ASN1, bytes));

/** The one value of an attribute that is signed. */
export function signedValue(signer: SignerParts, dotted: string): Der | undefined {
  const found = signer.signed?.filter(({ oid }) => oid === dotted) ?? [];
  if (found.length > 1) throw badDer(`a signer has ${shortName(dotted)} twice`);
  return found[0]?.values[0];
}
