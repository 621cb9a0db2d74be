/** What is encrypted with a password, opened and closed: OpenSSL does both. */
import type { Bytes } from '../../../common/bytes.js';
import { Error as CryptoError } from '../../../crypto/index.js';
import type { Der } from '../../der/reader.js';
import { PkiError } from '../../error.js';
import { native } from '../../native.js';

const UNBOUNDED = -1;

/** The error of a password that is wrong, as far as that can be told. */
export const wrongPassword = (what: string): PkiError =>
  new PkiError('ERR_PKI_PASSWORD', `wrong password, or ${what} is damaged`);

/** The error of a password that is missing. */
export const noPassword = (what: string): PkiError =>
  new PkiError('ERR_PKI_PASSWORD', `${what} is encrypted: it needs a passphrase`);

/**
 * Opens what an algorithm has closed. Whoever asked for it wipes it.
 * @returns undefined where the cipher finds that it is no text of its
 * @throws {PkiError} when OpenSSL does not know the algorithm, or it asks for more work than that
 */
export function open(
  algorithm: Der,
  password: Uint8Array | null,
  data: Uint8Array,
  maxIterations: number,
): Bytes | undefined {
  return run(() => native.pbe_crypt(algorithm.bytes, password, data, 0, maxIterations)) ?? undefined;
}

/** Closes. */
export function close(algorithm: Uint8Array, password: Uint8Array | null, data: Uint8Array): Bytes {
  const closed = run(() => native.pbe_crypt(algorithm, password, data, 1, UNBOUNDED));
  if (closed === null) throw new PkiError('ERR_PKI_VALUE', 'the cipher does not take what is to be encrypted');
  return closed;
}

/** Runs what derives a key from a password. @throws {PkiError} when that would be more work than is allowed, or is not known */
export function run<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    const isTooMuch = error.message.includes('too many iterations');
    throw new PkiError(isTooMuch ? 'ERR_PKI_REFUSED' : 'ERR_PKI_DER', `it cannot be decrypted: ${error.message}`, {
      cause: error,
    });
  }
}
