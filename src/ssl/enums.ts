/** The enumerations of the module: each name is also a constant of its own, as in Python. */
import { constants as c } from '../ffi/index.js';

/** What is asked of the peer's certificate. */
export const VerifyMode = {
  /** No certificate is asked for, or it is not verified. */
  CERT_NONE: 0,
  /** A certificate that the peer shows is verified; on a client the same as `CERT_REQUIRED`. */
  CERT_OPTIONAL: 1,
  /** The peer must show a certificate that can be verified. */
  CERT_REQUIRED: 2,
} as const;
export type VerifyMode = (typeof VerifyMode)[keyof typeof VerifyMode];
export const { CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED } = VerifyMode;

/** The protocols of a context. */
export const SSLMethod = {
  /** Withdrawn (RFC 6176): the name exists, a context of it does not. */
  PROTOCOL_SSLv2: 0,
  /** Withdrawn (RFC 7568): the name exists, a context of it does not. */
  PROTOCOL_SSLv3: 1,
  /** The best version that both sides have, as client or server; verifies nothing by default. */
  PROTOCOL_TLS: 2,
  /** TLS 1.0 alone, which RFC 8996 deprecates; needs `@SECLEVEL=0` among the ciphers. */
  PROTOCOL_TLSv1: 3,
  /** TLS 1.1 alone, which RFC 8996 deprecates; needs `@SECLEVEL=0` among the ciphers. */
  PROTOCOL_TLSv1_1: 4,
  /** TLS 1.2 alone. */
  PROTOCOL_TLSv1_2: 5,
  /** The best version, client only; verifies certificate and host name by default. */
  PROTOCOL_TLS_CLIENT: 16,
  /** The best version, server only. */
  PROTOCOL_TLS_SERVER: 17,
} as const;
export type SSLMethod = (typeof SSLMethod)[keyof typeof SSLMethod];
export const {
  PROTOCOL_SSLv2,
  PROTOCOL_SSLv3,
  PROTOCOL_TLS,
  PROTOCOL_TLSv1,
  PROTOCOL_TLSv1_1,
  PROTOCOL_TLSv1_2,
  PROTOCOL_TLS_CLIENT,
  PROTOCOL_TLS_SERVER,
} = SSLMethod;
/** The old name of {@link PROTOCOL_TLS}. */
export const PROTOCOL_SSLv23: 2 = PROTOCOL_TLS;

const PROTOCOL_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(SSLMethod)
    .filter(([, value]) => value >= PROTOCOL_TLS)
    .map(([name, value]) => [value, name]),
);

/** The name of a protocol's constant, such as `PROTOCOL_TLS`; `<unknown>` for a number that is none. */
export function getProtocolName(protocolCode: number): string {
  return PROTOCOL_NAMES.get(protocolCode) ?? '<unknown>';
}

/** Versions of the protocol, for {@link SSLContext.minimum_version} and {@link SSLContext.maximum_version}. */
export const TLSVersion = {
  MINIMUM_SUPPORTED: -2,
  SSLv3: c.SSL3_VERSION,
  TLSv1: c.TLS1_VERSION,
  TLSv1_1: c.TLS1_1_VERSION,
  TLSv1_2: c.TLS1_2_VERSION,
  TLSv1_3: c.TLS1_3_VERSION,
  MAXIMUM_SUPPORTED: -1,
} as const;
export type TLSVersion = (typeof TLSVersion)[keyof typeof TLSVersion];

/** Options of a context, to be joined by `|`. Several are 0: OpenSSL behaves so anyway. */
export const Options = {
  /** Every harmless workaround. As in Python without the one that would give up the defence of CBC in TLS 1.0. */
  OP_ALL: (c.SSL_OP_ALL & ~c.SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS) >>> 0,
  OP_NO_SSLv2: c.SSL_OP_NO_SSLv2,
  OP_NO_SSLv3: c.SSL_OP_NO_SSLv3,
  OP_NO_TLSv1: c.SSL_OP_NO_TLSv1,
  OP_NO_TLSv1_1: c.SSL_OP_NO_TLSv1_1,
  OP_NO_TLSv1_2: c.SSL_OP_NO_TLSv1_2,
  OP_NO_TLSv1_3: c.SSL_OP_NO_TLSv1_3,
  OP_CIPHER_SERVER_PREFERENCE: c.SSL_OP_CIPHER_SERVER_PREFERENCE,
  OP_SINGLE_DH_USE: c.SSL_OP_SINGLE_DH_USE,
  OP_NO_TICKET: c.SSL_OP_NO_TICKET,
  OP_SINGLE_ECDH_USE: c.SSL_OP_SINGLE_ECDH_USE,
  OP_NO_COMPRESSION: c.SSL_OP_NO_COMPRESSION,
  OP_ENABLE_MIDDLEBOX_COMPAT: c.SSL_OP_ENABLE_MIDDLEBOX_COMPAT,
  OP_NO_RENEGOTIATION: c.SSL_OP_NO_RENEGOTIATION,
  /** Takes an end of the stream without close_notify for the end of the session: then truncation goes unnoticed. */
  OP_IGNORE_UNEXPECTED_EOF: c.SSL_OP_IGNORE_UNEXPECTED_EOF,
  OP_ENABLE_KTLS: c.SSL_OP_ENABLE_KTLS,
  OP_LEGACY_SERVER_CONNECT: c.SSL_OP_LEGACY_SERVER_CONNECT,
} as const;
export type Options = number;
export const {
  OP_ALL,
  OP_NO_SSLv2,
  OP_NO_SSLv3,
  OP_NO_TLSv1,
  OP_NO_TLSv1_1,
  OP_NO_TLSv1_2,
  OP_NO_TLSv1_3,
  OP_CIPHER_SERVER_PREFERENCE,
  OP_SINGLE_DH_USE,
  OP_NO_TICKET,
  OP_SINGLE_ECDH_USE,
  OP_NO_COMPRESSION,
  OP_ENABLE_MIDDLEBOX_COMPAT,
  OP_NO_RENEGOTIATION,
  OP_IGNORE_UNEXPECTED_EOF,
  OP_ENABLE_KTLS,
  OP_LEGACY_SERVER_CONNECT,
} = Options;

/** How certificates are verified, to be joined by `|`. */
export const VerifyFlags = {
  VERIFY_DEFAULT: 0,
  VERIFY_CRL_CHECK_LEAF: c.X509_V_FLAG_CRL_CHECK,
  VERIFY_CRL_CHECK_CHAIN: c.X509_V_FLAG_CRL_CHECK | c.X509_V_FLAG_CRL_CHECK_ALL,
  VERIFY_X509_STRICT: c.X509_V_FLAG_X509_STRICT,
  VERIFY_ALLOW_PROXY_CERTS: c.X509_V_FLAG_ALLOW_PROXY_CERTS,
  VERIFY_X509_TRUSTED_FIRST: c.X509_V_FLAG_TRUSTED_FIRST,
  /** A trusted certificate ends the chain, be it a root or not. */
  VERIFY_X509_PARTIAL_CHAIN: c.X509_V_FLAG_PARTIAL_CHAIN,
} as const;
export type VerifyFlags = number;
export const {
  VERIFY_DEFAULT,
  VERIFY_CRL_CHECK_LEAF,
  VERIFY_CRL_CHECK_CHAIN,
  VERIFY_X509_STRICT,
  VERIFY_ALLOW_PROXY_CERTS,
  VERIFY_X509_TRUSTED_FIRST,
  VERIFY_X509_PARTIAL_CHAIN,
} = VerifyFlags;

/** The numbers of {@link SSLError.errno}. */
export const SSLErrorNumber = {
  SSL_ERROR_SSL: c.SSL_ERROR_SSL,
  SSL_ERROR_WANT_READ: c.SSL_ERROR_WANT_READ,
  SSL_ERROR_WANT_WRITE: c.SSL_ERROR_WANT_WRITE,
  SSL_ERROR_WANT_X509_LOOKUP: c.SSL_ERROR_WANT_X509_LOOKUP,
  SSL_ERROR_SYSCALL: c.SSL_ERROR_SYSCALL,
  SSL_ERROR_ZERO_RETURN: c.SSL_ERROR_ZERO_RETURN,
  SSL_ERROR_WANT_CONNECT: c.SSL_ERROR_WANT_CONNECT,
  SSL_ERROR_EOF: 8,
  SSL_ERROR_INVALID_ERROR_CODE: 10,
} as const;
export type SSLErrorNumber = (typeof SSLErrorNumber)[keyof typeof SSLErrorNumber];
export const {
  SSL_ERROR_SSL,
  SSL_ERROR_WANT_READ,
  SSL_ERROR_WANT_WRITE,
  SSL_ERROR_WANT_X509_LOOKUP,
  SSL_ERROR_SYSCALL,
  SSL_ERROR_ZERO_RETURN,
  SSL_ERROR_WANT_CONNECT,
  SSL_ERROR_EOF,
  SSL_ERROR_INVALID_ERROR_CODE,
} = SSLErrorNumber;
