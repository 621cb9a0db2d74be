/** Certificates renewed: what they say, for a time to come. */
import { declareOptions, only, type Rule } from '../../common/options.js';
import type { KeyOptions, X509 } from '../../crypto/index.js';
import { X509 as X509Class } from '../../crypto/internal.js';
import { HANDLE } from '../../ffi/index.js';
import { sameBytes } from '../der/values.js';
import { badValue, refused } from '../error.js';
import { type RawExtension, rawExtension } from '../extensions/index.js';
import { assemble, type Issued, serialNumberOf } from '../issue/assemble.js';
import { contentOf, type Issuer, knownIssuer } from '../issue/issuer.js';
import {
  type KeyInput,
  type KeyOf,
  keyIdOf,
  type PlainKey,
  publicKeyDer,
  type Signed,
  type SigningKey,
  type SigningKeyInput,
  subjectKey,
} from '../issue/keys.js';
import { COMMON_RULES, type CommonOptions } from '../issue/options.js';
import { signerOf } from '../issue/signature.js';
import { judgeValidity, type Validity, validityOf } from '../issue/validity.js';
import { native } from '../native.js';
import { CERTIFICATE_FORMS, type CertificateData, certificateData, subjectBytes } from '../read/certificate.js';
import { type Encoded, loadForm } from '../read/input.js';

/** How a certificate is renewed. */
export interface RenewOptions<K extends SigningKeyInput = PlainKey, S extends KeyInput = PlainKey | KeyOptions>
  extends Pick<
    CommonOptions<S>,
    'key' | 'passphrase' | 'serialNumber' | 'signature' | 'unchecked' | 'notBefore' | 'notAfter' | 'days'
  > {
  /** The certificate that is to go on: an object, PEM or DER. */
  readonly certificate: X509 | Encoded;
  /** Who issues it: who has issued the old one, or, for a root, itself. */
  readonly issuer: Issuer<K>;
}

const asIs =
  <T>(): Rule<T> =>
  (value) =>
    value as T;

const read = declareOptions<RenewOptions<SigningKeyInput, KeyInput>>({
  ...only(COMMON_RULES, 'key', 'passphrase', 'serialNumber', 'signature', 'unchecked', 'notBefore', 'notAfter', 'days'),
  certificate: asIs(),
  issuer: asIs(),
});

const DAY_MS = 86_400_000;
const SUBJECT_KEY_ID = '2.5.29.14';
const AUTHORITY_KEY_ID = '2.5.29.35';
/** What is said of this one certificate alone: its timestamps in public logs, and that it is none. */
const OF_THE_OLD = new Set(['1.3.6.1.4.1.11129.2.4.2', '1.3.6.1.4.1.11129.2.4.3']);

/**
 * Renews a certificate: the same subject, extensions and key, for as long as the old one was good, with a new serial number. With
 * `key` it gets another key. What was of the old one alone is left out: timestamps of transparency logs.
 * @returns the new certificate; its `key` is the public half alone, where none was given
 * @throws {PkiError} when it cannot be made, or nobody should take it: somebody else has issued the old one, it would outlive
 * its issuer
 */
export function renewCertificate(options: RenewOptions): Issued;
/** Renews it by a CA whose key is elsewhere, or for such a key: at once, or a promise of it, as the issuer's signer answers. */
export function renewCertificate<K extends SigningKeyInput, S extends KeyInput = PlainKey>(
  options: RenewOptions<K, S>,
): Signed<K, Issued<KeyOf<S>>>;
export function renewCertificate(
  options: RenewOptions<SigningKeyInput, KeyInput>,
): Issued<SigningKey> | Promise<Issued<SigningKey>> {
  const { unchecked: isUnchecked = false, ...given } = read(options);
  if (given.certificate === undefined) throw badValue('certificate must be given: which one is renewed');
  const { object, der } = loadForm(given.certificate, X509Class, CERTIFICATE_FORMS);
  const old = certificateData(der);
  const issuer = knownIssuer(given.issuer, isUnchecked || isRoot(old));
  if (!isUnchecked) judgeOrigin(object, given.issuer.certificate);
  const isOwn = sameBytes(issuer.data.der, old.der);
  const newKey = subjectKey(given.key ?? object.getPubkey(), given.passphrase, isUnchecked);
  if (isOwn && !sameBytes(publicKeyDer(newKey), publicKeyDer(issuer.key)))
    throw badValue('a root that gets another key is another root: make a new one');
  const validity = renewedValidity(given, old, isOwn ? undefined : issuer.validity);
  if (!isUnchecked) judgeValidity(validity, isOwn ? undefined : issuer.validity, isServer(old));
  const publicKey = publicKeyDer(newKey);
  const extensions = renewedExtensions(old, keyIdOf(publicKey), issuer.keyId, isOwn);
  const number = serialNumberOf(given.serialNumber, isUnchecked);
  if (number === old.serialNumber && !isUnchecked) throw refused('the old certificate has the same serial number');
  const signer = signerOf(issuer.key, given.signature, isUnchecked);
  const parts = {
    serialNumber: number,
    issuer: issuer.name,
    subject: subjectBytes(der),
    validity,
    publicKey,
    extensions,
  };
  return assemble(parts, newKey, signer);
}

const isRoot = (data: CertificateData): boolean =>
  contentOf(data, 'basicConstraints')?.ca === true && JSON.stringify(data.subject) === JSON.stringify(data.issuer);

/** Whoever has made a certificate of somebody else's could have what it says signed by this CA. */
function judgeOrigin(certificate: X509, issuer: X509 | Encoded): void {
  const { object } = loadForm(issuer, X509Class, CERTIFICATE_FORMS);
  if (native.x509_issued_by(certificate[HANDLE], object[HANDLE]) !== 0)
    throw refused('this issuer has not issued the certificate that is to be renewed');
}

function renewedValidity(
  given: Pick<RenewOptions, 'notBefore' | 'notAfter' | 'days'>,
  { notBefore: begin, notAfter: end }: CertificateData,
  within: Validity | undefined,
): Validity {
  if (given.days !== undefined || given.notAfter !== undefined) return validityOf(given, 0, null);
  if (begin.date === null || end.date === null)
    throw badValue('the certificate does not say from when to when it is good: say days or notAfter');
  const length = (end.date.getTime() - begin.date.getTime()) / DAY_MS;
  return validityOf(given, length, within?.notAfter ?? null);
}

function isServer(data: CertificateData): boolean {
  return contentOf(data, 'extKeyUsage')?.usages.includes('serverAuth') === true;
}

/** In their old order; who has no identifier of a key gets none. */
function renewedExtensions(
  { extensions }: CertificateData,
  ownId: Uint8Array,
  issuerId: Uint8Array,
  isOwn: boolean,
): RawExtension[] {
  return extensions
    .filter(({ oid }) => !OF_THE_OLD.has(oid))
    .map(({ oid, critical, value }): RawExtension => {
      if (oid === SUBJECT_KEY_ID && !isOwn)
        return rawExtension({ type: 'subjectKeyIdentifier', keyId: ownId, critical });
      if (oid === AUTHORITY_KEY_ID && !isOwn)
        return rawExtension({ type: 'authorityKeyIdentifier', keyId: issuerId, critical });
      return { oid, critical, value };
    });
}
