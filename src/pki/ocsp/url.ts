/** What a certificate says of the responder that is asked about it. */
import { binaryArgument } from '../../common/arguments.js';
import { wrongType } from '../../common/refusals.js';
import type { X509 } from '../../crypto/index.js';
import type { CertificateData } from '../read/certificate.js';
import { readCertificate } from '../read/certificate.js';
import type { Encoded } from '../read/input.js';
import { base64 } from './input.js';

const WEB = /^https?:\/\//i;
/** The TLS extension status_request (RFC 6066, 8; RFC 7633). */
const STATUS_REQUEST = 5;

/** Where a certificate's responders are (RFC 5280, 4.2.2.1): the addresses of HTTP, in their order. */
export function ocspUrls(certificate: X509 | Encoded | CertificateData): string[] {
  const urls: string[] = [];
  for (const { content } of dataOf(certificate).extensions) {
    if (content?.type !== 'authorityInfoAccess') continue;
    for (const { method, location } of content.descriptions)
      if (method === 'OCSP' && location.type === 'uri' && WEB.test(location.value)) urls.push(location.value);
  }
  return urls;
}

/** The first of {@link ocspUrls}; null where there is none. */
export function ocspUrl(certificate: X509 | Encoded | CertificateData): string | null {
  return ocspUrls(certificate)[0] ?? null;
}

/**
 * Where a request by GET goes, whose answer caches can keep (RFC 6960, A.1): for requests without a nonce.
 * @param url - of the responder
 * @param der - the request
 */
export function ocspGetUrl(url: string, der: Uint8Array): string {
  if (typeof url !== 'string') throw wrongType('url', 'a string', url);
  return `${url.replace(/\/$/, '')}/${encodeURIComponent(base64(binaryArgument(der, 'der')))}`;
}

/** Whether a server that shows the certificate must staple a response (RFC 7633): a client that gets none must not go on. */
export function mustStaple(certificate: X509 | Encoded | CertificateData): boolean {
  return dataOf(certificate).extensions.some(
    ({ content }) => content?.type === 'tlsFeature' && content.features.includes(STATUS_REQUEST),
  );
}

function dataOf(certificate: X509 | Encoded | CertificateData): CertificateData {
  const isData = typeof certificate === 'object' && certificate !== null && 'kind' in certificate;
  return isData ? certificate : readCertificate(certificate);
}
