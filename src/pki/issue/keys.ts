/** Keys of subjects and issuers: given, encoded, elsewhere, or made. */
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { dumpPublickey, FILETYPE_ASN1, type KeyOptions, type Passphrase, PKey } from '../../crypto/index.js';
import { ExternalKey, PARTS } from '../../signers/index.js';
import { Der } from '../der/reader.js';
import { badValue, refused } from '../error.js';
import { readKey } from '../keys/read.js';
import { native } from '../native.js';
import { readPublicKey } from '../read/algorithm.js';
import type { Encoded } from '../read/input.js';

/** What signs: a private key, or what {@link signer} makes of a key that is elsewhere. */
export type SigningKey = PKey | ExternalKey;

/** A key that signs, or a private key as PEM or DER of any form. */
export type SigningKeyInput = SigningKey | Encoded;

/**
 * A key that signs, a private key as PEM or DER, or what to make one of: `{ type: 'EC', curve: 'P-384' }`, `{ type: 'ED25519' }`,
 * `{ type: 'RSA', bits: 3072 }`.
 */
export type KeyInput = SigningKeyInput | KeyOptions;

/** A private key that is here: an object, PEM or DER. What is made with it is made at once. */
export type PlainKey = PKey | Encoded;

/** The object that a key is: what {@link signer} made stays that, all else becomes a `PKey`. */
export type KeyOf<K> = K extends ExternalKey ? K : PKey;

/** What a call gives that a key signs: itself, or a promise where it is a signer that answers by a promise. */
export type Signed<K, T> = K extends ExternalKey<infer Answer> ? (Answer extends Promise<unknown> ? Promise<T> : T) : T;

const DEFAULT_KEY: KeyOptions = { type: 'EC', curve: 'P-256' };
const MIN_RSA_BITS = 2048;
const MIN_EC_BITS = 224;

/** The key that is given, or a new one. */
export function subjectKey(
  input: KeyInput | undefined,
  passphrase: Passphrase | undefined,
  isUnchecked: boolean,
): SigningKey {
  const given = isSigningKey(input) || isEncoded(input) ? signingKey(input, passphrase, 'key') : undefined;
  const key = given ?? newKey((input ?? DEFAULT_KEY) as KeyOptions);
  if (!isUnchecked) judgeKey(publicHalf(key));
  return key;
}

/** A key that signs, from any form. @param what - as in "… must be a private key" */
export function signingKey(input: SigningKeyInput, passphrase: Passphrase | undefined, what: string): SigningKey {
  if (isSigningKey(input)) return input;
  if (!isEncoded(input)) throw wrongType(what, 'a private key: a PKey, a signer, PEM or DER', input);
  const { key, isPrivate } = readKey(input, passphrase === undefined ? {} : { passphrase });
  if (!isPrivate) throw badValue(`${what} is a public key, and a private one is needed`);
  return key;
}

/** Of a key that signs, what says whose signature it is; of a `PKey` that is itself. */
export const publicHalf = (key: SigningKey): PKey => (key instanceof ExternalKey ? key[PARTS].half : key);

/** The DER of a SubjectPublicKeyInfo. */
export const publicKeyDer = (key: SigningKey): Bytes => dumpPublickey(FILETYPE_ASN1, publicHalf(key));

/** What a key is called by default: SHA-1 over its bits (RFC 5280, 4.2.1.2, method 1), which need not be safe from collisions. */
export function keyIdOf(der: Uint8Array): Bytes {
  const { key } = readPublicKey(Der.parse(der, 'the public key'), 'the public key');
  return native.digest_bytes('sha1', key);
}

function isSigningKey(input: unknown): input is SigningKey {
  return input instanceof PKey || input instanceof ExternalKey;
}

function isEncoded(input: unknown): input is Encoded {
  return typeof input === 'string' || ArrayBuffer.isView(input) || input instanceof ArrayBuffer;
}

function newKey(options: KeyOptions): PKey {
  if (typeof options !== 'object' || options === null)
    throw wrongType('key', 'a private key, a signer, or what to make a key of', options);
  const key = new PKey();
  key.generateKey(options);
  return key;
}

/** Keys that no one of today's browsers takes. */
function judgeKey(key: PKey): void {
  const type = key.typeName;
  if (/^RSA/.test(type) && key.bits() < MIN_RSA_BITS)
    throw refused(`an RSA key of ${key.bits()} bits is too short: take ${MIN_RSA_BITS} at least`);
  if (type === 'EC' && key.bits() < MIN_EC_BITS) throw refused(`the curve ${key.groupName} is too small: take P-256`);
  if (/^(DSA|DH)/.test(type)) throw refused(`nobody takes certificates for keys of the type ${type}: take EC`);
}
