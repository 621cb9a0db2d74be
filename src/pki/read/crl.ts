/** Lists of revoked certificates as data. */
import { CRL, dumpCrl, FILETYPE_ASN1, FILETYPE_PEM, loadCrl } from '../../crypto/index.js';
import type { Der } from '../der/reader.js';
import { contextOf, GENERALIZED_TIME, INTEGER, SEQUENCE, UTC_TIME } from '../der/tags.js';
import { readTime, type Time } from '../der/time.js';
import { readInteger, readSmall } from '../der/values.js';
import type { RevocationReason } from '../extensions/crls.js';
import { type Extension, type ExtensionContent, readExtensions } from '../extensions/index.js';
import { type Name, readName } from '../model/name.js';
import { type Algorithm, readAlgorithm, readSigned } from './algorithm.js';
import { type Encoded, type Forms, loadForm } from './input.js';

/** One entry of a list. */
export interface RevokedData {
  /** The serial number of the certificate. */
  readonly serialNumber: bigint;
  /** When it was revoked. */
  readonly revocationDate: Time;
  /** Why; left out where it is not said. */
  readonly reason?: RevocationReason;
  /** Since when its key is not to be trusted; left out where it is not said. */
  readonly invalidityDate?: Time;
  /** All extensions, in their order. */
  readonly extensions: readonly Extension[];
}

/** What a list says (RFC 5280, 5.1), as plain data. */
export interface CrlData {
  /** What this is of. */
  readonly kind: 'crl';
  /** 2 for v2, which has extensions. */
  readonly version: number;
  /** How it is signed. */
  readonly signatureAlgorithm: Algorithm;
  /** Who has signed it. */
  readonly issuer: Name;
  /** When it was issued. */
  readonly thisUpdate: Time;
  /** When the next one is due; left out where it is not said. */
  readonly nextUpdate?: Time;
  /** The entries, in their order. */
  readonly revoked: readonly RevokedData[];
  /** The number of the list; left out where it has none. */
  readonly crlNumber?: bigint;
  /** The number of the list that this one is the delta to; left out where it is whole. */
  readonly deltaBase?: bigint;
  /** All extensions, in their order. */
  readonly extensions: readonly Extension[];
  /** The signature. */
  readonly signature: Uint8Array;
  /** What is signed. */
  readonly signed: Uint8Array;
  /** The DER of it all. */
  readonly der: Uint8Array;
}

const WHAT = 'a CRL';

/** @internal How lists are loaded. */
export const CRL_FORMS: Forms<CRL> = {
  what: WHAT,
  load: (isPem, bytes) => loadCrl(isPem ? FILETYPE_PEM : FILETYPE_ASN1, bytes),
  dump: (object) => dumpCrl(FILETYPE_ASN1, object),
};

/**
 * Reads a list of revoked certificates.
 * @param input - an object of `crypto`, PEM (the first of the text), or strict DER
 * @throws {PkiError} when it is no DER, such as with a length that lies
 * @throws {crypto.Error} when OpenSSL does not take it for a list
 */
export function readCrl(input: CRL | Encoded): CrlData {
  return crlData(loadForm(input, CRL, CRL_FORMS).der);
}

/** @internal */
export function crlData(der: Der): CrlData {
  const { signed, signatureAlgorithm, signature } = readSigned(der, WHAT);
  const fields = signed.fields(WHAT);
  const version = fields.optional(INTEGER);
  readAlgorithm(fields.next(), WHAT);
  const issuer = readName(fields.next(), 'the issuer');
  const thisUpdate = readTime(fields.next(), WHAT);
  const next = fields.optional(UTC_TIME, GENERALIZED_TIME);
  const entries = fields.optional(SEQUENCE);
  const tagged = fields.optional(contextOf(0));
  fields.end();
  const extensions = tagged === undefined ? [] : readExtensions(tagged.inner(WHAT), 'an extension');
  const crlNumber = contentOf(extensions, 'crlNumber')?.number;
  const deltaBase = contentOf(extensions, 'deltaCrlIndicator')?.base;
  return {
    kind: 'crl',
    version: version === undefined ? 1 : readSmall(version, WHAT) + 1,
    ...{ signatureAlgorithm, issuer, thisUpdate },
    ...(next && { nextUpdate: readTime(next, WHAT) }),
    revoked: (entries?.items(WHAT) ?? []).map(readEntry),
    ...(crlNumber !== undefined && { crlNumber }),
    ...(deltaBase !== undefined && { deltaBase }),
    ...{ extensions, signature, signed: signed.bytes.slice(), der: der.bytes.slice() },
  };
}

function readEntry(value: Der): RevokedData {
  const fields = value.fields(WHAT);
  const serialNumber = readInteger(fields.next(), WHAT);
  const revocationDate = readTime(fields.next(), WHAT);
  const list = fields.optional(SEQUENCE);
  fields.end();
  const extensions = list === undefined ? [] : readExtensions(list, 'an extension of an entry');
  const reason = contentOf(extensions, 'reasonCode')?.reason;
  const date = contentOf(extensions, 'invalidityDate')?.date;
  return {
    ...{ serialNumber, revocationDate },
    ...(reason && { reason }),
    ...(date && { invalidityDate: date as Time }),
    extensions,
  };
}

function contentOf<T extends ExtensionContent['type']>(
  extensions: readonly Extension[],
  type: T,
): Extract<ExtensionContent, { type: T }> | undefined {
  for (const { content } of extensions)
    if (content?.type === type) return content as Extract<ExtensionContent, { type: T }>;
  return undefined;
}
