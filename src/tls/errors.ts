/** The errors of this module. */
import { OpenSSLError } from '../ffi/index.js';

/** The base of this module's errors; thrown itself when the TLS library fails, with its queue in `errors`. */
class SSLError extends OpenSSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'Error';
}

/** The peer has closed the TLS session with close_notify; the transport may still be open. */
export class ZeroReturnError extends SSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'ZeroReturnError';
}

/** The operation needs more ciphertext from the peer; repeat it, with the same arguments, once there is some. */
export class WantReadError extends SSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'WantReadError';
}

/** The transport takes no more ciphertext for now; repeat the operation, with the same arguments, once it does. */
export class WantWriteError extends SSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'WantWriteError';
}

/**
 * A callback has answered with a promise: repeat the operation, with the same arguments, when the connection's
 * `callbackAnswered` resolves.
 */
export class WantCallbackError extends SSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'WantCallbackError';
}

/** As {@link WantCallbackError}, where a certificate, a staple or a pre-shared key is waited for. */
export class WantX509LookupError extends WantCallbackError {
  /** The name of the class, which no minifier changes. */
  override name = 'WantX509LookupError';
}

/** The transport failed, or ended without close_notify: then `errno` is -1 and the text 'Unexpected EOF'. */
export class SysCallError extends SSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'SysCallError';
  /** The pair (errnum, errstr) as in pyOpenSSL. */
  readonly args: readonly [errnum: number, errstr: string];

  constructor(errnum: number, errstr: string) {
    super(errstr);
    this.args = [errnum, errstr];
  }

  /** The system's error number, -1 for an end without close_notify. */
  get errno(): number {
    return this.args[0];
  }
}

export { SSLError as Error };
