/** Whom a certificate names, and which keys are pinned. */
import { crypto, type SSL } from '../index.js';

/**
 * Checks that a certificate names a host, as OpenSSL does it (RFC 9525): a DNS name, or an IP address.
 * @returns an error that says what it names, undefined where it names the host
 * @corresponds X509_check_host, X509_check_ip_asc
 */
export function checkServerIdentity(host: string, cert: crypto.X509): Error | undefined {
  if (cert.matchesHost(host)) return undefined;
  const error = new Error(`the certificate of ${cert.getSubject().CN ?? 'the peer'} does not name ${host}`);
  return Object.assign(error, { code: 'ERR_TLS_CERT_ALTNAME_INVALID', host });
}

/** @throws {Error} unless the public key of one certificate is pinned */
export async function checkPins(connection: SSL.Connection, pins: readonly string[]): Promise<void> {
  const wanted = new Set(pins.map((pin) => pin.replace(/^sha256\/\/?/, '')));
  // Unverified chains prove nothing about their later certificates.
  const leaf = connection.getPeerCertificate();
  const chain = connection.getVerifyResult() === 0 ? connection.getVerifiedChain() : null;
  for (const cert of chain ?? (leaf === null ? [] : [leaf])) if (wanted.has(await pinOf(cert))) return;
  throw Object.assign(new Error('no certificate of the peer has a pinned key'), { code: 'ERR_TLS_PINNED_KEY' });
}

/** SHA-256 of a certificate's public key, as `pinnedKeys` takes it. */
export async function pinOf(cert: crypto.X509): Promise<string> {
  const der = crypto.dumpPublickey(crypto.FILETYPE_ASN1, cert.getPubkey());
  const hash = await globalThis.crypto.subtle.digest('SHA-256', new Uint8Array(der));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
