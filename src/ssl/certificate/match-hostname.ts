import { textArgument } from '../../common/arguments.js';
import { packAddress } from '../../common/ip-address.js';
import { CertificateError } from '../errors/errors.js';
import type { PeerCertificate } from './peer-certificate.js';

/**
 * Checks that a certificate stands for a host (RFC 6125), as Python did before OpenSSL could.
 * {@link SSLContext.check_hostname} leaves it to OpenSSL, during the handshake, and is the better choice.
 * @param cert - as {@link SSLObject.getpeercert} gives it
 * @param hostname - a DNS name in its ASCII form, or an IP address
 * @throws {CertificateError} when it does not, or a name in it has a wildcard in the wrong place
 * @throws {RangeError} when the certificate is empty
 */
export function matchHostname(cert: PeerCertificate, hostname: string): void {
  if (cert == null || Object.keys(cert).length === 0)
    throw new RangeError('empty or no certificate: matchHostname needs CERT_OPTIONAL or CERT_REQUIRED');
  const host = textArgument(hostname, 'hostname');
  const address = packAddress(host);
  const seen: string[] = [];
  for (const [kind, value] of cert.subjectAltName ?? []) {
    if (typeof value !== 'string' || (kind !== 'DNS' && kind !== 'IP Address')) continue;
    if (kind === 'DNS' && address === undefined && dnsNameMatches(value, host)) return;
    if (kind === 'IP Address' && address !== undefined && packAddress(value.trimEnd()) === address) return;
    seen.push(value);
  }
  // RFC 6125, 6.4.4: the common name counts only where there are no alternative names.
  for (const [attribute, value] of seen.length > 0 ? [] : (cert.subject ?? []).flat()) {
    if (attribute !== 'commonName') continue;
    if (dnsNameMatches(value, host)) return;
    seen.push(value);
  }
  const quoted = seen.map((name) => `'${name}'`);
  if (quoted.length === 0)
    throw new CertificateError('the certificate names no host: it has neither alternative names nor a common name');
  const whom = quoted.length === 1 ? quoted[0] : `either of ${quoted.join(', ')}`;
  throw new CertificateError(`hostname '${host}' doesn't match ${whom}`);
}

/** RFC 6125, 6.4.3: one wildcard, and it is the whole first label. */
function dnsNameMatches(pattern: string, hostname: string): boolean {
  if (!pattern.includes('*')) return pattern !== '' && pattern.toLowerCase() === hostname.toLowerCase();
  const [first = '', ...rest] = pattern.split('.');
  if (pattern.indexOf('*') !== pattern.lastIndexOf('*'))
    throw new CertificateError(`a DNS name of the certificate has more than one wildcard: '${pattern}'`);
  if (rest.some((label) => label.includes('*')))
    throw new CertificateError(`a DNS name of the certificate has its wildcard behind the first label: '${pattern}'`);
  if (rest.length === 0) throw new CertificateError(`a DNS name of the certificate is a wildcard alone: '${pattern}'`);
  if (first !== '*')
    throw new CertificateError(`a DNS name of the certificate has a wildcard for part of a label: '${pattern}'`);
  const [hostFirst = '', ...hostRest] = hostname.split('.');
  if (hostFirst === '' || hostRest.length === 0) return false;
  return rest.join('.').toLowerCase() === hostRest.join('.').toLowerCase();
}
