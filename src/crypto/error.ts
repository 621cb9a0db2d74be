import { OpenSSLError } from '../ffi/index.js';

/** The error of this module: `errors` holds OpenSSL's queue as `[library, function, reason]`, oldest first. */
class CryptoError extends OpenSSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'Error';
}

export { CryptoError as Error };
