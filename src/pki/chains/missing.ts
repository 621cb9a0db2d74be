/** What is missing from a chain, and where it may be had. */
import type { Bytes } from '../../common/bytes.js';
import type { X509 } from '../../crypto/internal.js';
import { PkiError } from '../error.js';
import type { Name } from '../model/name.js';
import { nameText } from '../model/name-text.js';
import { type CertificateData, readCertificate } from '../read/certificate.js';

/** An issuer whose certificate is not there. */
export interface MissingIssuer {
  /** Its name. */
  readonly name: Name;
  /** Its name in one line. */
  readonly text: string;
  /** The identifier of its key, where the certificate that it has issued says it. */
  readonly keyId?: Bytes;
  /** Where its certificate may be fetched (`caIssuers` of authorityInfoAccess). */
  readonly addresses: readonly string[];
}

/** Addresses of one certificate: nobody writes more. */
const MOST_ADDRESSES = 16;

/** Who has issued a certificate, as it says itself. */
export function missingIssuer(certificate: X509): MissingIssuer {
  const data = dataOf(certificate);
  if (data === undefined) return { name: [], text: '', addresses: [] };
  const addresses: string[] = [];
  let keyId: Bytes | undefined;
  for (const { content } of data.extensions) {
    if (content?.type === 'authorityKeyIdentifier') keyId ??= content.keyId;
    if (content?.type !== 'authorityInfoAccess') continue;
    for (const { method, location } of content.descriptions)
      if (method === 'caIssuers' && location.type === 'uri' && addresses.length < MOST_ADDRESSES)
        addresses.push(location.value);
  }
  return { name: data.issuer, text: nameText(data.issuer), ...(keyId && { keyId }), addresses };
}

/** What a certificate says; undefined for one that OpenSSL reads, and that is no strict DER. */
export function dataOf(certificate: X509): CertificateData | undefined {
  try {
    return readCertificate(certificate);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}
