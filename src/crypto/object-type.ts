/** Types by their names or dotted numbers: of extensions and attributes. */
import { textArgument } from '../common/arguments.js';
import { native } from './native.js';

/** Longest name; dotted numbers cost more than in proportion. */
const MAX_LENGTH = 256;

/**
 * @returns the dotted numbers
 * @throws {TypeError} when it is no text
 * @throws {RangeError} when it is neither a name that OpenSSL knows nor dotted numbers
 */
export function typeArgument(type: string, called = 'type'): string {
  const text = textArgument(type, called);
  const numbers = text.length > MAX_LENGTH || text.includes('\0') ? null : native.object_numbers(text);
  if (numbers === null)
    throw new RangeError(
      `${called} must be a name that OpenSSL knows or dotted numbers, not ${JSON.stringify(text.slice(0, 40))}`,
    );
  return numbers;
}
