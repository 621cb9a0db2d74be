/** Errors of the layers beneath, made into those of this module. */
import { Error as CryptoError } from '../../crypto/index.js';
import * as c from '../../ffi/constants.js';
import type { ErrorEntry, OpenSSLError } from '../../ffi/index.js';
import {
  SysCallError,
  Error as TlsError,
  WantReadError,
  WantWriteError,
  WantX509LookupError,
  ZeroReturnError,
} from '../../tls/index.js';
import { SSL_ERROR_SSL, SSL_ERROR_WANT_X509_LOOKUP } from '../constants/enums.js';
import {
  SSLCertVerificationError,
  SSLEOFError,
  SSLError,
  type SSLErrorDetails,
  SSLSyscallError,
  SSLWantReadError,
  SSLWantWriteError,
  SSLZeroReturnError,
} from './errors.js';
import { libraryName, reasonName } from './reason-names.js';

/** What is known of a verification that failed. */
export interface Verification {
  readonly code: number;
  /** OpenSSL's sentence for the code. */
  readonly message: string;
  readonly hostname: string | null;
}

const EOF: SSLErrorDetails = { library: 'SSL', reason: 'UNEXPECTED_EOF_WHILE_READING' };

/** The error that a queue stands for: its last entry says what, as Python reads it. */
export function errorOfQueue(errors: readonly ErrorEntry[], verification?: Verification, cause?: unknown): SSLError {
  const [libraryText = '', , reasonText = ''] = errors.at(-1) ?? [];
  const library = libraryName(libraryText);
  const reason = library === null ? null : reasonName(reasonText);
  const details = { errors, library, reason, cause };
  const words = reasonText === '' ? 'unknown error' : reasonText;
  const head = library === null ? '' : reason === null ? `[${library}] ` : `[${library}: ${reason}] `;
  if (reason === 'CERTIFICATE_VERIFY_FAILED' && verification !== undefined) {
    const message = verificationMessage(verification);
    return new SSLCertVerificationError(`${head}${words}: ${message}`, verification.code, message, details);
  }
  return new SSLError(SSL_ERROR_SSL, head + words, details);
}

function verificationMessage({ code, message, hostname }: Verification): string {
  if (code === c.X509_V_ERR_HOSTNAME_MISMATCH)
    return `Hostname mismatch, certificate is not valid for '${hostname ?? ''}'.`;
  if (code === c.X509_V_ERR_IP_ADDRESS_MISMATCH)
    return `IP address mismatch, certificate is not valid for '${hostname ?? ''}'.`;
  return message;
}

/** The error of this module that an error beneath stands for; anything else unchanged. */
export function translate(error: unknown, verification?: () => Verification): unknown {
  if (error instanceof WantReadError) return new SSLWantReadError({ cause: error });
  if (error instanceof WantWriteError) return new SSLWantWriteError({ cause: error });
  if (error instanceof ZeroReturnError) return new SSLZeroReturnError({ cause: error });
  if (error instanceof WantX509LookupError)
    return new SSLError(SSL_ERROR_WANT_X509_LOOKUP, 'The operation did not complete (X509 lookup)', { cause: error });
  if (error instanceof SysCallError) {
    if (error.errno === -1) return new SSLEOFError({ ...EOF, cause: error });
    return new SSLSyscallError(error.args[1], { cause: error.cause ?? error });
  }
  if (error instanceof TlsError || error instanceof CryptoError) return ofLibrary(error, verification);
  return error;
}

function ofLibrary(error: OpenSSLError, verification?: () => Verification): SSLError {
  // What the layers beneath say themselves, such as "the connection is in use", has no queue.
  if (!Array.isArray(error.errors[0])) return new SSLError(SSL_ERROR_SSL, error.message, { cause: error });
  return errorOfQueue(error.errors, verification?.(), error);
}

/** Runs `body`; what it throws comes out as this module's. */
export function translated<T>(body: () => T, verification?: () => Verification): T {
  try {
    return body();
  } catch (error) {
    throw translate(error, verification);
  }
}
