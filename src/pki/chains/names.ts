/** What OpenSSL calls what a chain is for, and how it is to be judged. */
import { wrongValue } from '../../common/refusals.js';
import * as c from '../../ffi/constants.js';

/** Purposes by OpenSSL's names (openssl-verification-options(1)). */
const PURPOSES = {
  sslclient: c.X509_PURPOSE_SSL_CLIENT,
  sslserver: c.X509_PURPOSE_SSL_SERVER,
  nssslserver: c.X509_PURPOSE_NS_SSL_SERVER,
  smimesign: c.X509_PURPOSE_SMIME_SIGN,
  smimeencrypt: c.X509_PURPOSE_SMIME_ENCRYPT,
  crlsign: c.X509_PURPOSE_CRL_SIGN,
  any: c.X509_PURPOSE_ANY,
  ocsphelper: c.X509_PURPOSE_OCSP_HELPER,
  timestampsign: c.X509_PURPOSE_TIMESTAMP_SIGN,
  codesign: c.X509_PURPOSE_CODE_SIGN,
} as const;

/**
 * What a certificate shall serve for: a TLS client or server (`nssslserver`: one that also exchanges keys by RSA), signing or
 * reading mail, signing CRLs, anything, answering OCSP, signing time stamps or code.
 */
export type Purpose = keyof typeof PURPOSES;

const FLAGS = {
  /** Looks the certificate up in CRLs, one of which must be there. */
  CRL_CHECK: c.X509_V_FLAG_CRL_CHECK,
  /** Looks the whole chain up in CRLs. */
  CRL_CHECK_ALL: c.X509_V_FLAG_CRL_CHECK | c.X509_V_FLAG_CRL_CHECK_ALL,
  /** Takes indirect CRLs, and such as are for some reasons only. */
  EXTENDED_CRL: c.X509_V_FLAG_EXTENDED_CRL_SUPPORT,
  /** Looks at delta CRLs, too. */
  USE_DELTAS: c.X509_V_FLAG_USE_DELTAS,
  /** Goes on at critical extensions that nobody understands: dangerous. */
  IGNORE_CRITICAL: c.X509_V_FLAG_IGNORE_CRITICAL,
  /** Refuses what RFC 5280 forbids and others tolerate. */
  X509_STRICT: c.X509_V_FLAG_X509_STRICT,
  /** Takes proxy certificates (RFC 3820). */
  ALLOW_PROXY: c.X509_V_FLAG_ALLOW_PROXY_CERTS,
  /** Works out which policies hold (RFC 5280, 6.1). */
  POLICY_CHECK: c.X509_V_FLAG_POLICY_CHECK,
  /** Demands a policy. */
  EXPLICIT_POLICY: c.X509_V_FLAG_EXPLICIT_POLICY,
  /** Takes anyPolicy for none. */
  INHIBIT_ANY: c.X509_V_FLAG_INHIBIT_ANY,
  /** Maps no policies. */
  INHIBIT_MAP: c.X509_V_FLAG_INHIBIT_MAP,
  /** Checks the signature that a root has made of itself. */
  CHECK_SS_SIGNATURE: c.X509_V_FLAG_CHECK_SS_SIGNATURE,
  /** Looks for trusted issuers before others: so it does by default. */
  TRUSTED_FIRST: c.X509_V_FLAG_TRUSTED_FIRST,
  /** Ends the chain at any trusted certificate, and not only at one that signs itself. */
  PARTIAL_CHAIN: c.X509_V_FLAG_PARTIAL_CHAIN,
  /** Looks for no second way to what is trusted. */
  NO_ALT_CHAINS: c.X509_V_FLAG_NO_ALT_CHAINS,
  /** Judges no times. */
  NO_CHECK_TIME: c.X509_V_FLAG_NO_CHECK_TIME,
  /** Suite B (RFC 6460) with 128 bits alone. */
  SUITEB_128_ONLY: c.X509_V_FLAG_SUITEB_128_LOS_ONLY,
  /** Suite B with 128 or 192 bits. */
  SUITEB_128: c.X509_V_FLAG_SUITEB_128_LOS,
  /** Suite B with 192 bits. */
  SUITEB_192: c.X509_V_FLAG_SUITEB_192_LOS,
} as const;

/** Names of the flags of X509_VERIFY_PARAM_set_flags(3), without `X509_V_FLAG_`. */
export type VerifyFlag = keyof typeof FLAGS;

/** @internal All names, for those who list them. */
export const VERIFY_FLAGS = Object.keys(FLAGS) as readonly VerifyFlag[];
/** @internal */
export const PURPOSE_NAMES = Object.keys(PURPOSES) as readonly Purpose[];

/** OpenSSL's number of a purpose. */
export const purposeNumber = (purpose: Purpose): number => PURPOSES[purpose];

/** The flags that names stand for. @throws {RangeError} for a name that is none */
export function flagBits(flags: readonly VerifyFlag[], name: string): number {
  let bits = 0;
  for (const flag of flags) {
    if (!Object.hasOwn(FLAGS, flag)) throw wrongValue(name, `of ${VERIFY_FLAGS.join(', ')}`, flag);
    bits |= FLAGS[flag];
  }
  return bits;
}

/** Whether flags ask for the CRL of who has issued the certificate at a depth. */
export const isCrlDue = (bits: number, depth: number): boolean =>
  (bits & c.X509_V_FLAG_CRL_CHECK) !== 0 && (depth === 0 || (bits & c.X509_V_FLAG_CRL_CHECK_ALL) !== 0);
