/** Certificates as data. */

import type { Bytes } from '../../common/bytes.js';
import { dumpCertificate, FILETYPE_ASN1, FILETYPE_PEM, loadCertificate } from '../../crypto/index.js';
import { X509 } from '../../crypto/internal.js';
import type { Der } from '../der/reader.js';
import { context, contextOf } from '../der/tags.js';
import { readTime, type Time } from '../der/time.js';
import { readBits, readInteger, readSmall } from '../der/values.js';
import { type Extension, readExtensions } from '../extensions/index.js';
import type { GeneralName } from '../model/general-name.js';
import { type Name, readName } from '../model/name.js';
import { type Algorithm, type PublicKeyData, readAlgorithm, readPublicKey, readSigned } from './algorithm.js';
import { type Encoded, type Forms, loadForm } from './input.js';

/** What a certificate says (RFC 5280, 4.1), as plain data. */
export interface CertificateData {
  /** What this is of. */
  readonly kind: 'certificate';
  /** 3 for X.509 v3. */
  readonly version: number;
  /** The serial number. */
  readonly serialNumber: bigint;
  /** How it is signed. */
  readonly signatureAlgorithm: Algorithm;
  /** Who has signed it. */
  readonly issuer: Name;
  /** Whose it is. */
  readonly subject: Name;
  /** The begin of validity. */
  readonly notBefore: Time;
  /** The end of validity. */
  readonly notAfter: Time;
  /** The subject's key. */
  readonly publicKey: PublicKeyData;
  /** A number beside the issuer's name, as version 2 had it. */
  readonly issuerUniqueId?: Bytes;
  /** A number beside the subject's name, as version 2 had it. */
  readonly subjectUniqueId?: Bytes;
  /** All extensions, in their order. */
  readonly extensions: readonly Extension[];
  /** The names of the extension `subjectAltName`; none where there is no such extension, or it cannot be read. */
  readonly subjectAltName: readonly GeneralName[];
  /** The signature. */
  readonly signature: Bytes;
  /** What is signed. */
  readonly signed: Bytes;
  /** The DER of it all. */
  readonly der: Bytes;
}

const WHAT = 'a certificate';

/** @internal How certificates are loaded. */
export const CERTIFICATE_FORMS: Forms<X509> = {
  what: WHAT,
  load: (isPem, bytes) => loadCertificate(isPem ? FILETYPE_PEM : FILETYPE_ASN1, bytes),
  dump: (object) => dumpCertificate(FILETYPE_ASN1, object),
};

/**
 * Reads a certificate.
 * @param input - an object of `crypto`, PEM (the first of the text), or DER, which must be strict and without bytes behind it
 * @throws {PkiError} when it is no DER, such as with a length that lies
 * @throws {crypto.Error} when OpenSSL does not take it for a certificate
 */
export function readCertificate(input: X509 | Encoded): CertificateData {
  return certificateData(loadForm(input, X509, CERTIFICATE_FORMS).der);
}

/** @internal */
export function certificateData(der: Der): CertificateData {
  const { signed, signatureAlgorithm, signature } = readSigned(der, WHAT);
  const fields = signed.fields(WHAT);
  const version = fields.optional(contextOf(0));
  const serialNumber = readInteger(fields.next(), WHAT);
  readAlgorithm(fields.next(), WHAT);
  const issuer = readName(fields.next(), 'the issuer');
  const validity = fields.next().fields(WHAT);
  const [notBefore, notAfter] = [readTime(validity.next(), WHAT), readTime(validity.next(), WHAT)];
  validity.end();
  const subject = readName(fields.next(), 'the subject');
  const publicKey = readPublicKey(fields.next(), 'the public key');
  const [issuerId, subjectId] = [fields.optional(context(1)), fields.optional(context(2))];
  const extensions = fields.optional(contextOf(3));
  fields.end();
  const list = extensions === undefined ? [] : readExtensions(extensions.inner(WHAT), 'an extension');
  return {
    kind: 'certificate',
    version: version === undefined ? 1 : readSmall(version.inner(WHAT), WHAT) + 1,
    ...{ serialNumber, signatureAlgorithm, issuer, subject, notBefore, notAfter, publicKey },
    ...(issuerId && { issuerUniqueId: readBits(issuerId, WHAT, context(1)).bytes }),
    ...(subjectId && { subjectUniqueId: readBits(subjectId, WHAT, context(2)).bytes }),
    extensions: list,
    subjectAltName: alternativeNamesOf(list),
    ...{ signature, signed: signed.bytes.slice(), der: der.bytes.slice() },
  };
}

/** @internal */
export function alternativeNamesOf(extensions: readonly Extension[]): readonly GeneralName[] {
  for (const { content } of extensions) if (content?.type === 'subjectAltName') return content.names;
  return [];
}

/** The subject as it is encoded: chains are built by its bytes. @internal */
export function subjectBytes(der: Der): Bytes {
  const fields = der.fields(WHAT).next().fields(WHAT);
  fields.optional(contextOf(0));
  // Serial number, algorithm, issuer, validity; then the subject.
  for (let skipped = 0; skipped < 4; skipped++) fields.next();
  return fields.next().bytes.slice();
}
