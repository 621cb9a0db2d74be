import * as c from '../ffi/constants.js';
import { native } from './native.js';

/** The results of verifying a chain, by OpenSSL's names without `X509_V_`: see X509_STORE_CTX_get_error(3). */
export const X509VerificationCodes = {
  /** The chain verifies. */
  OK: c.X509_V_OK,
  /** An issuer's certificate is not there: a looked-up one has none. */
  ERR_UNABLE_TO_GET_ISSUER_CERT: c.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
  /** There is no CRL for a certificate. */
  ERR_UNABLE_TO_GET_CRL: c.X509_V_ERR_UNABLE_TO_GET_CRL,
  /** A certificate's RSA signature cannot be opened. */
  ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE: c.X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE,
  /** A CRL's RSA signature cannot be opened. */
  ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE: c.X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE,
  /** An issuer's public key cannot be read. */
  ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: c.X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY,
  /** A certificate's signature is not good. */
  ERR_CERT_SIGNATURE_FAILURE: c.X509_V_ERR_CERT_SIGNATURE_FAILURE,
  /** A CRL's signature is not good. */
  ERR_CRL_SIGNATURE_FAILURE: c.X509_V_ERR_CRL_SIGNATURE_FAILURE,
  /** A certificate is not valid yet. */
  ERR_CERT_NOT_YET_VALID: c.X509_V_ERR_CERT_NOT_YET_VALID,
  /** A certificate has expired. */
  ERR_CERT_HAS_EXPIRED: c.X509_V_ERR_CERT_HAS_EXPIRED,
  /** A CRL is not valid yet. */
  ERR_CRL_NOT_YET_VALID: c.X509_V_ERR_CRL_NOT_YET_VALID,
  /** A CRL has expired. */
  ERR_CRL_HAS_EXPIRED: c.X509_V_ERR_CRL_HAS_EXPIRED,
  /** The beginning of a certificate is no time. */
  ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD: c.X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD,
  /** The end of a certificate is no time. */
  ERR_ERROR_IN_CERT_NOT_AFTER_FIELD: c.X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD,
  /** The issue of a CRL is no time. */
  ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD: c.X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD,
  /** The next issue of a CRL is no time. */
  ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD: c.X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD,
  /** There was no memory left. */
  ERR_OUT_OF_MEM: c.X509_V_ERR_OUT_OF_MEM,
  /** The peer's certificate signs itself, and is not trusted. */
  ERR_DEPTH_ZERO_SELF_SIGNED_CERT: c.X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
  /** The chain ends in a certificate that signs itself, and is not trusted. */
  ERR_SELF_SIGNED_CERT_IN_CHAIN: c.X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
  /** The issuer of a certificate is not among the trusted ones. */
  ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY: c.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
  /** There is one certificate, and nobody to verify it. */
  ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: c.X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
  /** The chain is longer than the depth allows. */
  ERR_CERT_CHAIN_TOO_LONG: c.X509_V_ERR_CERT_CHAIN_TOO_LONG,
  /** A certificate has been revoked. */
  ERR_CERT_REVOKED: c.X509_V_ERR_CERT_REVOKED,
  /** An issuer is no CA, or not for this purpose. */
  ERR_INVALID_CA: c.X509_V_ERR_INVALID_CA,
  /** There are more CAs in the chain than one of them allows. */
  ERR_PATH_LENGTH_EXCEEDED: c.X509_V_ERR_PATH_LENGTH_EXCEEDED,
  /** A certificate does not serve this purpose. */
  ERR_INVALID_PURPOSE: c.X509_V_ERR_INVALID_PURPOSE,
  /** The root is not trusted for this purpose. */
  ERR_CERT_UNTRUSTED: c.X509_V_ERR_CERT_UNTRUSTED,
  /** The root is rejected for this purpose. */
  ERR_CERT_REJECTED: c.X509_V_ERR_CERT_REJECTED,
  /** A candidate was passed over: its name is not the issuer. */
  ERR_SUBJECT_ISSUER_MISMATCH: c.X509_V_ERR_SUBJECT_ISSUER_MISMATCH,
  /** A candidate was passed over: its key identifier is another. */
  ERR_AKID_SKID_MISMATCH: c.X509_V_ERR_AKID_SKID_MISMATCH,
  /** A candidate was passed over: its issuer and serial number are others. */
  ERR_AKID_ISSUER_SERIAL_MISMATCH: c.X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH,
  /** An issuer may not sign certificates. */
  ERR_KEYUSAGE_NO_CERTSIGN: c.X509_V_ERR_KEYUSAGE_NO_CERTSIGN,
  /** The issuer of a CRL is not there. */
  ERR_UNABLE_TO_GET_CRL_ISSUER: c.X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER,
  /** A certificate has a critical extension that nobody understands. */
  ERR_UNHANDLED_CRITICAL_EXTENSION: c.X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION,
  /** An issuer may not sign CRLs. */
  ERR_KEYUSAGE_NO_CRL_SIGN: c.X509_V_ERR_KEYUSAGE_NO_CRL_SIGN,
  /** A CRL has a critical extension that nobody understands. */
  ERR_UNHANDLED_CRITICAL_CRL_EXTENSION: c.X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION,
  /** A certificate that is no CA has issued one. */
  ERR_INVALID_NON_CA: c.X509_V_ERR_INVALID_NON_CA,
  /** There are more proxy certificates than one of them allows. */
  ERR_PROXY_PATH_LENGTH_EXCEEDED: c.X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED,
  /** The issuer of a proxy certificate may not sign. */
  ERR_KEYUSAGE_NO_DIGITAL_SIGNATURE: c.X509_V_ERR_KEYUSAGE_NO_DIGITAL_SIGNATURE,
  /** Proxy certificates are not allowed. */
  ERR_PROXY_CERTIFICATES_NOT_ALLOWED: c.X509_V_ERR_PROXY_CERTIFICATES_NOT_ALLOWED,
  /** An extension is malformed or contradicts another. */
  ERR_INVALID_EXTENSION: c.X509_V_ERR_INVALID_EXTENSION,
  /** A policy extension is malformed. */
  ERR_INVALID_POLICY_EXTENSION: c.X509_V_ERR_INVALID_POLICY_EXTENSION,
  /** A policy is demanded, and there is none. */
  ERR_NO_EXPLICIT_POLICY: c.X509_V_ERR_NO_EXPLICIT_POLICY,
  /** The only CRLs are about other certificates. */
  ERR_DIFFERENT_CRL_SCOPE: c.X509_V_ERR_DIFFERENT_CRL_SCOPE,
  /** An extension uses what OpenSSL does not support. */
  ERR_UNSUPPORTED_EXTENSION_FEATURE: c.X509_V_ERR_UNSUPPORTED_EXTENSION_FEATURE,
  /** A certificate's addresses go beyond its issuer's (RFC 3779). */
  ERR_UNNESTED_RESOURCE: c.X509_V_ERR_UNNESTED_RESOURCE,
  /** A name is outside of what an issuer may name. */
  ERR_PERMITTED_VIOLATION: c.X509_V_ERR_PERMITTED_VIOLATION,
  /** A name is within what an issuer must not name. */
  ERR_EXCLUDED_VIOLATION: c.X509_V_ERR_EXCLUDED_VIOLATION,
  /** A name constraint has a minimum or maximum. */
  ERR_SUBTREE_MINMAX: c.X509_V_ERR_SUBTREE_MINMAX,
  /** A name constraint is of an unknown kind. */
  ERR_UNSUPPORTED_CONSTRAINT_TYPE: c.X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE,
  /** A name constraint is malformed. */
  ERR_UNSUPPORTED_CONSTRAINT_SYNTAX: c.X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX,
  /** A name under constraint is malformed. */
  ERR_UNSUPPORTED_NAME_SYNTAX: c.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX,
  /** The chain of a CRL does not verify. */
  ERR_CRL_PATH_VALIDATION_ERROR: c.X509_V_ERR_CRL_PATH_VALIDATION_ERROR,
  /** The certificate is not for this host. */
  ERR_HOSTNAME_MISMATCH: c.X509_V_ERR_HOSTNAME_MISMATCH,
  /** The certificate is not for this e-mail address. */
  ERR_EMAIL_MISMATCH: c.X509_V_ERR_EMAIL_MISMATCH,
  /** The certificate is not for this IP address. */
  ERR_IP_ADDRESS_MISMATCH: c.X509_V_ERR_IP_ADDRESS_MISMATCH,
  /** The application said no. */
  ERR_APPLICATION_VERIFICATION: c.X509_V_ERR_APPLICATION_VERIFICATION,
  /** The peer's raw public key is not among the expected ones. */
  ERR_RPK_UNTRUSTED: c.X509_V_ERR_RPK_UNTRUSTED,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(X509VerificationCodes).map(([name, value]) => [value, name.replace(/^ERR_/, '')]),
);

const IDENTITY: ReadonlySet<number> = new Set([
  X509VerificationCodes.ERR_HOSTNAME_MISMATCH,
  X509VerificationCodes.ERR_IP_ADDRESS_MISMATCH,
]);

/** The code of a result as node:tls has it, such as `CERT_HAS_EXPIRED`; undefined for success. */
export function verificationCode(result: number): string | undefined {
  if (result === X509VerificationCodes.OK) return undefined;
  if (IDENTITY.has(result)) return 'ERR_TLS_CERT_ALTNAME_INVALID';
  return NAMES.get(result) ?? `X509_${result}`;
}

/**
 * The code of what a verification has found, as node:tls has it, which goes on after the first fault: a certificate alone,
 * whose issuer is not there, cannot be verified either.
 * @param chain - how many certificates the chain has as far as it could be built
 */
export function faultCode(result: number, chain: number): string | undefined {
  return verificationCode(leafResult(result, chain));
}

/** The result that {@link faultCode} has its code of. */
export function leafResult(result: number, chain: number): number {
  const isAlone = result === X509VerificationCodes.ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY && chain <= 1;
  return isAlone ? X509VerificationCodes.ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE : result;
}

/** Whether a result says that the certificate is another's. */
export function isIdentityFault(result: number): boolean {
  return IDENTITY.has(result);
}

/** OpenSSL's words for a result. @corresponds X509_verify_cert_error_string */
export function verificationText(result: number): string {
  return native.X509_verify_cert_error_string(result);
}
