/** Certificates as the adapters hand them on. */
import type { Bytes } from '../common/bytes.js';
import { crypto } from '../index.js';

export function derOf(cert: crypto.X509): Bytes {
  return crypto.dumpCertificate(crypto.FILETYPE_ASN1, cert);
}

/** The same certificate as an object of its own, which its owner may change or free. */
export function copyOf(cert: crypto.X509): crypto.X509 {
  return crypto.X509.fromCryptography({ raw: derOf(cert) });
}
