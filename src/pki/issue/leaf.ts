/** Certificates of whoever is no CA. */
import { declareOptions } from '../../common/options.js';
import type { PKey } from '../../crypto/index.js';
import { badValue, refused } from '../error.js';
import type { KeyUsageName } from '../extensions/basic.js';
import type { ExtensionInput } from '../extensions/index.js';
import type { GeneralNameInput } from '../model/general-name.js';
import { writeName } from '../model/name.js';
import { assemble, type Issued, mergedExtensions, serialNumberOf } from './assemble.js';
import { knownIssuer } from './issuer.js';
import {
  type KeyInput,
  type KeyOf,
  keyIdOf,
  publicHalf,
  publicKeyDer,
  type Signed,
  type SigningKey,
  type SigningKeyInput,
  subjectKey,
} from './keys.js';
import { generalNames, namesHost } from './names.js';
import { LEAF_RULES, type LeafOptions } from './options.js';
import { signerOf } from './signature.js';
import { judgeValidity, validityOf } from './validity.js';

const read = declareOptions<LeafOptions<SigningKeyInput, KeyInput>>(LEAF_RULES);

const LEAF_DAYS = 90;
/** A SEQUENCE of nothing. */
const EMPTY_NAME = 2;
const SUBJECT_ALT_NAME = '2.5.29.17';

/**
 * Issues the certificate of a server, a client or a person. Good for 90 days, or as long as its issuer; with
 * `basicConstraints`, `keyUsage`, `extKeyUsage`, `subjectAltName` and the identifiers of both keys.
 * @throws {PkiError} when it cannot be made, or nobody should take it: it names nobody, it is a server's and names no host, it
 * outlives its issuer, it is a server's and good for more than 825 days
 */
export function issueCertificate(options: LeafOptions): Issued;
/** Issues it by a CA whose key is elsewhere, or for such a key: at once, or a promise of it, as the issuer's signer answers. */
export function issueCertificate<K extends SigningKeyInput, S extends KeyInput = PKey>(
  options: LeafOptions<K, S>,
): Signed<K, Issued<KeyOf<S>>>;
export function issueCertificate(
  options: LeafOptions<SigningKeyInput, KeyInput>,
): Issued<SigningKey> | Promise<Issued<SigningKey>> {
  const { unchecked = false, ...given } = read(options);
  const issuer = knownIssuer(given.issuer, unchecked);
  const names = generalNames(given.names ?? [], unchecked);
  const subject = writeName(given.subject ?? [], 'the subject');
  const usages = given.usages ?? usualUsages(names);
  const key = subjectKey(given.key, given.passphrase, unchecked);
  const publicKey = publicKeyDer(key);
  const isNameless = subject.length === EMPTY_NAME;
  const extensions = mergedExtensions(
    [
      { type: 'basicConstraints', ca: false },
      { type: 'keyUsage', usages: usualKeyUsage(publicHalf(key)) },
      usages.length === 0 ? undefined : { type: 'extKeyUsage', usages, critical: isForStampsAlone(usages) },
      { type: 'subjectKeyIdentifier', keyId: keyIdOf(publicKey) },
      { type: 'authorityKeyIdentifier', keyId: issuer.keyId },
      // RFC 5280, 4.2.1.6: critical where it is the only name.
      names.length === 0 ? undefined : { type: 'subjectAltName', names, critical: isNameless },
    ] satisfies (ExtensionInput | undefined)[],
    given.extensions ?? [],
    given.omit ?? [],
  );
  const hasNames = extensions.some(({ oid }) => oid === SUBJECT_ALT_NAME);
  if (isNameless && !hasNames) throw badValue('the certificate must name somebody: by subject or by names');
  const isServer = usages.includes('serverAuth');
  if (!unchecked && isServer && !hasNames)
    throw refused("a server's certificate must name its hosts: browsers read no common name");
  if (!unchecked && isServer && names.length > 0 && !namesHost(names))
    throw refused("a server's certificate must name a host: a DNS name or an IP address");
  const validity = validityOf(given, LEAF_DAYS, issuer.validity?.notAfter ?? null);
  if (!unchecked) judgeValidity(validity, issuer.validity, isServer);
  const serialNumber = serialNumberOf(given.serialNumber, unchecked);
  const signer = signerOf(issuer.key, given.signature, unchecked);
  return assemble({ serialNumber, issuer: issuer.name, subject, validity, publicKey, extensions }, key, signer);
}

function usualUsages(names: readonly GeneralNameInput[]): readonly string[] {
  if (namesHost(names)) return ['serverAuth'];
  return names.some(({ type }) => type === 'email') ? ['emailProtection'] : ['clientAuth'];
}

/** RFC 3161, 2.3: an authority's certificate is for time stamps alone, and says so critically. */
const isForStampsAlone = (usages: readonly string[]): boolean =>
  usages.length === 1 && (usages[0] === 'timeStamping' || usages[0] === '1.3.6.1.5.5.7.3.8');

/** What each kind of key can do for a leaf. */
function usualKeyUsage(key: PKey): readonly KeyUsageName[] {
  const type = key.typeName;
  if (type === 'RSA') return ['digitalSignature', 'keyEncipherment'];
  if (/^ML-KEM/.test(type)) return ['keyEncipherment'];
  return /^(X25519|X448|DH)/.test(type) ? ['keyAgreement'] : ['digitalSignature'];
}
