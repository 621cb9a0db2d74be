/** Serial numbers: any size, as hexadecimal towards C. */

import { wrongType } from '../common/refusals.js';

/** Longest serial number taken, in hexadecimal digits: far past the 20 bytes of RFC 5280, 4.1.2.2. */
const MAX_HEX = 2048;

/**
 * @throws {TypeError} unless it is an integer
 * @returns hexadecimal with a sign
 */
export function integerToHex(value: number | bigint, name: string): string {
  if (typeof value !== 'bigint' && !Number.isInteger(value)) throw wrongType(name, 'an integer', value);
  const text = (value < 0 ? -BigInt(value) : BigInt(value)).toString(16);
  if (text.length > MAX_HEX) throw new RangeError(`${name} is too long`);
  return value < 0 ? `-${text}` : text;
}

/** @returns a number where it is exact, else a bigint */
export function hexToInteger(hex: string): number | bigint {
  const negative = hex.startsWith('-');
  const magnitude = BigInt(`0x${negative ? hex.slice(1) : hex}`);
  const value = negative ? -magnitude : magnitude;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
