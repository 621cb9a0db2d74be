/** Whom a certificate names. */
import { crypto } from '../index.js';

/** A certificate in the shape of node:tls, as `getPeerCertificate()` gives it: its DER is in `raw`. */
export interface PlainCertificate {
  /** The certificate as DER. */
  readonly raw: Uint8Array;
}

/**
 * Checks that a certificate names a host, as OpenSSL does it (RFC 9525): a DNS name, or an IP address.
 * @param cert - also as `getPeerCertificate()` gives it
 * @returns an error, undefined where it names the host; of what is neither a DNS name nor an IP address too, for no
 * certificate names it
 * @throws {TypeError} when `cert` is no certificate, such as the empty object for none
 * @corresponds X509_check_host, X509_check_ip_asc
 */
export function checkServerIdentity(host: string, cert: crypto.X509 | PlainCertificate): Error | undefined {
  const certificate = cert instanceof crypto.X509 ? cert : crypto.X509.fromCryptography(cert);
  if (namesHost(certificate, host)) return undefined;
  return altnameInvalid(
    `the certificate of ${certificate.getSubject().CN ?? 'the peer'} does not name ${host}`,
    host,
    cert,
  );
}

/** Node's error for a certificate that names somebody else. */
export function altnameInvalid(reason: string, host: string, cert: unknown): Error {
  const error = new Error(`Hostname/IP does not match certificate's altnames: ${reason}`);
  return Object.assign(error, { code: 'ERR_TLS_CERT_ALTNAME_INVALID', reason, host, cert });
}

/** Whether OpenSSL finds a host in a certificate; what is neither a DNS name nor an IP address is in none. */
export function namesHost(certificate: crypto.X509, host: string): boolean {
  try {
    return certificate.matchesHost(host);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
