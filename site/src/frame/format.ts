/** Numbers, sizes and times in the language of the reader. */
import { language } from './settings.js';

/** Digits stay Latin: what stands beside them, such as a serial number, has them, too. */
const locale = (): string => `${language.value}-u-nu-latn`;

export const formatNumber = (value: number | bigint): string => new Intl.NumberFormat(locale()).format(value);

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in bytes: `12 kB`. */
export function formatSize(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const style = { style: 'unit', unit: UNITS[power] ?? 'byte', unitDisplay: power === 0 ? 'long' : 'short' } as const;
  return new Intl.NumberFormat(locale(), { ...style, maximumFractionDigits: power === 0 ? 0 : 1 }).format(
    bytes / 1000 ** power,
  );
}

/** A moment, to the second, in UTC, as certificates have it. */
export function formatTime(date: Date): string {
  const format = { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(locale(), format).format(date)} UTC`;
}

/** A day in UTC. */
export const formatDay = (date: Date): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(date);

const DAY = 86_400_000;

/** How far away a moment is: `in 12 days`, `3 years ago`. */
export function formatDistance(date: Date, from = new Date()): string {
  const days = (date.getTime() - from.getTime()) / DAY;
  const hours = Math.trunc(days * 24);
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: hours === 0 ? 'auto' : 'always' });
  if (Math.abs(days) >= 730) return format.format(Math.trunc(days / 365.25), 'year');
  if (Math.abs(days) >= 90) return format.format(Math.trunc(days / 30.44), 'month');
  if (Math.abs(days) >= 1) return format.format(Math.trunc(days), 'day');
  return hours === 0 ? format.format(Math.trunc(days * 24 * 60), 'minute') : format.format(hours, 'hour');
}

/** Bytes as `0a:1b`. */
export const hexOf = (bytes: Uint8Array, between = ':'): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between);
