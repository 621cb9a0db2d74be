/** Lists of revoked certificates as data. */
import type { Bytes } from '../../common/bytes.js';
import { declareOptions, integer } from '../../common/options.js';
import { CRL, dumpCrl, FILETYPE_ASN1, FILETYPE_PEM, loadCrl } from '../../crypto/index.js';
import type { Der } from '../der/reader.js';
import { contextOf, GENERALIZED_TIME, INTEGER, SEQUENCE, UTC_TIME } from '../der/tags.js';
import { readTime, type Time } from '../der/time.js';
import { readInteger, readSmall } from '../der/values.js';
import { badDer } from '../error.js';
import type { RevocationReason } from '../extensions/crls.js';
import type { AuthorityKeyIdentifier } from '../extensions/identifiers.js';
import { type Extension, type ExtensionContent, readExtensions } from '../extensions/index.js';
import type { IssuingDistributionPoint } from '../extensions/points.js';
import type { GeneralName } from '../model/general-name.js';
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
  /** Who has issued the certificate, where that is not who has signed the list: as this entry, or one before it, says (RFC 5280, 5.3.3). */
  readonly certificateIssuer?: readonly GeneralName[];
  /** What to do about a certificate that is on hold: OpenSSL's name, such as `holdInstructionReject`, or dotted numbers. */
  readonly holdInstruction?: string;
  /** All extensions, in their order. */
  readonly extensions: readonly Extension[];
}

/** How much of a list is read. */
export interface ReadCrlOptions {
  /** Most entries; 1,000,000 by default. */
  readonly maxEntries?: number;
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
  /** What the list covers; left out where it is not said: all certificates of its issuer. */
  readonly issuingDistributionPoint?: IssuingDistributionPoint;
  /** Which key has signed; left out where it is not said. */
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier;
  /** All extensions, in their order. */
  readonly extensions: readonly Extension[];
  /** The signature. */
  readonly signature: Bytes;
  /** What is signed. */
  readonly signed: Bytes;
  /** The DER of it all. */
  readonly der: Bytes;
}

const WHAT = 'a CRL';

/** @internal How lists are loaded. */
export const CRL_FORMS: Forms<CRL> = {
  what: WHAT,
  load: (isPem, bytes) => loadCrl(isPem ? FILETYPE_PEM : FILETYPE_ASN1, bytes),
  dump: (object) => dumpCrl(FILETYPE_ASN1, object),
};

const readOptions = declareOptions<ReadCrlOptions>({ maxEntries: integer(0, 0x7fff_ffff) });
const MAX_ENTRIES = 1_000_000;

/**
 * Reads a list of revoked certificates. Of 100,000 entries that takes about a second: who asks for one certificate alone takes
 * {@link findRevoked}.
 * @param input - an object of `crypto`, PEM (the first of the text), or strict DER
 * @throws {PkiError} when it is no DER, such as with a length that lies, or has more entries than may be
 * @throws {crypto.Error} when OpenSSL does not take it for a list
 */
export function readCrl(input: CRL | Encoded, options?: ReadCrlOptions): CrlData {
  const { maxEntries = MAX_ENTRIES } = readOptions(options);
  return crlData(loadForm(input, CRL, CRL_FORMS).der, maxEntries);
}

/** @internal */
export function crlData(der: Der, maxEntries = MAX_ENTRIES): CrlData {
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
  const items = entries?.items(WHAT) ?? [];
  if (items.length > maxEntries) throw badDer(`${WHAT} has more than ${maxEntries} entries: ${items.length}`);
  const crlNumber = contentOf(extensions, 'crlNumber')?.number;
  const deltaBase = contentOf(extensions, 'deltaCrlIndicator')?.base;
  const point = contentOf(extensions, 'issuingDistributionPoint');
  const authority = contentOf(extensions, 'authorityKeyIdentifier');
  return {
    kind: 'crl',
    version: version === undefined ? 1 : readSmall(version, WHAT) + 1,
    ...{ signatureAlgorithm, issuer, thisUpdate },
    ...(next && { nextUpdate: readTime(next, WHAT) }),
    revoked: withIssuers(items.map(readEntry)),
    ...(crlNumber !== undefined && { crlNumber }),
    ...(deltaBase !== undefined && { deltaBase }),
    ...(point && { issuingDistributionPoint: point }),
    ...(authority && { authorityKeyIdentifier: authority }),
    ...{ extensions, signature, signed: signed.bytes.slice(), der: der.bytes.slice() },
  };
}

/** Each entry with the issuer that it, or the last before it that named one, says. */
function withIssuers(entries: readonly RevokedData[]): readonly RevokedData[] {
  let issuer: readonly GeneralName[] | undefined;
  return entries.map((entry) => {
    issuer = entry.certificateIssuer ?? issuer;
    return issuer === entry.certificateIssuer || issuer === undefined ? entry : { ...entry, certificateIssuer: issuer };
  });
}

/** @internal */
export function readEntry(value: Der): RevokedData {
  const fields = value.fields(WHAT);
  const serialNumber = readInteger(fields.next(), WHAT);
  const revocationDate = readTime(fields.next(), WHAT);
  const list = fields.optional(SEQUENCE);
  fields.end();
  const extensions = list === undefined ? [] : readExtensions(list, 'an extension of an entry');
  const reason = contentOf(extensions, 'reasonCode')?.reason;
  const date = contentOf(extensions, 'invalidityDate')?.date;
  const issuer = issuerOf(extensions);
  const hold = contentOf(extensions, 'holdInstructionCode')?.instruction;
  return {
    ...{ serialNumber, revocationDate },
    ...(reason && { reason }),
    ...(date && { invalidityDate: date as Time }),
    ...(issuer && { certificateIssuer: issuer }),
    ...(hold !== undefined && { holdInstruction: hold }),
    extensions,
  };
}

function issuerOf(extensions: readonly Extension[]): readonly GeneralName[] | undefined {
  for (const { content } of extensions) if (content?.type === 'certificateIssuer') return content.names;
  return undefined;
}

function contentOf<T extends ExtensionContent['type']>(
  extensions: readonly Extension[],
  type: T,
): Extract<ExtensionContent, { type: T }> | undefined {
  for (const { content } of extensions)
    if (content?.type === type) return content as Extract<ExtensionContent, { type: T }>;
  return undefined;
}
