/** The constants of this module, by pyOpenSSL's names. */
import { constants as c } from '../ffi/index.js';

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

export const FILETYPE_PEM: number = c.SSL_FILETYPE_PEM;
export const FILETYPE_ASN1: number = c.SSL_FILETYPE_ASN1;
/** Temporary RSA keys were withdrawn with export ciphers: the bit does nothing. */
export const OP_EPHEMERAL_RSA = 0;
export const SENT_SHUTDOWN: number = c.SSL_SENT_SHUTDOWN;
export const RECEIVED_SHUTDOWN: number = c.SSL_RECEIVED_SHUTDOWN;

export const VERIFY_NONE: number = c.SSL_VERIFY_NONE;
export const OP_SINGLE_DH_USE: number = c.SSL_OP_SINGLE_DH_USE;
export const VERIFY_PEER: number = c.SSL_VERIFY_PEER;
export const VERIFY_FAIL_IF_NO_PEER_CERT: number = c.SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
export const VERIFY_CLIENT_ONCE: number = c.SSL_VERIFY_CLIENT_ONCE;
export const OP_NO_SSLv2: number = c.SSL_OP_NO_SSLv2;
export const OP_NO_SSLv3: number = c.SSL_OP_NO_SSLv3;
export const OP_NO_TLSv1: number = c.SSL_OP_NO_TLSv1;
export const SSL3_VERSION: number = c.SSL3_VERSION;
export const TLS1_VERSION: number = c.TLS1_VERSION;
export const TLS1_1_VERSION: number = c.TLS1_1_VERSION;
export const TLS1_2_VERSION: number = c.TLS1_2_VERSION;
export const TLS1_3_VERSION: number = c.TLS1_3_VERSION;
export const OP_NO_TLSv1_1: number = c.SSL_OP_NO_TLSv1_1;
export const OP_NO_TLSv1_2: number = c.SSL_OP_NO_TLSv1_2;
export const OP_NO_TLSv1_3: number = c.SSL_OP_NO_TLSv1_3;
export const MODE_RELEASE_BUFFERS: number = c.SSL_MODE_RELEASE_BUFFERS;
export const OP_SINGLE_ECDH_USE: number = c.SSL_OP_SINGLE_ECDH_USE;
export const OP_MICROSOFT_SESS_ID_BUG: number = c.SSL_OP_MICROSOFT_SESS_ID_BUG;
export const OP_NETSCAPE_CHALLENGE_BUG: number = c.SSL_OP_NETSCAPE_CHALLENGE_BUG;
export const OP_NETSCAPE_REUSE_CIPHER_CHANGE_BUG: number = c.SSL_OP_NETSCAPE_REUSE_CIPHER_CHANGE_BUG;
export const OP_SSLREF2_REUSE_CERT_TYPE_BUG: number = c.SSL_OP_SSLREF2_REUSE_CERT_TYPE_BUG;
export const OP_MICROSOFT_BIG_SSLV3_BUFFER: number = c.SSL_OP_MICROSOFT_BIG_SSLV3_BUFFER;
export const OP_MSIE_SSLV2_RSA_PADDING: number = c.SSL_OP_MSIE_SSLV2_RSA_PADDING;
export const OP_SSLEAY_080_CLIENT_DH_BUG: number = c.SSL_OP_SSLEAY_080_CLIENT_DH_BUG;
export const OP_TLS_D5_BUG: number = c.SSL_OP_TLS_D5_BUG;
export const OP_TLS_BLOCK_PADDING_BUG: number = c.SSL_OP_TLS_BLOCK_PADDING_BUG;
export const OP_DONT_INSERT_EMPTY_FRAGMENTS: number = c.SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS;
export const OP_CIPHER_SERVER_PREFERENCE: number = c.SSL_OP_CIPHER_SERVER_PREFERENCE;
export const OP_TLS_ROLLBACK_BUG: number = c.SSL_OP_TLS_ROLLBACK_BUG;
export const OP_PKCS1_CHECK_1: number = c.SSL_OP_PKCS1_CHECK_1;
export const OP_PKCS1_CHECK_2: number = c.SSL_OP_PKCS1_CHECK_2;
export const OP_NETSCAPE_CA_DN_BUG: number = c.SSL_OP_NETSCAPE_CA_DN_BUG;
export const OP_NETSCAPE_DEMO_CIPHER_CHANGE_BUG: number = c.SSL_OP_NETSCAPE_DEMO_CIPHER_CHANGE_BUG;
export const OP_NO_COMPRESSION: number = c.SSL_OP_NO_COMPRESSION;
export const OP_NO_QUERY_MTU: number = c.SSL_OP_NO_QUERY_MTU;
export const OP_NO_TICKET: number = c.SSL_OP_NO_TICKET;
export const OP_ALL: number = c.SSL_OP_ALL;
export const SESS_CACHE_OFF: number = c.SSL_SESS_CACHE_OFF;
export const SESS_CACHE_CLIENT: number = c.SSL_SESS_CACHE_CLIENT;
export const SESS_CACHE_SERVER: number = c.SSL_SESS_CACHE_SERVER;
export const SESS_CACHE_BOTH: number = c.SSL_SESS_CACHE_BOTH;
export const SESS_CACHE_NO_AUTO_CLEAR: number = c.SSL_SESS_CACHE_NO_AUTO_CLEAR;
export const SESS_CACHE_NO_INTERNAL_LOOKUP: number = c.SSL_SESS_CACHE_NO_INTERNAL_LOOKUP;
export const SESS_CACHE_NO_INTERNAL_STORE: number = c.SSL_SESS_CACHE_NO_INTERNAL_STORE;
export const SESS_CACHE_NO_INTERNAL: number = c.SSL_SESS_CACHE_NO_INTERNAL;
export const SSL_ST_CONNECT: number = c.SSL_ST_CONNECT;
export const SSL_ST_ACCEPT: number = c.SSL_ST_ACCEPT;
export const SSL_ST_MASK: number = c.SSL_ST_MASK;
export const SSL_CB_LOOP: number = c.SSL_CB_LOOP;
export const SSL_CB_EXIT: number = c.SSL_CB_EXIT;
export const SSL_CB_READ: number = c.SSL_CB_READ;
export const SSL_CB_WRITE: number = c.SSL_CB_WRITE;
export const SSL_CB_ALERT: number = c.SSL_CB_ALERT;
export const SSL_CB_READ_ALERT: number = c.SSL_CB_READ_ALERT;
export const SSL_CB_WRITE_ALERT: number = c.SSL_CB_WRITE_ALERT;
export const SSL_CB_ACCEPT_LOOP: number = c.SSL_CB_ACCEPT_LOOP;
export const SSL_CB_ACCEPT_EXIT: number = c.SSL_CB_ACCEPT_EXIT;
export const SSL_CB_CONNECT_LOOP: number = c.SSL_CB_CONNECT_LOOP;
export const SSL_CB_CONNECT_EXIT: number = c.SSL_CB_CONNECT_EXIT;
export const SSL_CB_HANDSHAKE_START: number = c.SSL_CB_HANDSHAKE_START;
export const SSL_CB_HANDSHAKE_DONE: number = c.SSL_CB_HANDSHAKE_DONE;

/** What {@link Context.setAlpnSelectCallback}'s callback returns to go on without a protocol. */
export const NO_OVERLAPPING_PROTOCOLS: unique symbol = Symbol('NO_OVERLAPPING_PROTOCOLS');

/** What {@link OpenSSL_version} tells about. */
export const OPENSSL_VERSION: number = c.OPENSSL_VERSION;
export const OPENSSL_CFLAGS: number = c.OPENSSL_CFLAGS;
export const OPENSSL_PLATFORM: number = c.OPENSSL_PLATFORM;
export const OPENSSL_DIR: number = c.OPENSSL_DIR;
export const OPENSSL_BUILT_ON: number = c.OPENSSL_BUILT_ON;
/** The version of OpenSSL as it packs it: 0xMNN00PP0. */
export const OPENSSL_VERSION_NUMBER: number = c.OPENSSL_VERSION_NUMBER;
export const SSLEAY_VERSION: number = OPENSSL_VERSION;
export const SSLEAY_CFLAGS: number = OPENSSL_CFLAGS;
export const SSLEAY_PLATFORM: number = OPENSSL_PLATFORM;
export const SSLEAY_DIR: number = OPENSSL_DIR;
export const SSLEAY_BUILT_ON: number = OPENSSL_BUILT_ON;
