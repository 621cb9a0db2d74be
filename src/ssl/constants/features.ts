/** What this build has, and which OpenSSL it is. */
import * as c from '../../ffi/constants.js';

/** Whether ALPN can be negotiated (RFC 7301). */
export const HAS_ALPN = true;
/** Whether there is elliptic-curve Diffie-Hellman. */
export const HAS_ECDH = true;
/** Whether host names can be checked against alternative names alone: see {@link SSLContext.hostname_checks_common_name}. */
export const HAS_NEVER_CHECK_COMMON_NAME = true;
/** NPN was never standardised, and OpenSSL's support speaks no TLS 1.3: ALPN has taken its place. */
export const HAS_NPN = false;
/** Whether a client can name the server that it wants (RFC 6066, 3). */
export const HAS_SNI = true;
/** SSL 2.0 is withdrawn (RFC 6176). */
export const HAS_SSLv2 = false;
/** SSL 3.0 is withdrawn (RFC 7568). */
export const HAS_SSLv3 = false;
/** TLS 1.0 is deprecated (RFC 8996): it is here, and off. */
export const HAS_TLSv1 = true;
/** TLS 1.1 is deprecated (RFC 8996): it is here, and off. */
export const HAS_TLSv1_1 = true;
/** Whether there is TLS 1.2 (RFC 5246). */
export const HAS_TLSv1_2 = true;
/** Whether there is TLS 1.3 (RFC 8446). */
export const HAS_TLSv1_3 = true;
/** Whether there are pre-shared keys (RFC 4279). */
export const HAS_PSK = true;
/** Whether pre-shared keys work in TLS 1.3 (RFC 8446, 4.2.11). */
export const HAS_PSK_TLS13 = true;
/** Whether a TLS 1.3 server can ask for a certificate after the handshake (RFC 8446, 4.6.2). */
export const HAS_PHA = true;

/** The version of OpenSSL in words. */
export const OPENSSL_VERSION: string = c.OPENSSL_VERSION_TEXT;
/** The version of OpenSSL as it packs it: 0xMNN00PP0. */
export const OPENSSL_VERSION_NUMBER: number = c.OPENSSL_VERSION_NUMBER;
/** The parts of {@link OPENSSL_VERSION_NUMBER}; of OpenSSL 3 the fourth is the patch. */
export const OPENSSL_VERSION_INFO: readonly [major: number, minor: number, fix: number, patch: number, status: number] =
  [
    (OPENSSL_VERSION_NUMBER >>> 28) & 0xff,
    (OPENSSL_VERSION_NUMBER >>> 20) & 0xff,
    (OPENSSL_VERSION_NUMBER >>> 12) & 0xff,
    (OPENSSL_VERSION_NUMBER >>> 4) & 0xff,
    OPENSSL_VERSION_NUMBER & 0xf,
  ];
