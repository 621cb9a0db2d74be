/** ASN.1 times as text and as `Date`. */

import { instanceArgument } from '../common/arguments.js';
import { isDate, isUint8Array } from '../common/bytes.js';
import { Error as CryptoError } from './error.js';

/** GENERALIZEDTIME: YYYYMMDDhhmmssZ, or with an offset +hhmm or -hhmm instead of Z. */
const GENERALIZED = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:Z|([+-])(\d{2})(\d{2}))$/;

/** A time as the public functions take it. */
export type TimeLike = string | Uint8Array | Date;

/**
 * @returns the GENERALIZEDTIME text
 * @throws {TypeError} unless it is text, bytes or a `Date`
 * @throws {RangeError} unless it is a time of the years 0 to 9999
 */
function timeArgument(when: TimeLike, name: string): string {
  if (isDate(when)) return formatTime(when, name);
  if (isUint8Array(when)) return timeArgument(new TextDecoder().decode(when), name);
  if (typeof when !== 'string') throw new TypeError(`${name} must be a GENERALIZEDTIME string or a Date`);
  if (!GENERALIZED.test(when)) throw new RangeError(`${name} is no GENERALIZEDTIME: ${JSON.stringify(when)}`);
  return when;
}

/**
 * @returns whole seconds since 1970
 * @throws {TypeError} unless it is a `Date`
 * @throws {RangeError} when it is no valid one
 */
export function secondsArgument(when: Date, name: string): number {
  const seconds = Math.floor(instanceArgument(when, Date, name).getTime() / 1000);
  if (Number.isNaN(seconds)) throw new RangeError(`${name} must be a valid date`);
  return seconds;
}

/**
 * Hands a time to what keeps it.
 * @throws {TypeError} unless it is text, bytes or a `Date`
 * @throws {RangeError} when it is no time, or one that does not exist, such as a 13th month
 */
export function settingTime(when: TimeLike, set: (text: string) => void): void {
  const text = timeArgument(when, 'when');
  try {
    set(text);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw new RangeError(`when is no valid time: ${text}`, { cause: error });
  }
}

function formatTime(date: Date, name: string): string {
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 0 || year > 9999) throw new RangeError(`${name} must lie in the years 0 to 9999`);
  return date.toISOString().replace(/[-:T]|\.\d+/g, '');
}

/** As it may stand in a file (X.680, 46): seconds may be missing, and may have a fraction. */
const ENCODED = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,20}))?)?(?:Z|([+-])(\d{2})(\d{2}))$/;

/** @returns the moment, to the millisecond, or undefined where the text is no GENERALIZEDTIME, or one that there is not */
export function parseTime(text: string): Date | undefined {
  const match = ENCODED.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', sign, offsetHours, offsetMinutes] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isDay = date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  date.setUTCHours(Number(hour), Number(minute), Number(second), Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6));
  const offset = sign === undefined ? 0 : (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  return new Date(date.getTime() - offset * 60_000);
}
