/** Names of ciphers that something is encrypted with. */
import { textArgument } from '../common/arguments.js';
import { boolean, declareOptions } from '../common/options.js';
import { native } from './native.js';

/** Whether what is written may use what is there for reading old files. */
export interface LegacyOptions {
  /** Lets a legacy cipher encrypt: single DES, RC2, RC4, CAST5, Blowfish. They protect nothing today; false by default. */
  readonly legacy?: boolean;
}

/** Judges {@link LegacyOptions}. */
export const readLegacyOptions = declareOptions<LegacyOptions>({ legacy: boolean }, 'refused');

/** What the shim's cipher_kind says of a cipher that is there for reading alone. */
const LEGACY = 2;

/**
 * The name of a cipher to encrypt with.
 * @param legacy - whether it may be a legacy one
 * @throws {TypeError} when it is no name
 * @throws {RangeError} when there is no such cipher, or it is a legacy one that was not asked for as such
 */
export function cipherArgument(cipher: string | Uint8Array, legacy: boolean): string {
  const name = textArgument(cipher, 'cipher');
  const kind = name.includes('\0') ? 0 : native.cipher_kind(name);
  if (kind === 0) throw new RangeError(`invalid cipher name: ${JSON.stringify(name)}`);
  if (kind === LEGACY && !legacy) {
    throw new RangeError(
      `${name} is a legacy cipher, which is there for reading: encrypt with it by { legacy: true } alone`,
    );
  }
  return name;
}
