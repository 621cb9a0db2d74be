/** Whom a certificate names. */
import { instanceArgument } from '../common/arguments.js';
import { crypto } from '../index.js';

/**
 * Checks that a certificate names a host, as OpenSSL does it (RFC 9525): a DNS name, or an IP address.
 * @returns an error that says what it names, undefined where it names the host
 * @corresponds X509_check_host, X509_check_ip_asc
 */
export function checkServerIdentity(host: string, cert: crypto.X509): Error | undefined {
  if (instanceArgument(cert, crypto.X509, 'cert').matchesHost(host)) return undefined;
  const error = new Error(`the certificate of ${cert.getSubject().CN ?? 'the peer'} does not name ${host}`);
  return Object.assign(error, { code: 'ERR_TLS_CERT_ALTNAME_INVALID', host });
}
