/** Passphrases as their bytes, which are wiped once they have been used. */

import { binaryArgument } from '../../common/arguments.js';
import { isUint8Array } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import type { Passphrase } from '../../crypto/index.js';
import { badValue } from '../error.js';

/** Longest passphrase: nobody types as much, and each byte of it is hashed. */
const MAX_BYTES = 1024;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Runs `use` with the bytes of a passphrase: text stands for its UTF-8. Null for none.
 * @param isWriting - what a callback is told
 * @throws {PkiError} when it is too long, or text that has no UTF-8
 */
export function withPassphrase<T>(
  input: Passphrase | null | undefined,
  use: (bytes: Uint8Array | null) => T,
  isWriting = false,
): T {
  if (input === undefined || input === null) return use(null);
  const given: unknown = typeof input === 'function' ? input(isWriting) : input;
  if (typeof given !== 'string') return use(bounded(binaryArgument(given, 'the passphrase')));
  if (LONE_SURROGATE.test(given))
    throw badValue('the passphrase has half of a surrogate pair, which no encoding holds');
  const bytes = new TextEncoder().encode(given);
  try {
    return use(bounded(bytes));
  } finally {
    bytes.fill(0);
  }
}

/** The rule of an option that is a passphrase. */
export const passphraseRule = (value: unknown, name: string): Passphrase => {
  if (typeof value === 'string' || typeof value === 'function') return value as Passphrase;
  if (isUint8Array(value)) return value;
  throw wrongType(name, 'text, bytes, or a function that gives either', value);
};

function bounded(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MAX_BYTES) throw badValue(`a passphrase has at most ${MAX_BYTES} bytes`);
  return bytes;
}
