/** Lists of revoked certificates, made. */
import type { Bytes } from '../../common/bytes.js';
import { declareOptions } from '../../common/options.js';
import { type CRL, dumpCrl, FILETYPE_ASN1, FILETYPE_PEM, loadCrl } from '../../crypto/index.js';
import { time } from '../der/time.js';
import { explicit, integer, sequence, sequenceOf } from '../der/writer.js';
import { badValue, refused } from '../error.js';
import { type ExtensionInput, writeExtensions } from '../extensions/index.js';
import { mergedExtensions } from '../issue/assemble.js';
import type { KnownIssuer } from '../issue/issuer.js';
import type { Signed, SigningKeyInput } from '../issue/keys.js';
import { signed, signerOf } from '../issue/signature.js';
import { after } from '../later.js';
import { wholeNumber } from '../model/whole.js';
import { writeEntries } from './entries.js';
import { crlIssuer } from './issuer.js';
import { CRL_RULES, type CrlOptions } from './options.js';

/** A list that was made. */
export interface CreatedCrl {
  /** The list. */
  readonly crl: CRL;
  /** The list as PEM. */
  readonly pem: string;
  /** The list as DER. */
  readonly der: Bytes;
}

const read = declareOptions<CrlOptions<SigningKeyInput>>(CRL_RULES);

const DAY_MS = 86_400_000;
const DAYS = 7;
/** 1 is version 2, which has extensions. */
const VERSION = 1;
/** RFC 5280, 5.2.3: at most 20 bytes. */
const MAX_NUMBER = 1n << 159n;

/**
 * Makes a list of revoked certificates, or a delta to one: signed, with its number and the identifier of its issuer's key.
 * @throws {PkiError} when it cannot be made, or nobody should take it: its issuer may not sign lists, an entry is there twice,
 * it is over when it begins
 */
export function createCrl(options: CrlOptions): CreatedCrl;
/** Makes it by an issuer whose key is elsewhere: at once, or a promise of it, as the issuer's signer answers. */
export function createCrl<K extends SigningKeyInput>(options: CrlOptions<K>): Signed<K, CreatedCrl>;
export function createCrl(options: CrlOptions<SigningKeyInput>): CreatedCrl | Promise<CreatedCrl> {
  const { unchecked = false, ...given } = read(options);
  const issuer = crlIssuer(given.issuer, unchecked);
  const thisUpdate = seconds(given.thisUpdate ?? new Date(), 'thisUpdate');
  const nextUpdate = nextUpdateOf(given, thisUpdate);
  if (!unchecked && nextUpdate <= thisUpdate) throw refused('the next list would be due before this one is issued');
  const number = numberOf(given.crlNumber ?? Date.now(), 'crlNumber');
  const base = given.deltaBase === undefined ? undefined : numberOf(given.deltaBase, 'deltaBase');
  if (!unchecked && base !== undefined && base >= number)
    throw refused('deltaBase must be the number of an earlier list: crlNumber is not above it');
  const extensions = mergedExtensions(
    usualExtensions(given, issuer, number, base),
    given.extensions ?? [],
    given.omit ?? [],
  );
  const entries = writeEntries(Array.from(given.revoked ?? []), thisUpdate, {
    isDelta: base !== undefined,
    isIndirect: given.issuingDistributionPoint?.indirect === true,
    isUnchecked: unchecked,
  });
  const signer = signerOf(issuer.key, given.signature, unchecked);
  const content = sequence(
    integer(VERSION),
    signer.algorithm,
    issuer.name,
    time(thisUpdate, 'thisUpdate'),
    time(nextUpdate, 'nextUpdate'),
    // RFC 5280, 5.1.2.6: where nothing is revoked, there is no list.
    entries.length === 0 ? undefined : sequenceOf(entries),
    extensions.length === 0 ? undefined : explicit(0, writeExtensions(extensions)),
  );
  return after(signed(content, signer), (der) => {
    const crl = loadCrl(FILETYPE_ASN1, der);
    return { crl, der, pem: new TextDecoder().decode(dumpCrl(FILETYPE_PEM, crl)) };
  });
}

function usualExtensions(
  given: CrlOptions<SigningKeyInput>,
  issuer: KnownIssuer,
  number: bigint,
  base: bigint | undefined,
): (ExtensionInput | undefined)[] {
  const { issuingDistributionPoint: point, freshestCrl } = given;
  if (point !== undefined && (typeof point !== 'object' || Array.isArray(point)))
    throw badValue('issuingDistributionPoint must be an object');
  return [
    { type: 'authorityKeyIdentifier', keyId: issuer.keyId },
    { type: 'crlNumber', number },
    base === undefined ? undefined : { type: 'deltaCrlIndicator', base },
    point && { ...point, type: 'issuingDistributionPoint' },
    freshestCrl && { type: 'freshestCRL', points: freshestCrl },
  ];
}

function nextUpdateOf({ nextUpdate, days }: CrlOptions<SigningKeyInput>, thisUpdate: Date): Date {
  if (nextUpdate !== undefined && days !== undefined) throw badValue('days and nextUpdate exclude each other');
  return nextUpdate === undefined
    ? new Date(thisUpdate.getTime() + (days ?? DAYS) * DAY_MS)
    : seconds(nextUpdate, 'nextUpdate');
}

function numberOf(value: bigint | number, name: string): bigint {
  const number = wholeNumber(value, name);
  if (number < 0n || number >= MAX_NUMBER)
    throw badValue(`${name} must not be negative and fit into 20 bytes (RFC 5280, 5.2.3)`);
  return number;
}

function seconds(date: Date, name: string): Date {
  if (Number.isNaN(date.getTime())) throw badValue(`${name} must be a valid date`);
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
