/** Options of a context, to be joined by `|`. Several are 0: OpenSSL behaves so anyway. */
import * as c from '../../ffi/constants.js';

/** Every harmless workaround. As in Python without the one that would give up the defence of CBC in TLS 1.0. */
export const OP_ALL: number = (c.SSL_OP_ALL & ~c.SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS) >>> 0;
/** Not SSL 2.0, which is not in this build. */
export const OP_NO_SSLv2 = c.SSL_OP_NO_SSLv2;
/** Not SSL 3.0, which is not in this build. */
export const OP_NO_SSLv3 = c.SSL_OP_NO_SSLv3;
/** Not TLS 1.0; {@link SSLContext.minimum_version} says it better. */
export const OP_NO_TLSv1 = c.SSL_OP_NO_TLSv1;
/** Not TLS 1.1; {@link SSLContext.minimum_version} says it better. */
export const OP_NO_TLSv1_1 = c.SSL_OP_NO_TLSv1_1;
/** Not TLS 1.2; {@link SSLContext.minimum_version} says it better. */
export const OP_NO_TLSv1_2 = c.SSL_OP_NO_TLSv1_2;
/** Not TLS 1.3; {@link SSLContext.maximum_version} says it better. */
export const OP_NO_TLSv1_3 = c.SSL_OP_NO_TLSv1_3;
/** The server's order of ciphers counts, not the client's. */
export const OP_CIPHER_SERVER_PREFERENCE = c.SSL_OP_CIPHER_SERVER_PREFERENCE;
/** A new Diffie-Hellman key for each session: always so. */
export const OP_SINGLE_DH_USE = c.SSL_OP_SINGLE_DH_USE;
/** A new key of elliptic curves for each session: always so. */
export const OP_SINGLE_ECDH_USE = c.SSL_OP_SINGLE_ECDH_USE;
/** No session tickets (RFC 5077); in TLS 1.3 tickets that name a session which the server keeps. */
export const OP_NO_TICKET = c.SSL_OP_NO_TICKET;
/** No compression, which leaks what it compresses with secrets; there is none in this build. */
export const OP_NO_COMPRESSION = c.SSL_OP_NO_COMPRESSION;
/** TLS 1.3 looks like TLS 1.2 to those on the way (RFC 8446, D.4); on by default. */
export const OP_ENABLE_MIDDLEBOX_COMPAT = c.SSL_OP_ENABLE_MIDDLEBOX_COMPAT;
/** The peer cannot ask for a new handshake in TLS 1.2. */
export const OP_NO_RENEGOTIATION = c.SSL_OP_NO_RENEGOTIATION;
/** An end of the stream without close_notify is the end of the session: then truncation goes unnoticed. */
export const OP_IGNORE_UNEXPECTED_EOF = c.SSL_OP_IGNORE_UNEXPECTED_EOF;
/** TLS in the system's kernel, which this build cannot reach: it does nothing. */
export const OP_ENABLE_KTLS = c.SSL_OP_ENABLE_KTLS;
/** A client accepts servers without safe renegotiation (RFC 5746). */
export const OP_LEGACY_SERVER_CONNECT = c.SSL_OP_LEGACY_SERVER_CONNECT;
