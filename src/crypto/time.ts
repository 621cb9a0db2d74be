/** ASN.1 times as text and as `Date`. */

/** GENERALIZEDTIME: YYYYMMDDhhmmssZ, or with an offset +hhmm or -hhmm instead of Z. */
const GENERALIZED = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:Z|([+-])(\d{2})(\d{2}))$/;

/** A time as the public functions take it. */
export type TimeLike = string | Uint8Array | Date;

/**
 * @returns the GENERALIZEDTIME text
 * @throws {TypeError} unless it is text, bytes or a `Date`
 * @throws {RangeError} unless it is a time of the years 0 to 9999
 */
export function timeArgument(when: TimeLike, name: string): string {
  if (when instanceof Date) return formatTime(when, name);
  if (when instanceof Uint8Array) return timeArgument(new TextDecoder().decode(when), name);
  if (typeof when !== 'string') throw new TypeError(`${name} must be a GENERALIZEDTIME string or a Date`);
  if (!GENERALIZED.test(when)) throw new RangeError(`${name} is no GENERALIZEDTIME: ${JSON.stringify(when)}`);
  return when;
}

function formatTime(date: Date, name: string): string {
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 0 || year > 9999) throw new RangeError(`${name} must lie in the years 0 to 9999`);
  return date.toISOString().replace(/[-:T]|\.\d+/g, '');
}

/** @returns the moment, or undefined where the text is no GENERALIZEDTIME */
export function parseTime(text: string): Date | undefined {
  const match = GENERALIZED.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, sign, offsetHours, offsetMinutes] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const offset = sign === undefined ? 0 : (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  return new Date(date.getTime() - offset * 60_000);
}
