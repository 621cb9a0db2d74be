/** Who issues. */
import { wrongType } from '../../common/refusals.js';
import type { Passphrase, X509 } from '../../crypto/index.js';
import { X509 as X509Class } from '../../crypto/internal.js';
import { sameBytes } from '../der/values.js';
import { badValue, refused } from '../error.js';
import type { ExtensionContent } from '../extensions/index.js';
import { CERTIFICATE_FORMS, type CertificateData, certificateData, subjectBytes } from '../read/certificate.js';
import { type Encoded, loadForm } from '../read/input.js';
import { keyIdOf, type PlainKey, publicKeyDer, type SigningKey, type SigningKeyInput, signingKey } from './keys.js';
import type { Validity } from './validity.js';

/** A CA: its certificate, and the key of it. What {@link createCertificateAuthority} gives is one. */
export interface Issuer<K extends SigningKeyInput = PlainKey> {
  /** The certificate: an object, PEM or DER. */
  readonly certificate: X509 | Encoded;
  /** Its private key: an object, PEM or DER, or what {@link signer} makes of one that is elsewhere. */
  readonly key: K;
  /** What an encoded key is encrypted with. */
  readonly passphrase?: Passphrase;
}

/** What issuing needs to know of a CA. */
export interface KnownIssuer {
  readonly data: CertificateData;
  /** The name as it is encoded: chains are built by its bytes. */
  readonly name: Uint8Array;
  readonly key: SigningKey;
  readonly keyId: Uint8Array;
  readonly validity: Validity | undefined;
  /** How many CAs may be below it; undefined for any number. */
  readonly pathLength: number | undefined;
}

/** @throws {PkiError} when key and certificate do not belong together, or it is no CA's */
export function knownIssuer(input: Issuer<SigningKeyInput>, isUnchecked: boolean): KnownIssuer {
  if (typeof input !== 'object' || input === null)
    throw wrongType('issuer', 'an object with certificate and key', input);
  const { certificate, passphrase } = input;
  const key = signingKey(input.key, passphrase ?? undefined, 'the key of issuer');
  const { der } = loadForm(certificate, X509Class, CERTIFICATE_FORMS);
  const data = certificateData(der);
  if (!sameBytes(publicKeyDer(key), data.publicKey.der))
    throw badValue("the issuer's key is not that of its certificate");
  const constraints = contentOf(data, 'basicConstraints');
  if (!isUnchecked) judgeIssuer(data, constraints?.ca === true);
  const { date: notBefore } = data.notBefore;
  const { date: notAfter } = data.notAfter;
  return {
    ...{ data, key },
    name: subjectBytes(der),
    keyId: contentOf(data, 'subjectKeyIdentifier')?.keyId ?? keyIdOf(data.publicKey.der),
    validity: notBefore === null || notAfter === null ? undefined : { notBefore, notAfter },
    pathLength: constraints?.pathLength,
  };
}

function judgeIssuer(data: CertificateData, isCa: boolean): void {
  if (!isCa) throw refused('the issuer is no CA: its certificate has no basicConstraints that say so');
  const usage = contentOf(data, 'keyUsage');
  if (usage !== undefined && !usage.usages.includes('keyCertSign'))
    throw refused("the issuer's key usage does not let it sign certificates");
  const end = data.notAfter.date;
  if (end !== null && end.getTime() < Date.now()) throw refused("the issuer's certificate has expired");
}

/** The first extension of a kind. */
export function contentOf<T extends ExtensionContent['type']>(
  data: Pick<CertificateData, 'extensions'>,
  type: T,
): Extract<ExtensionContent, { type: T }> | undefined {
  for (const { content } of data.extensions)
    if (content?.type === type) return content as Extract<ExtensionContent, { type: T }>;
  return undefined;
}
