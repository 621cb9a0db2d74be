/** The errors of the module. */
import { type ErrorEntry, OpenSSLError } from '../../ffi/index.js';
import {
  SSL_ERROR_EOF,
  SSL_ERROR_SSL,
  SSL_ERROR_SYSCALL,
  SSL_ERROR_WANT_READ,
  SSL_ERROR_WANT_WRITE,
  SSL_ERROR_ZERO_RETURN,
} from '../constants/enums.js';

/** Where an error comes from, as far as OpenSSL said. */
export interface SSLErrorDetails {
  /** OpenSSL's queue, oldest first. */
  readonly errors?: readonly ErrorEntry[];
  /** The part of OpenSSL that failed, such as `SSL`, `X509`, `PEM`. */
  readonly library?: string | null;
  /** OpenSSL's name of the reason, such as `CERTIFICATE_VERIFY_FAILED`. */
  readonly reason?: string | null;
  /** The error beneath. */
  readonly cause?: unknown;
}

/** A failure of the TLS library or of the network beneath; the base of this module's errors. */
export class SSLError extends OpenSSLError {
  override name = 'SSLError';
  /** One of {@link SSLErrorNumber}. */
  readonly errno: number;
  /** The failure in words. */
  readonly strerror: string;
  /** The part of OpenSSL that failed, such as `SSL` or `PEM`; null where it was none. */
  readonly library: string | null;
  /** OpenSSL's name of the reason, such as `CERTIFICATE_VERIFY_FAILED`; null where it has none. */
  readonly reason: string | null;

  constructor(errno: number = SSL_ERROR_SSL, strerror: string = '', details: SSLErrorDetails = {}) {
    super(details.errors ?? [], strerror, details.cause === undefined ? undefined : { cause: details.cause });
    this.errno = errno;
    this.strerror = strerror;
    this.library = details.library ?? null;
    this.reason = details.reason ?? null;
  }

  /** Number and words, as Python keeps them. */
  get args(): readonly [errno: number, strerror: string] {
    return [this.errno, this.strerror];
  }
}

/** The peer has closed the TLS session, and there is nothing to read or write any more. The transport may still be open. */
export class SSLZeroReturnError extends SSLError {
  override name = 'SSLZeroReturnError';

  constructor(details?: SSLErrorDetails) {
    super(SSL_ERROR_ZERO_RETURN, 'TLS/SSL connection has been closed (EOF)', details);
  }
}

/** More data must come from the peer first: repeat the operation then. */
export class SSLWantReadError extends SSLError {
  override name = 'SSLWantReadError';

  constructor(details?: SSLErrorDetails) {
    super(SSL_ERROR_WANT_READ, 'The operation did not complete (read)', details);
  }
}

/** The transport must take data first: repeat the operation then. */
export class SSLWantWriteError extends SSLError {
  override name = 'SSLWantWriteError';

  constructor(details?: SSLErrorDetails) {
    super(SSL_ERROR_WANT_WRITE, 'The operation did not complete (write)', details);
  }
}

/** The transport failed: a reset, for example. Its own error is the `cause`, where there is one. */
export class SSLSyscallError extends SSLError {
  override name = 'SSLSyscallError';

  constructor(strerror: string = 'Some I/O error occurred', details?: SSLErrorDetails) {
    super(SSL_ERROR_SYSCALL, strerror, details);
  }
}

/** The transport ended in the middle of the session: what was read may have been cut by an attacker. */
export class SSLEOFError extends SSLError {
  override name = 'SSLEOFError';

  constructor(details?: SSLErrorDetails) {
    super(SSL_ERROR_EOF, 'EOF occurred in violation of protocol', details);
  }
}

/** The peer's certificate could not be verified. */
export class SSLCertVerificationError extends SSLError {
  override name = 'SSLCertVerificationError';
  /** OpenSSL's number of the failure: see `X509VerificationCodes` of `SSL`. */
  readonly verify_code: number;
  /** The failure in words. */
  readonly verify_message: string;

  constructor(
    strerror: string = '',
    verifyCode: number = 0,
    verifyMessage: string = strerror,
    details?: SSLErrorDetails,
  ) {
    super(SSL_ERROR_SSL, strerror, details);
    this.verify_code = verifyCode;
    this.verify_message = verifyMessage;
  }
}

/** The old name of {@link SSLCertVerificationError}. */
export const CertificateError: typeof SSLCertVerificationError = SSLCertVerificationError;
/** The old name of {@link SSLCertVerificationError}. */
export type CertificateError = SSLCertVerificationError;

/** The name of {@link SSLError} in the first manual. */
export const sslerror: typeof SSLError = SSLError;
/** The name of {@link SSLError} in the first manual. */
export type sslerror = SSLError;
