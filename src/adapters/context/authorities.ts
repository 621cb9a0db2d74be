/** Trusted CAs and revocation lists, read. */
import { crypto } from '../../index.js';
import type { CertificateInput, Pem } from '../options.js';

/** Certificates that nobody else has: they need no copy. */
const unshared = new WeakSet<crypto.X509>();

const BLOCK = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

/** @throws {crypto.Error} when there is no certificate, or one is malformed */
export function certificatesOf(input: CertificateInput): crypto.X509[] {
  if (!(input instanceof crypto.X509)) return crypto.loadCertificates(input);
  // An object is the caller's, who may free it.
  return [unshared.has(input) ? input : crypto.X509.fromCryptography({ raw: derOf(input) })];
}

function derOf(cert: crypto.X509): Uint8Array {
  return crypto.dumpCertificate(crypto.FILETYPE_ASN1, cert);
}

/** What can be read of a PEM: what is broken ends the reading in silence, as in node:tls. */
export function readableOf(pem: Pem): crypto.X509[] {
  const text = typeof pem === 'string' ? pem : new TextDecoder('latin1').decode(pem);
  const certificates: crypto.X509[] = [];
  for (const [block] of text.matchAll(BLOCK)) {
    try {
      const certificate = crypto.loadCertificate(crypto.FILETYPE_PEM, block);
      unshared.add(certificate);
      certificates.push(certificate);
    } catch (error) {
      if (!(error instanceof crypto.Error)) throw error;
      break;
    }
  }
  return certificates;
}

/** @throws {crypto.Error} `ERR_CRYPTO_OPERATION_FAILED` when it is none */
export function crlOf(pem: Pem): crypto.CRL {
  try {
    return crypto.loadCrl(crypto.FILETYPE_PEM, pem);
  } catch (error) {
    // Node has one code for all that is wrong with a list.
    if (error instanceof crypto.Error) Object.assign(error, { code: 'ERR_CRYPTO_OPERATION_FAILED' });
    throw error;
  }
}
