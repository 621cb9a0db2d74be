/** Versions, numbers, times, names and the order of extensions: what a certificate is made of. */
import { hexOf } from '../der/values.js';
import type { Name } from '../model/name.js';
import { type Linted, type LintRule, when } from './finding.js';

const ANEW = 'Have it issued anew.';
const UTC = /^\d{12}Z$/;
const GENERALIZED = /^\d{14}Z$/;
/** Days that browsers allow by the day of issue (BR, 6.3.2; ballot SC-081v3), the newest first. */
const LIMITS: readonly (readonly [from: string, days: number])[] = [
  ['2029-03-15', 47],
  ['2027-03-15', 100],
  ['2026-03-15', 200],
  ['2020-09-01', 398],
  ['2018-03-01', 825],
];
const SOON_DAYS = 14;
const SOON_PART = 1 / 3;
const DAY_MS = 86_400_000;

/** Days that a server's certificate of a public CA may have, issued at a moment; undefined before there was a limit. */
export function mostDays(begin: Date): number | undefined {
  return LIMITS.find(([from]) => begin.getTime() >= Date.parse(`${from}T00:00:00Z`))?.[1];
}

/** A time as RFC 5280 has it: UTCTime to 2049, GeneralizedTime from 2050, in seconds, with Z. */
function isWellTimed({ date, text }: { date: Date | null; text: string }): boolean {
  if (date === null) return false;
  return date.getUTCFullYear() < 2050 ? UTC.test(text) : GENERALIZED.test(text);
}

const isOdd = (name: Name): boolean =>
  name
    .flat()
    .some(
      ({ encoding }) => encoding === 'teletex' || encoding === 'bmp' || encoding === 'universal' || encoding === 'der',
    );

/** Rules of the structure and the times of certificates. */
export const STRUCTURE_RULES: readonly LintRule<Linted>[] = [
  {
    ...{ id: 'version-not-3', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.1.2.1' },
    find: ({ data }) =>
      when(data.version !== 3, `It is of version ${data.version}, and not of version 3, which extensions need.`),
  },
  {
    ...{ id: 'serial-not-positive', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.1.2.2' },
    find: ({ data }) => when(data.serialNumber <= 0n, 'Its serial number is zero or negative.'),
  },
  {
    ...{ id: 'serial-too-long', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.1.2.2' },
    find: ({ data }) => when(data.serialNumber >= 1n << 159n, 'Its serial number has more than 20 bytes.'),
  },
  {
    ...{ id: 'serial-guessable', severity: 'warning', advice: 'Give serial numbers of 64 random bits at least.' },
    reference: 'CA/Browser Forum BR, 7.1',
    find: ({ data, isSelfIssued }) =>
      when(
        !isSelfIssued && data.serialNumber > 0n && data.serialNumber < 1n << 56n,
        'Its serial number is too short to have 64 random bits.',
      ),
  },
  {
    ...{ id: 'time-malformed', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.1.2.5' },
    find: ({ data: { notBefore, notAfter } }) =>
      when(
        ![notBefore, notAfter].every(isWellTimed),
        'A time is encoded otherwise than RFC 5280 asks: UTCTime to 2049, GeneralizedTime from 2050, in seconds and UTC.',
      ),
  },
  {
    ...{ id: 'validity-reversed', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.1.2.5' },
    find: ({ days }) => when(days < 0, 'It ends before it begins.'),
  },
  {
    ...{ id: 'expired', severity: 'error', advice: 'Renew it.', reference: 'RFC 5280, 4.1.2.5' },
    find: ({ data: { notAfter } }, { now }) => when(notAfter.date !== null && notAfter.date < now, 'It has expired.'),
  },
  {
    ...{ id: 'not-yet-valid', severity: 'error', advice: 'Wait until its begin, or see whether the clock is right.' },
    reference: 'RFC 5280, 4.1.2.5',
    find: ({ data: { notBefore } }, { now }) =>
      when(notBefore.date !== null && notBefore.date > now, 'It is not valid yet.'),
  },
  {
    ...{
      id: 'expires-soon',
      severity: 'warning',
      advice: 'Renew it now: half way through a third of its life is left for what goes wrong.',
    },
    reference: 'RFC 9773',
    find({ data: { notAfter }, days, isCa }, { now }) {
      const left = notAfter.date === null ? Number.NaN : (notAfter.date.getTime() - now.getTime()) / DAY_MS;
      const limit = Math.min(SOON_DAYS, days * SOON_PART);
      return when(!isCa && left >= 0 && left < limit, `It expires within ${Math.ceil(left)} days.`);
    },
  },
  {
    ...{
      id: 'validity-too-long',
      severity: 'error',
      advice: 'Have it issued for fewer days, and renew it by a machine.',
    },
    reference: 'CA/Browser Forum BR, 6.3.2 (SC-081v3)',
    find({ data: { notBefore }, days, isServer, isCa }, { web }) {
      const most = notBefore.date === null ? undefined : mostDays(notBefore.date);
      const isLong = web && isServer && !isCa && most !== undefined && days > most;
      return when(
        isLong,
        `It is good for ${Math.ceil(days)} days; browsers take at most ${most ?? 0} of one that was issued on its day.`,
      );
    },
  },
  {
    ...{ id: 'issuer-empty', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.1.2.4' },
    find: ({ data }) => when(data.issuer.length === 0, 'It does not name its issuer.'),
  },
  {
    ...{ id: 'ca-subject-empty', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.1.2.6' },
    find: ({ data, isCa }) => when(isCa && data.subject.length === 0, 'It is a CA without a name.'),
  },
  {
    ...{ id: 'name-string-type', severity: 'warning', advice: 'Have names written as UTF8String or PrintableString.' },
    reference: 'RFC 5280, 4.1.2.4',
    find: ({ data }) =>
      when(
        isOdd(data.subject) || isOdd(data.issuer),
        'A name is written in a type of string that RFC 5280 lets nobody use any more, or in none.',
      ),
  },
  {
    ...{
      id: 'country-malformed',
      severity: 'error',
      advice: 'Write the country as two letters.',
      reference: 'RFC 5280, A.1; ISO 3166',
    },
    find: ({ data }) =>
      when(
        data.subject.flat().some(({ type, value }) => type === 'C' && !/^[A-Z]{2}$/.test(value)),
        'The country of its subject is no code of two capital letters.',
      ),
  },
  {
    ...{ id: 'unique-id', severity: 'warning', advice: ANEW, reference: 'RFC 5280, 4.1.2.8' },
    find: ({ data }) =>
      when(
        (data.issuerUniqueId ?? data.subjectUniqueId) !== undefined,
        'It has a unique identifier, which CAs must not write.',
      ),
  },
  {
    ...{ id: 'signature-algorithms-differ', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.1.1.2' },
    // Beneath the serial number, what is signed says it once more.
    find: ({ data }) =>
      when(
        !hexOf(data.signed.subarray(0, 512)).includes(oidHex(data.signatureAlgorithm.oid)),
        'It names two algorithms for its signature, one within and one without.',
      ),
  },
];

/** The bytes of dotted numbers, in hexadecimal. */
function oidHex(dotted: string): string {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((number) => {
    const parts = [number % 128];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      parts.unshift((left % 128) | 128);
    return parts;
  });
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
