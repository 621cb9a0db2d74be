/** How certificates are verified, to be joined by `|`. */
import * as c from '../../ffi/constants.js';

/** Nothing beyond the rule: no revocation lists. */
export const VERIFY_DEFAULT = 0;
/** The peer's certificate must be on its issuer's list, unrevoked: see {@link SSLContext.loadVerifyLocations}. */
export const VERIFY_CRL_CHECK_LEAF = c.X509_V_FLAG_CRL_CHECK;
/** Each certificate of the chain must be on its issuer's list, unrevoked. */
export const VERIFY_CRL_CHECK_CHAIN: number = c.X509_V_FLAG_CRL_CHECK | c.X509_V_FLAG_CRL_CHECK_ALL;
/** No allowance is made for certificates that break RFC 5280. */
export const VERIFY_X509_STRICT = c.X509_V_FLAG_X509_STRICT;
/** Proxy certificates (RFC 3820) are accepted. */
export const VERIFY_ALLOW_PROXY_CERTS = c.X509_V_FLAG_ALLOW_PROXY_CERTS;
/** Issuers are looked for among the trusted certificates before those that the peer has sent; on by default. */
export const VERIFY_X509_TRUSTED_FIRST = c.X509_V_FLAG_TRUSTED_FIRST;
/** A trusted certificate ends the chain, be it a root or not. */
export const VERIFY_X509_PARTIAL_CHAIN = c.X509_V_FLAG_PARTIAL_CHAIN;
