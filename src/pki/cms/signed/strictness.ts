/** What OpenSSL lets pass and RFCs do not: asked beside its verdict, and only ever to refuse. */
import { Der } from '../../der/reader.js';
import { contextOf, SET } from '../../der/tags.js';
import { sameBytes } from '../../der/values.js';
import { retagged, sequence } from '../../der/writer.js';
import { PkiError } from '../../error.js';
import {
  ALGORITHM_PROTECTION,
  CONTENT_TYPE,
  MESSAGE_DIGEST,
  readMessageAttributes,
  SIGNING_TIME,
} from './attributes.js';
import type { SignerParts } from './data.js';

/** Why the attributes of a signer cannot stand; undefined where they can. */
export function faultOfAttributes(signer: SignerParts): string | undefined {
  const { signed } = signer;
  if (signed === undefined) return undefined;
  // An empty set is one without what RFC 5652, 5.3 demands; OpenSSL asks for those only where it finds an attribute.
  for (const [dotted, name] of [
    [CONTENT_TYPE, 'contentType'],
    [MESSAGE_DIGEST, 'messageDigest'],
  ] as const)
    if (!signed.some(({ oid }) => oid === dotted)) return `its signed attributes have no ${name}`;
  const seen = new Set(signed.map(({ oid }) => oid));
  if (seen.size !== signed.length) return 'a signed attribute is there twice';
  if (seen.has(SIGNING_TIME) && !signer.data.signingTime?.date) return 'its signingTime is no time';
  return faultOfProtection(signer);
}

/** RFC 6211, 3: where the algorithms are signed, they are those that are named outside. */
function faultOfProtection({ signed = [], digestAlgorithm, signatureAlgorithm }: SignerParts): string | undefined {
  const found = signed.find(({ oid }) => oid === ALGORITHM_PROTECTION);
  if (found === undefined) return undefined;
  const [value, ...more] = found.values;
  const expected = sequence(digestAlgorithm.bytes, retagged(contextOf(1), signatureAlgorithm.bytes));
  const isSame = value !== undefined && more.length === 0 && sameBytes(value.bytes, expected);
  return isSame ? undefined : 'its algorithms are not those that were signed (RFC 6211)';
}

/**
 * Whether a content that is signed without attributes is itself a set of them: whoever has a message with attributes could
 * pass their bytes off as a content that the signer has signed, for the signature is over the same bytes.
 */
export function looksLikeAttributes(content: Uint8Array): string | undefined {
  if (content[0] !== SET) return undefined;
  try {
    const attributes = readMessageAttributes(Der.parse(content, 'a content'), 'a content');
    const isOne = attributes.some(({ oid }) => oid === CONTENT_TYPE || oid === MESSAGE_DIGEST);
    return isOne ? 'its content is the signed attributes of another message' : undefined;
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}
