/** Whole numbers of any size, as arguments. */
import { badValue } from '../error.js';

/** @throws {PkiError} unless it is a bigint, or a number that is whole and exact */
export function wholeNumber(value: unknown, name: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw badValue(`${name} must be a whole number, exact or a bigint`);
}
