/** When a certificate is to be renewed. */
import { declareOptions, instance, type Rule } from '../../common/options.js';
import { outOfRange, wrongType } from '../../common/refusals.js';
import type { X509 } from '../../crypto/index.js';
import { badValue } from '../error.js';
import { readCertificate } from '../read/certificate.js';
import type { Encoded } from '../read/input.js';

/** When renewal is due; `fraction` and `within` exclude each other. */
export interface RenewalOptions {
  /** Due when no more than this part of the validity is left: a third by default. */
  readonly fraction?: number;
  /** Due when no more than so many milliseconds are left. */
  readonly within?: number;
  /** The moment that is judged; now by default. */
  readonly at?: Date;
}

/** Whether a certificate is to be renewed. */
export interface Renewal {
  /** Whether it is due; what has expired is. */
  readonly isDue: boolean;
  /** Since when, or from when on. */
  readonly dueFrom: Date;
  /** How many milliseconds the certificate is still good; negative where it has expired. */
  readonly remaining: number;
}

const DEFAULT_FRACTION = 1 / 3;

const part: Rule<number> = (value, name) => {
  if (typeof value !== 'number') throw wrongType(name, 'a number', value);
  if (!(value >= 0 && value <= 1)) throw outOfRange(name, 0, 1, value);
  return value;
};

/** A length that no timer has to keep: years are longer than a timer can be set to. */
const MAX_WITHIN = 3_650_000 * 86_400_000;
const length: Rule<number> = (value, name) => {
  if (typeof value !== 'number') throw wrongType(name, 'a number of milliseconds', value);
  if (!(value >= 0 && value <= MAX_WITHIN)) throw outOfRange(name, 0, MAX_WITHIN, value, ' ms');
  return value;
};

const read = declareOptions<RenewalOptions>({ fraction: part, within: length, at: instance(Date) });

/**
 * Whether a certificate is to be renewed: when a third of its validity is left, or what the options say.
 * @param certificate - an object, PEM or DER
 * @throws {PkiError} when it does not say from when to when it is good
 */
export function needsRenewal(certificate: X509 | Encoded, options?: RenewalOptions): Renewal {
  const { fraction, within, at = new Date() } = read(options);
  if (fraction !== undefined && within !== undefined) throw badValue('fraction and within exclude each other');
  const now = at.getTime();
  if (Number.isNaN(now)) throw badValue('at must be a valid date');
  const { notBefore, notAfter } = readCertificate(certificate);
  if (notBefore.date === null || notAfter.date === null)
    throw badValue('the certificate does not say from when to when it is good');
  const end = notAfter.date.getTime();
  const left = within ?? (end - notBefore.date.getTime()) * (fraction ?? DEFAULT_FRACTION);
  const dueFrom = new Date(Math.floor(end - left));
  return { isDue: dueFrom.getTime() <= now, dueFrom, remaining: end - now };
}
