/** What OpenSSL refuses of a file, as an error of the kit. */
import { Error as CryptoError } from '../crypto/index.js';
import { explained } from '../ffi/index.js';
import { PkiError } from './error.js';

/**
 * Runs what reads a file by OpenSSL.
 * @param sentence - what is wrong with the file, in front of OpenSSL's reason where it has one
 * @throws {PkiError} `ERR_PKI_DER`, whose cause is OpenSSL's error
 */
export function faulty<T>(sentence: string, body: () => T): T {
  try {
    return sentence === '' ? body() : explained(sentence, body);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    const message = sentence === '' || error.message === sentence ? error.message : `${sentence}: ${error.message}`;
    throw new PkiError('ERR_PKI_DER', message, { cause: error });
  }
}
