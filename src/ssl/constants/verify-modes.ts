/** What is asked of the peer's certificate. */

/** No certificate is asked for, or it is not verified. */
export const CERT_NONE = 0;
/** A certificate that the peer shows is verified; on a client the same as `CERT_REQUIRED`. */
export const CERT_OPTIONAL = 1;
/** The peer must show a certificate that can be verified. */
export const CERT_REQUIRED = 2;
