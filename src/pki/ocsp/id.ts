/** How a certificate is named to a responder (RFC 6960, 4.1.1): by its issuer's name and key, both hashed, and its serial number. */
import { type Bytes, isUint8Array } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import type { X509 } from '../../crypto/index.js';
import { X509 as X509Class } from '../../crypto/internal.js';
import { HANDLE } from '../../ffi/index.js';
import { dottedOf, longName, oid, readOid } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { OCTET_STRING } from '../der/tags.js';
import { readInteger, sameBytes } from '../der/values.js';
import { integer, nothing, octets, sequence } from '../der/writer.js';
import { badValue, PkiError, quoted } from '../error.js';
import { native } from '../message-native.js';
import { CERTIFICATE_FORMS, type CertificateData, certificateData, subjectBytes } from '../read/certificate.js';
import { type Encoded, loadForm } from '../read/input.js';

/** What a certificate is called. */
export interface CertId {
  /** The digest, such as `sha1`; dotted numbers, where OpenSSL does not know it. */
  readonly hash: string;
  /** The digest of the issuer's name. */
  readonly issuerNameHash: Bytes;
  /** The digest of the issuer's key. */
  readonly issuerKeyHash: Bytes;
  /** The serial number of the certificate. */
  readonly serialNumber: bigint;
  /** The DER of it all: responders answer with the same. */
  readonly der: Bytes;
}

/** A certificate and who has issued it. */
export interface IssuedCertificate {
  /** The certificate: an object, PEM or DER. */
  readonly certificate: X509 | Encoded;
  /** The certificate of its issuer. */
  readonly issuer: X509 | Encoded;
}

/** A certificate that OpenSSL has read, and what it says. */
export interface KnownCertificate {
  readonly object: X509;
  readonly data: CertificateData;
  /** The subject as it is encoded. */
  readonly subject: Uint8Array;
}

const WHAT = 'a CertID';
const GOOD = 0;
/** Digests by which another issuer could be made. */
const BROKEN = /^md/i;

/** @param what - what it is called in errors */
export function knownCertificate(input: X509 | Encoded, what: string): KnownCertificate {
  if (input === undefined || input === null) throw wrongType(what, 'a certificate', input);
  const { object, der } = loadForm(input, X509Class, CERTIFICATE_FORMS);
  return { object, data: certificateData(der), subject: subjectBytes(der) };
}

/** @throws {PkiError} when the one has not issued the other */
export function judgeIssued(certificate: X509, issuer: X509): void {
  const fault = native.x509_check_issued(certificate[HANDLE], issuer[HANDLE]);
  if (fault === GOOD) return;
  const reason = native.X509_verify_cert_error_string(fault);
  throw new PkiError('ERR_PKI_REFUSED', `the certificate is not of this issuer: ${reason}`);
}

/** The DER of the name of a serial number of an issuer. */
export function certId(issuer: KnownCertificate, serialNumber: bigint, hash: string): Bytes {
  const digests = digestsOf(issuer, hash);
  if (digests === undefined) throw badValue(`a CertID cannot be of the digest ${quoted(hash)}`);
  const algorithm = sequence(oid(dottedOf(hash, 'hash')), nothing());
  return sequence(algorithm, octets(digests.name), octets(digests.key), integer(serialNumber));
}

/** Whether a name is of a certificate of an issuer. */
export function isOfIssuer(id: CertId, issuer: KnownCertificate): boolean {
  const digests = digestsOf(issuer, id.hash);
  return (
    digests !== undefined && sameBytes(digests.name, id.issuerNameHash) && sameBytes(digests.key, id.issuerKeyHash)
  );
}

/** The digests of an issuer's name and key; undefined for a digest that is none, or by which another could be made. */
function digestsOf(issuer: KnownCertificate, hash: string): { name: Bytes; key: Bytes } | undefined {
  if (hash.includes('\0') || BROKEN.test(hash) || !native.digest_exists(hash)) return undefined;
  return {
    name: native.digest_bytes(hash, issuer.subject),
    key: native.digest_bytes(hash, issuer.data.publicKey.key),
  };
}

/** The DER of the name of a certificate. */
export function certIdOf({ certificate, issuer }: IssuedCertificate, hash: string, isUnchecked = false): Bytes {
  const [own, above] = [knownCertificate(certificate, 'certificate'), knownCertificate(issuer, 'issuer')];
  if (!isUnchecked) judgeIssued(own.object, above.object);
  return certId(above, own.data.serialNumber, hash);
}

/** Reads one. */
export function readCertId(value: Der): CertId {
  const fields = value.fields(WHAT);
  const hash = longName(readOid(fields.next().fields(WHAT).next(), WHAT));
  const [name, key] = [fields.next(OCTET_STRING), fields.next(OCTET_STRING)];
  const serialNumber = readInteger(fields.next(), WHAT);
  fields.end();
  return {
    ...{ hash, serialNumber, issuerNameHash: name.content.slice(), issuerKeyHash: key.content.slice() },
    der: value.bytes.slice(),
  };
}

/** What the DER in it says, whatever stands beside. @throws {PkiError} when it is none */
export function knownCertId(id: CertId): CertId {
  if (typeof id !== 'object' || id === null || !isUint8Array(id.der))
    throw wrongType('id', 'a CertID as readOcspRequest gives it', id);
  return readCertId(Der.parse(id.der, WHAT));
}
