/** Certificates of CAs. */
import type { Bytes } from '../../common/bytes.js';
import { declareOptions } from '../../common/options.js';
import type { PKey } from '../../crypto/index.js';
import { badValue, refused } from '../error.js';
import type { ExtensionInput } from '../extensions/index.js';
import { writeName } from '../model/name.js';
import { assemble, type Issued, mergedExtensions, serialNumberOf } from './assemble.js';
import { knownIssuer } from './issuer.js';
import {
  type KeyInput,
  type KeyOf,
  keyIdOf,
  publicKeyDer,
  type Signed,
  type SigningKey,
  type SigningKeyInput,
  subjectKey,
} from './keys.js';
import { AUTHORITY_RULES, type AuthorityOptions, INTERMEDIATE_RULES, type IntermediateOptions } from './options.js';
import { signerOf } from './signature.js';
import { judgeValidity, validityOf } from './validity.js';

const readAuthority = declareOptions<AuthorityOptions<KeyInput>>(AUTHORITY_RULES);
const readIntermediate = declareOptions<IntermediateOptions<SigningKeyInput, KeyInput>>(INTERMEDIATE_RULES);

const ROOT_DAYS = 3650;
const INTERMEDIATE_DAYS = 1825;
/** A SEQUENCE of nothing. */
const EMPTY_NAME = 2;

/**
 * Makes a root: a key, and a certificate that it signs itself. Good for ten years, with `basicConstraints`, `keyUsage`
 * (`keyCertSign`, `cRLSign`) and the identifiers of its key.
 * @throws {PkiError} when it cannot be made, or nobody should take it
 */
export function createCertificateAuthority(options: AuthorityOptions): Issued;
/** Makes a root whose key is elsewhere: at once, or a promise of it, as its signer answers. */
export function createCertificateAuthority<S extends KeyInput>(
  options: AuthorityOptions<S>,
): Signed<S, Issued<KeyOf<S>>>;
export function createCertificateAuthority(
  options: AuthorityOptions<KeyInput>,
): Issued<SigningKey> | Promise<Issued<SigningKey>> {
  const { unchecked = false, pathLength, ...given } = readAuthority(options);
  const subject = authorityName(given.subject);
  const key = subjectKey(given.key, given.passphrase, unchecked);
  const validity = validityOf(given, ROOT_DAYS, null);
  if (!unchecked) judgeValidity(validity, undefined, false);
  const publicKey = publicKeyDer(key);
  const keyId = keyIdOf(publicKey);
  const extensions = mergedExtensions(
    authorityExtensions(pathLength, keyId, keyId),
    given.extensions ?? [],
    given.omit ?? [],
  );
  const serialNumber = serialNumberOf(given.serialNumber, unchecked);
  const signer = signerOf(key, given.signature, unchecked);
  return assemble({ serialNumber, issuer: subject, subject, validity, publicKey, extensions }, key, signer);
}

/**
 * Issues the certificate of a CA below another. Good for five years, or as long as its issuer; no further CA may stand below
 * it, where `pathLength` does not say how many may.
 * @throws {PkiError} when it cannot be made, or nobody should take it: the issuer is no CA, or lets no CA stand below it
 */
export function issueIntermediate(options: IntermediateOptions): Issued;
/** Issues it by a CA whose key is elsewhere, or for such a key: at once, or a promise of it, as the issuer's signer answers. */
export function issueIntermediate<K extends SigningKeyInput, S extends KeyInput = PKey>(
  options: IntermediateOptions<K, S>,
): Signed<K, Issued<KeyOf<S>>>;
export function issueIntermediate(
  options: IntermediateOptions<SigningKeyInput, KeyInput>,
): Issued<SigningKey> | Promise<Issued<SigningKey>> {
  const { unchecked = false, pathLength = 0, ...given } = readIntermediate(options);
  const issuer = knownIssuer(given.issuer, unchecked);
  if (!unchecked && issuer.pathLength !== undefined && pathLength >= issuer.pathLength)
    throw refused(`the issuer lets fewer CAs stand below it: its pathLength is ${issuer.pathLength}`);
  const subject = authorityName(given.subject);
  const key = subjectKey(given.key, given.passphrase, unchecked);
  const validity = validityOf(given, INTERMEDIATE_DAYS, issuer.validity?.notAfter ?? null);
  if (!unchecked) judgeValidity(validity, issuer.validity, false);
  const publicKey = publicKeyDer(key);
  const usual = authorityExtensions(pathLength, keyIdOf(publicKey), issuer.keyId);
  const extensions = mergedExtensions(usual, given.extensions ?? [], given.omit ?? []);
  const serialNumber = serialNumberOf(given.serialNumber, unchecked);
  const signer = signerOf(issuer.key, given.signature, unchecked);
  return assemble({ serialNumber, issuer: issuer.name, subject, validity, publicKey, extensions }, key, signer);
}

function authorityName(subject: AuthorityOptions['subject'] | undefined): Bytes {
  const name = subject === undefined ? undefined : writeName(subject, 'the subject');
  if (name === undefined || name.length === EMPTY_NAME) throw badValue('a CA must have a subject (RFC 5280, 4.1.2.6)');
  return name;
}

function authorityExtensions(pathLength: number | undefined, own: Uint8Array, issuer: Uint8Array): ExtensionInput[] {
  return [
    { type: 'basicConstraints', ca: true, ...(pathLength !== undefined && { pathLength }) },
    { type: 'keyUsage', usages: ['keyCertSign', 'cRLSign'] },
    { type: 'subjectKeyIdentifier', keyId: own },
    { type: 'authorityKeyIdentifier', keyId: issuer },
  ];
}
