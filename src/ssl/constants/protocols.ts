/** The protocols of a context. */

/** Withdrawn (RFC 6176): the name exists, a context of it does not. */
export const PROTOCOL_SSLv2 = 0;
/** Withdrawn (RFC 7568): the name exists, a context of it does not. */
export const PROTOCOL_SSLv3 = 1;
/** The best version that both sides have, as client or server; verifies nothing by default. */
export const PROTOCOL_TLS = 2;
/** The old name of {@link PROTOCOL_TLS}. */
export const PROTOCOL_SSLv23: typeof PROTOCOL_TLS = PROTOCOL_TLS;
/** TLS 1.0 alone, which RFC 8996 deprecates; needs `@SECLEVEL=0` among the ciphers. */
export const PROTOCOL_TLSv1 = 3;
/** TLS 1.1 alone, which RFC 8996 deprecates; needs `@SECLEVEL=0` among the ciphers. */
export const PROTOCOL_TLSv1_1 = 4;
/** TLS 1.2 alone. */
export const PROTOCOL_TLSv1_2 = 5;
/** The best version, client only; verifies certificate and host name by default. */
export const PROTOCOL_TLS_CLIENT = 16;
/** The best version, server only. */
export const PROTOCOL_TLS_SERVER = 17;
