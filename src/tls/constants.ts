/** The constants of this module, by pyOpenSSL's names. */
import * as c from '../ffi/constants.js';

/** Withdrawn (RFC 6176): the name exists, a Context of it does not. */
export const SSLv2_METHOD = 1;
/** Withdrawn (RFC 7568): the name exists, a Context of it does not. */
export const SSLv3_METHOD = 2;
/** Negotiates the best version that both sides have; the old name of {@link TLS_METHOD}. */
export const SSLv23_METHOD = 3;
/** TLS 1.0 alone; needs security level 0 (RFC 8996 deprecates it). */
export const TLSv1_METHOD = 4;
/** TLS 1.1 alone; needs security level 0 (RFC 8996 deprecates it). */
export const TLSv1_1_METHOD = 5;
/** TLS 1.2 alone. */
export const TLSv1_2_METHOD = 6;
/** TLS of the best version that both sides have, as client or server. */
export const TLS_METHOD = 7;
/** As {@link TLS_METHOD}, server only. */
export const TLS_SERVER_METHOD = 8;
/** As {@link TLS_METHOD}, client only. */
export const TLS_CLIENT_METHOD = 9;
/** DTLS of the best version that both sides have. */
export const DTLS_METHOD = 10;
/** As {@link DTLS_METHOD}, server only. */
export const DTLS_SERVER_METHOD = 11;
/** As {@link DTLS_METHOD}, client only. */
export const DTLS_CLIENT_METHOD = 12;

/** A file in PEM: base64 between BEGIN and END lines (RFC 7468). */
export const FILETYPE_PEM: number = c.SSL_FILETYPE_PEM;
/** A file in DER. */
export const FILETYPE_ASN1: number = c.SSL_FILETYPE_ASN1;

// How a connection verifies its peer: see SSL_CTX_set_verify(3).

/** A client goes on whatever the certificate is; a server asks for none. */
export const VERIFY_NONE: number = c.SSL_VERIFY_NONE;
/** A client ends the handshake unless the server's certificate verifies; a server asks for a certificate. */
export const VERIFY_PEER: number = c.SSL_VERIFY_PEER;
/** A server ends the handshake of a client without certificate; with `VERIFY_PEER`. */
export const VERIFY_FAIL_IF_NO_PEER_CERT: number = c.SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
/** A server does not ask again when TLS 1.2 renegotiates; with `VERIFY_PEER`. */
export const VERIFY_CLIENT_ONCE: number = c.SSL_VERIFY_CLIENT_ONCE;

// What has been said of the end of a session: see SSL_get_shutdown(3).

/** This side has sent close_notify. */
export const SENT_SHUTDOWN: number = c.SSL_SENT_SHUTDOWN;
/** The peer has sent close_notify. */
export const RECEIVED_SHUTDOWN: number = c.SSL_RECEIVED_SHUTDOWN;

// Versions by their number on the wire (RFC 8446, 4.2.1).

/** SSL 3.0, withdrawn (RFC 7568). */
export const SSL3_VERSION: number = c.SSL3_VERSION;
/** TLS 1.0, deprecated (RFC 8996). */
export const TLS1_VERSION: number = c.TLS1_VERSION;
/** TLS 1.1, deprecated (RFC 8996). */
export const TLS1_1_VERSION: number = c.TLS1_1_VERSION;
/** TLS 1.2 (RFC 5246). */
export const TLS1_2_VERSION: number = c.TLS1_2_VERSION;
/** TLS 1.3 (RFC 8446). */
export const TLS1_3_VERSION: number = c.TLS1_3_VERSION;

// Options that count: see SSL_CTX_set_options(3).

/** Leaves out SSL 2.0, which is not in this build: no bit. */
export const OP_NO_SSLv2: number = c.SSL_OP_NO_SSLv2;
/** Leaves out SSL 3.0, which is not in this build. */
export const OP_NO_SSLv3: number = c.SSL_OP_NO_SSLv3;
/** Leaves out TLS 1.0; setMinProtoVersion is the better way. */
export const OP_NO_TLSv1: number = c.SSL_OP_NO_TLSv1;
/** Leaves out TLS 1.1; setMinProtoVersion is the better way. */
export const OP_NO_TLSv1_1: number = c.SSL_OP_NO_TLSv1_1;
/** Leaves out TLS 1.2. */
export const OP_NO_TLSv1_2: number = c.SSL_OP_NO_TLSv1_2;
/** Leaves out TLS 1.3. */
export const OP_NO_TLSv1_3: number = c.SSL_OP_NO_TLSv1_3;
/** A server of TLS 1.2 sends no tickets; one of TLS 1.3 keeps sessions and sends their ids. */
export const OP_NO_TICKET: number = c.SSL_OP_NO_TICKET;
/** Refuses compression, which is not in this build (CRIME). */
export const OP_NO_COMPRESSION: number = c.SSL_OP_NO_COMPRESSION;
/** DTLS does not ask the transport for its MTU: setCiphertextMtu says it. */
export const OP_NO_QUERY_MTU: number = c.SSL_OP_NO_QUERY_MTU;
/** Takes an end of the stream without close_notify for an end (beyond pyOpenSSL; Python's ssl has it). */
export const OP_IGNORE_UNEXPECTED_EOF: number = c.SSL_OP_IGNORE_UNEXPECTED_EOF;
/** A server of TLS 1.2 lets clients begin a new handshake, as often as `Context.setRenegotiationLimit` says (beyond pyOpenSSL). */
export const OP_ALLOW_CLIENT_RENEGOTIATION: number = c.SSL_OP_ALLOW_CLIENT_RENEGOTIATION;
/** Refuses every new handshake on a connection of TLS 1.2 or below. */
export const OP_NO_RENEGOTIATION: number = c.SSL_OP_NO_RENEGOTIATION;
/** A server of DTLS makes sure of its clients' addresses by a cookie: `Context.setCookieGenerateCallback` and its sibling. */
export const OP_COOKIE_EXCHANGE: number = c.SSL_OP_COOKIE_EXCHANGE;
/** A client takes servers that do not know secure renegotiation (RFC 5746): unsafe, for old ones alone. */
export const OP_LEGACY_SERVER_CONNECT: number = c.SSL_OP_LEGACY_SERVER_CONNECT;
/** A server takes the first cipher of its own list that the client offers, instead of the client's first. */
export const OP_CIPHER_SERVER_PREFERENCE: number = c.SSL_OP_CIPHER_SERVER_PREFERENCE;
/** CBC in TLS 1.0 without the empty fragment that answers BEAST; some old peers cannot stand it. */
export const OP_DONT_INSERT_EMPTY_FRAGMENTS: number = c.SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS;
/** Tolerates clients that send a wrong version with an RSA key exchange. */
export const OP_TLS_ROLLBACK_BUG: number = c.SSL_OP_TLS_ROLLBACK_BUG;
/** All tolerances that are harmless, in one. */
export const OP_ALL: number = c.SSL_OP_ALL;

// Options whose bits do nothing any more; the names are here for programs that set them.

/** A new key for each ephemeral Diffie-Hellman: always so today. */
export const OP_SINGLE_DH_USE: number = c.SSL_OP_SINGLE_DH_USE;
/** A new key for each ephemeral ECDH: always so today. */
export const OP_SINGLE_ECDH_USE: number = c.SSL_OP_SINGLE_ECDH_USE;
/** Temporary RSA keys, withdrawn with the export ciphers. */
export const OP_EPHEMERAL_RSA = 0;
/** A tolerance of SSL 2.0. */
export const OP_MICROSOFT_SESS_ID_BUG: number = c.SSL_OP_MICROSOFT_SESS_ID_BUG;
/** A tolerance of SSL 2.0. */
export const OP_NETSCAPE_CHALLENGE_BUG: number = c.SSL_OP_NETSCAPE_CHALLENGE_BUG;
/** A tolerance of SSL 3.0. */
export const OP_NETSCAPE_REUSE_CIPHER_CHANGE_BUG: number = c.SSL_OP_NETSCAPE_REUSE_CIPHER_CHANGE_BUG;
/** A tolerance of SSL 3.0. */
export const OP_SSLREF2_REUSE_CERT_TYPE_BUG: number = c.SSL_OP_SSLREF2_REUSE_CERT_TYPE_BUG;
/** A tolerance of SSL 3.0. */
export const OP_MICROSOFT_BIG_SSLV3_BUFFER: number = c.SSL_OP_MICROSOFT_BIG_SSLV3_BUFFER;
/** A tolerance of SSL 2.0. */
export const OP_MSIE_SSLV2_RSA_PADDING: number = c.SSL_OP_MSIE_SSLV2_RSA_PADDING;
/** A tolerance of SSL 3.0. */
export const OP_SSLEAY_080_CLIENT_DH_BUG: number = c.SSL_OP_SSLEAY_080_CLIENT_DH_BUG;
/** A tolerance of TLS 1.0. */
export const OP_TLS_D5_BUG: number = c.SSL_OP_TLS_D5_BUG;
/** A tolerance of TLS 1.0. */
export const OP_TLS_BLOCK_PADDING_BUG: number = c.SSL_OP_TLS_BLOCK_PADDING_BUG;
/** A test of SSL 2.0. */
export const OP_PKCS1_CHECK_1: number = c.SSL_OP_PKCS1_CHECK_1;
/** A test of SSL 2.0. */
export const OP_PKCS1_CHECK_2: number = c.SSL_OP_PKCS1_CHECK_2;
/** A tolerance of SSL 3.0. */
export const OP_NETSCAPE_CA_DN_BUG: number = c.SSL_OP_NETSCAPE_CA_DN_BUG;
/** A tolerance of SSL 3.0. */
export const OP_NETSCAPE_DEMO_CIPHER_CHANGE_BUG: number = c.SSL_OP_NETSCAPE_DEMO_CIPHER_CHANGE_BUG;

// Modes: see SSL_CTX_set_mode(3).

/** Frees the record buffers of idle connections, some 34 KB each. */
export const MODE_RELEASE_BUFFERS: number = c.SSL_MODE_RELEASE_BUFFERS;

// What is kept for resumption: see SSL_CTX_set_session_cache_mode(3).

/** No cache. */
export const SESS_CACHE_OFF: number = c.SSL_SESS_CACHE_OFF;
/** A client tells of new sessions; setSessionNewCallback keeps them. */
export const SESS_CACHE_CLIENT: number = c.SSL_SESS_CACHE_CLIENT;
/** A server keeps sessions: the default. */
export const SESS_CACHE_SERVER: number = c.SSL_SESS_CACHE_SERVER;
/** Client and server. */
export const SESS_CACHE_BOTH: number = c.SSL_SESS_CACHE_BOTH;
/** Expired sessions stay until flushSessions. */
export const SESS_CACHE_NO_AUTO_CLEAR: number = c.SSL_SESS_CACHE_NO_AUTO_CLEAR;
/** Sessions are looked for by the callback alone. */
export const SESS_CACHE_NO_INTERNAL_LOOKUP: number = c.SSL_SESS_CACHE_NO_INTERNAL_LOOKUP;
/** Sessions are kept by the callback alone. */
export const SESS_CACHE_NO_INTERNAL_STORE: number = c.SSL_SESS_CACHE_NO_INTERNAL_STORE;
/** Both: the cache is the application's. */
export const SESS_CACHE_NO_INTERNAL: number = c.SSL_SESS_CACHE_NO_INTERNAL;

// What an info callback is told: see SSL_CTX_set_info_callback(3).

/** The bit of a client. */
export const SSL_ST_CONNECT: number = c.SSL_ST_CONNECT;
/** The bit of a server. */
export const SSL_ST_ACCEPT: number = c.SSL_ST_ACCEPT;
/** Both of these bits. */
export const SSL_ST_MASK: number = c.SSL_ST_MASK;
/** A step within the handshake. */
export const SSL_CB_LOOP: number = c.SSL_CB_LOOP;
/** The handshake paused or failed. */
export const SSL_CB_EXIT: number = c.SSL_CB_EXIT;
/** While reading. */
export const SSL_CB_READ: number = c.SSL_CB_READ;
/** While writing. */
export const SSL_CB_WRITE: number = c.SSL_CB_WRITE;
/** An alert: its level and description are in `result`. */
export const SSL_CB_ALERT: number = c.SSL_CB_ALERT;
/** An alert of the peer. */
export const SSL_CB_READ_ALERT: number = c.SSL_CB_READ_ALERT;
/** An alert to the peer. */
export const SSL_CB_WRITE_ALERT: number = c.SSL_CB_WRITE_ALERT;
/** A step within a server's handshake. */
export const SSL_CB_ACCEPT_LOOP: number = c.SSL_CB_ACCEPT_LOOP;
/** A server's handshake paused or failed. */
export const SSL_CB_ACCEPT_EXIT: number = c.SSL_CB_ACCEPT_EXIT;
/** A step within a client's handshake. */
export const SSL_CB_CONNECT_LOOP: number = c.SSL_CB_CONNECT_LOOP;
/** A client's handshake paused or failed. */
export const SSL_CB_CONNECT_EXIT: number = c.SSL_CB_CONNECT_EXIT;
/** A handshake begins. */
export const SSL_CB_HANDSHAKE_START: number = c.SSL_CB_HANDSHAKE_START;
/** A handshake is done. */
export const SSL_CB_HANDSHAKE_DONE: number = c.SSL_CB_HANDSHAKE_DONE;

/** What the callback of `setAlpnSelectCallback` returns to go on without a protocol. */
export const NO_OVERLAPPING_PROTOCOLS: unique symbol = Symbol('NO_OVERLAPPING_PROTOCOLS');

// What OpenSSLVersion tells about.

/** Name and version of OpenSSL. */
export const OPENSSL_VERSION: number = c.OPENSSL_VERSION;
/** How it was compiled. */
export const OPENSSL_CFLAGS: number = c.OPENSSL_CFLAGS;
/** What it was compiled for. */
export const OPENSSL_PLATFORM: number = c.OPENSSL_PLATFORM;
/** Where it would look for its configuration; it reads none. */
export const OPENSSL_DIR: number = c.OPENSSL_DIR;
/** When it was built; not said, for the build is reproducible. */
export const OPENSSL_BUILT_ON: number = c.OPENSSL_BUILT_ON;
/** The version of OpenSSL as it packs it: 0xMNN00PP0. */
export const OPENSSL_VERSION_NUMBER: number = c.OPENSSL_VERSION_NUMBER;
/** The name of `OPENSSL_VERSION` in the manual of 0.11. */
export const SSLEAY_VERSION: number = OPENSSL_VERSION;
/** The name of `OPENSSL_CFLAGS` in the manual of 0.11. */
export const SSLEAY_CFLAGS: number = OPENSSL_CFLAGS;
/** The name of `OPENSSL_PLATFORM` in the manual of 0.11. */
export const SSLEAY_PLATFORM: number = OPENSSL_PLATFORM;
/** The name of `OPENSSL_DIR` in the manual of 0.11. */
export const SSLEAY_DIR: number = OPENSSL_DIR;
/** The name of `OPENSSL_BUILT_ON` in the manual of 0.11. */
export const SSLEAY_BUILT_ON: number = OPENSSL_BUILT_ON;
