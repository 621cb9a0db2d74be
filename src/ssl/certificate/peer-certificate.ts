import type { Bytes } from '../../common/bytes.js';
import { decodeText, inRows, readFields, readTexts } from '../../common/fields.js';
import type { X509 } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { native } from '../native.js';

/** A name (RFC 5280, 4.1.2.4): its relative names in order, each of one or more attributes and their values. */
export type DistinguishedName = readonly (readonly (readonly [attribute: string, value: string])[])[];

/** What {@link SSLObject.getpeercert} tells of a verified certificate; a field that the certificate has not is absent. */
export interface PeerCertificate {
  /** Whose certificate it is. */
  readonly subject?: DistinguishedName;
  /** Who has signed it. */
  readonly issuer?: DistinguishedName;
  /** The version as people count: 3 for X.509 v3. */
  readonly version?: number;
  /** In hexadecimal, capitals, with an even number of digits. */
  readonly serialNumber?: string;
  /** The begin of validity, such as `Jan  5 09:34:43 2018 GMT`: see {@link certTimeToSeconds}. */
  readonly notBefore?: string;
  /** The end of validity, such as `Jan  5 09:34:43 2018 GMT`: see {@link certTimeToSeconds}. */
  readonly notAfter?: string;
  /** For whom else it stands: kind, such as `DNS`, `IP Address`, `email`, `URI`, `DirName`, and value. */
  readonly subjectAltName?: readonly (readonly [kind: string, value: string | DistinguishedName])[];
  /** Where its revocation can be asked for (RFC 6960). */
  readonly OCSP?: readonly string[];
  /** Where the issuer's certificate is. */
  readonly caIssuers?: readonly string[];
  /** Where its revocation list is. */
  readonly crlDistributionPoints?: readonly string[];
}

const NAME_WIDTH = 3;
const ALTERNATIVE_WIDTH = 2;

/** Describes a certificate in the shape of Python's `getpeercert()`. */
export function describeCertificate(cert: X509): PeerCertificate {
  const handle = cert[HANDLE];
  using subject = cert.getSubject();
  using issuer = cert.getIssuer();
  return {
    subject: readName(native.x509_name_fields(subject[HANDLE])),
    issuer: readName(native.x509_name_fields(issuer[HANDLE])),
    version: cert.getVersion() + 1,
    serialNumber: serialText(native.x509_get_serial(handle)),
    notBefore: native.x509_time_words(handle, 0),
    notAfter: native.x509_time_words(handle, 1),
    ...unlessEmpty('subjectAltName', alternativeNames(native.x509_alternative_names(handle))),
    ...unlessEmpty('OCSP', readTexts(native.x509_access_locations(handle, 1))),
    ...unlessEmpty('caIssuers', readTexts(native.x509_access_locations(handle, 0))),
    ...unlessEmpty('crlDistributionPoints', readTexts(native.x509_crl_locations(handle))),
  };
}

function readName(list: Bytes): DistinguishedName {
  const sets = new Map<string, [string, string][]>();
  for (const [set = '', attribute = '', value = ''] of inRows(readTexts(list), NAME_WIDTH)) {
    const entries = sets.get(set);
    if (entries === undefined) sets.set(set, [[attribute, value]]);
    else entries.push([attribute, value]);
  }
  return [...sets.values()];
}

function alternativeNames(list: Bytes): (readonly [string, string | DistinguishedName])[] {
  return inRows(readFields(list), ALTERNATIVE_WIDTH).map(([kind = new Uint8Array(), value = new Uint8Array()]) => {
    const name = decodeText(kind);
    return [name, name === 'DirName' ? readName(value) : decodeText(value)] as const;
  });
}

/** OpenSSL's form of an integer: capitals, whole bytes. */
function serialText(hex: string): string {
  const sign = hex.startsWith('-') ? '-' : '';
  const digits = hex.slice(sign.length).toUpperCase();
  return `${sign}${digits.length % 2 === 0 ? '' : '0'}${digits}`;
}

function unlessEmpty<K extends string, T>(key: K, value: readonly T[]): { [P in K]?: readonly T[] } {
  return value.length === 0 ? {} : ({ [key]: value } as { [P in K]: readonly T[] });
}
