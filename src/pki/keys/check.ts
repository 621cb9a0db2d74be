/** Whether keys are consistent. */
import { declareOptions, integer } from '../../common/options.js';
import { Error as CryptoError } from '../../crypto/index.js';
import { explained, HANDLE } from '../../ffi/index.js';
import { native } from '../native.js';
import { keyOf, type PublicKeySource } from './public-key.js';

/** How {@link checkKey} checks. */
export interface CheckKeyOptions {
  /** The largest modulus of RSA, DSA and Diffie-Hellman that is checked: 4096 bits by default, which takes some seconds; up to 16384. */
  readonly maxBits?: number;
}

/** What was found. */
export interface KeyCheck {
  /** Whether everything that was checked holds. */
  readonly isConsistent: boolean;
  /** What was checked: the pair, or the public key alone. */
  readonly checked: 'pair' | 'public key';
  /** What does not hold; null where everything does. */
  readonly fault: string | null;
}

const read = declareOptions<CheckKeyOptions>({ maxBits: integer(1, 16_384) });
const MAX_BITS = 4096;

/**
 * Checks a key of any type: that its numbers are of their ranges, that what should be prime is, that a point is on its curve,
 * and that the halves of a pair belong together.
 * @throws {PkiError} when it is no key, or a JWK or an OpenSSH key that is not consistent, or OpenSSL does not even read it
 */
export function checkKey(input: PublicKeySource, options?: CheckKeyOptions): KeyCheck {
  const { maxBits = MAX_BITS } = read(options);
  const key = keyOf(input);
  const { isPrivate } = key;
  const checked = isPrivate ? 'pair' : 'public key';
  try {
    const reason = isPrivate ? 'the halves do not belong together' : 'it is no public key of its type';
    explained(reason, () => native.EVP_PKEY_check(key[HANDLE], maxBits, isPrivate ? 0 : 1));
    return { isConsistent: true, checked, fault: null };
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    return { isConsistent: false, checked, fault: error.message };
  }
}
