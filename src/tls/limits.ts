/** The arguments that contexts and connections have alike. */
import { integerArgument } from '../common/arguments.js';

/** What a record carries: RFC 8446, 5.1, and the least that OpenSSL takes. */
const [MIN_FRAGMENT, MAX_FRAGMENT] = [512, 16_384];

/** @returns a size of records */
export function fragmentArgument(size: number): number {
  return integerArgument(size, 'size', MIN_FRAGMENT, MAX_FRAGMENT);
}

/** @returns a block that records are padded to, 0 for none */
export function paddingArgument(size: number, name: string): number {
  return integerArgument(size, name, 0, MAX_FRAGMENT);
}

/** @returns a length of the message that holds a chain: its own field has 24 bits */
export function certListArgument(bytes: number): number {
  return integerArgument(bytes, 'bytes', 0, 0xff_ffff);
}
