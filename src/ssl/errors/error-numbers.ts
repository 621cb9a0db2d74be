/** The numbers of {@link SSLError.errno}. */
import * as c from '../../ffi/constants.js';

/** The TLS library failed: `library` and `reason` say more. */
export const SSL_ERROR_SSL = c.SSL_ERROR_SSL;
/** More data of the peer is needed. */
export const SSL_ERROR_WANT_READ = c.SSL_ERROR_WANT_READ;
/** The transport must take data first. */
export const SSL_ERROR_WANT_WRITE = c.SSL_ERROR_WANT_WRITE;
/** A callback asked to be called again. */
export const SSL_ERROR_WANT_X509_LOOKUP = c.SSL_ERROR_WANT_X509_LOOKUP;
/** The transport failed. */
export const SSL_ERROR_SYSCALL = c.SSL_ERROR_SYSCALL;
/** The peer has closed the session. */
export const SSL_ERROR_ZERO_RETURN = c.SSL_ERROR_ZERO_RETURN;
/** The transport is not connected yet. */
export const SSL_ERROR_WANT_CONNECT = c.SSL_ERROR_WANT_CONNECT;
/** The transport has ended, and the session has not. */
export const SSL_ERROR_EOF = 8;
/** OpenSSL gave a number that there is not. */
export const SSL_ERROR_INVALID_ERROR_CODE = 10;
