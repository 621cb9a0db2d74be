/**
 * OpenSSL's symbolic names of libraries and reasons. It keeps their texts alone; a reason's name is its text in capitals,
 * but for those below.
 */

const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ['system library', 'SYS'],
  ['bignum routines', 'BN'],
  ['rsa routines', 'RSA'],
  ['Diffie-Hellman routines', 'DH'],
  ['digital envelope routines', 'EVP'],
  ['memory buffer routines', 'BUF'],
  ['object identifier routines', 'OBJ'],
  ['PEM routines', 'PEM'],
  ['dsa routines', 'DSA'],
  ['x509 certificate routines', 'X509'],
  ['asn1 encoding routines', 'ASN1'],
  ['configuration file routines', 'CONF'],
  ['common libcrypto routines', 'CRYPTO'],
  ['elliptic curve routines', 'EC'],
  ['SSL routines', 'SSL'],
  ['BIO routines', 'BIO'],
  ['PKCS7 routines', 'PKCS7'],
  ['X509 V3 routines', 'X509V3'],
  ['PKCS12 routines', 'PKCS12'],
  ['random number generator', 'RAND'],
  ['OCSP routines', 'OCSP'],
  ['CMS routines', 'CMS'],
  ['CT routines', 'CT'],
  ['Provider routines', 'PROV'],
  ['ENCODER routines', 'OSSL_ENCODER'],
  ['DECODER routines', 'OSSL_DECODER'],
]);

const REASONS: ReadonlyMap<string, string> = new Map([
  ['at least (D)TLS 1.2 needed in Suite B mode', 'AT_LEAST_TLS_1_2_NEEDED_IN_SUITEB_MODE'],
  ['illegal Suite B digest', 'ILLEGAL_SUITEB_DIGEST'],
  ["can't find SRP server param", 'MISSING_SRP_PARAM'],
  ['error with the srp params', 'SRP_A_CALC'],
  ["can't check dh key", 'CANT_CHECK_DH_KEY'],
  ['invalid public key', 'INVALID_PUBKEY'],
  ['expecting an ec key', 'EXPECTING_A_EC_KEY'],
  ['expecting an ecx key', 'EXPECTING_A_ECX_KEY'],
  ['partially overlapping buffers', 'PARTIALLY_OVERLAPPING'],
  ['salt length check failed', 'SLEN_CHECK_FAILED'],
  ['salt length recovery failed', 'SLEN_RECOVERY_FAILED'],
]);

/** Reasons that every library shares (ERR_R_…): Python has no names for them. */
const SHARED =
  /^([A-Za-z0-9 ]+ lib|malloc failure|internal error|init fail|operation fail|passed (a null parameter|invalid argument)|called a function .*|.* is a required private method|should not have been called)$/;
const ALERT = 'ssl/tls alert ';

/** The name of a library, null where it is unknown. */
export function libraryName(text: string): string | null {
  return LIBRARIES.get(text) ?? null;
}

/** The name of a reason, null where it has none. */
export function reasonName(text: string): string | null {
  if (text === '' || SHARED.test(text)) return null;
  if (text.startsWith(ALERT)) return `SSLV3_ALERT_${asName(text.slice(ALERT.length))}`;
  return REASONS.get(text) ?? asName(text);
}

function asName(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}
