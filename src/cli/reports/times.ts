/** Times in words. */
import type { Time } from '../../pki/index.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** `2026-01-31 12:00:00 UTC`; the text as it was encoded where it is no time. */
export function timeText({ date, text }: Time): string {
  return date === null ? `${text} (no time)` : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** How far away a moment is: `in 89 days`, `3 hours ago`. */
export function distanceText(date: Date, now: number): string {
  const distance = date.getTime() - now;
  const size = Math.abs(distance);
  const [count, unit] = size >= 2 * DAY_MS ? [size / DAY_MS, 'day'] : [size / HOUR_MS, 'hour'];
  const whole = Math.floor(count);
  const text = `${whole} ${unit}${whole === 1 ? '' : 's'}`;
  return distance >= 0 ? `in ${text}` : `${text} ago`;
}

/** A length such as `30d`, `12h` or `90m`, in milliseconds; undefined for anything else. */
export function lengthOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,7})(s|m|h|d|w|y)$/.exec(text) ?? [];
  const size = { s: 1000, m: 60_000, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS, y: 365 * DAY_MS }[unit];
  return digits === undefined || size === undefined ? undefined : Number(digits) * size;
}
