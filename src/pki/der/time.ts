/** UTCTime and GeneralizedTime (RFC 5280, 4.1.2.5), with what real ones have beside. */
import { type Bytes, isDate } from '../../common/bytes.js';
import { badDer, badValue } from '../error.js';
import type { Der } from './reader.js';
import { readIa5 } from './strings.js';
import * as tag from './tags.js';
import { tlv } from './writer.js';

/** A moment as it was encoded. */
export interface Time {
  /** The moment, to the millisecond; null where the text is no time. */
  readonly date: Date | null;
  /** The text as it was encoded, such as `260101000000Z` or `99991231225959.357Z`. */
  readonly text: string;
}

const UTC = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/;
const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,](\d+))?(Z|[+-]\d{4})$/;

/** Reads either form. */
export function readTime(value: Der, what: string): Time {
  const text = readIa5(value);
  if (value.is(tag.UTC_TIME)) return { text, date: utcDate(text) };
  if (value.is(tag.GENERALIZED_TIME)) return { text, date: generalizedDate(text) };
  throw badDer(`${what} is no time`);
}

/** A moment in whole seconds: UTCTime to 2049, GeneralizedTime before 1950 and from 2050. */
export function time(date: Date, what: string): Bytes {
  const text = generalizedText(date, what);
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? tlv(tag.UTC_TIME, asciiBytes(text.slice(2)))
    : tlv(tag.GENERALIZED_TIME, asciiBytes(text));
}

/** A moment as GeneralizedTime, whatever its year. */
export const generalizedTime = (date: Date, what: string, identifier: number = tag.GENERALIZED_TIME): Bytes =>
  tlv(identifier, asciiBytes(generalizedText(date, what)));

/** The text of a moment as GeneralizedTime, in whole seconds. */
function generalizedText(date: Date, what: string): string {
  const year = isDate(date) ? date.getUTCFullYear() : Number.NaN;
  if (!(year >= 0 && year <= 9999)) throw badValue(`${what} must be a date of the years 0 to 9999`);
  return date.toISOString().replace(/[-:T]|\.\d+/g, '');
}

const asciiBytes = (text: string): Bytes => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function utcDate(text: string): Date | null {
  const [, year, month, day, hour, minute, second, zone = ''] = UTC.exec(text) ?? [];
  // RFC 5280, 4.1.2.5.1: 50 to 99 are of the last century.
  const full = Number(year) + (Number(year) < 50 ? 2000 : 1900);
  return moment([full, month, day, hour, minute, second], 0, zone);
}

function generalizedDate(text: string): Date | null {
  const [, year, month, day, hour, minute, second, fraction = '', zone = ''] = GENERALIZED.exec(text) ?? [];
  return moment([year, month, day, hour, minute, second], Number(fraction.slice(0, 3).padEnd(3, '0')), zone);
}

function moment(parts: readonly (string | number | undefined)[], milliseconds: number, zone: string): Date | null {
  const [year = Number.NaN, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, milliseconds);
  // What JavaScript has carried over, such as a 13th month, is no time.
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  if (!exists || date.getUTCMinutes() !== minute || second > 59) return null;
  const sign = zone.startsWith('-') ? -1 : 1;
  const offset = zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)));
  return new Date(date.getTime() - offset * 60_000);
}
