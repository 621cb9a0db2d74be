/** Keys of subjects: given, or made. */
import { wrongType } from '../../common/refusals.js';
import { dumpPublickey, FILETYPE_ASN1, type KeyOptions, PKey } from '../../crypto/index.js';
import { Der } from '../der/reader.js';
import { refused } from '../error.js';
import { native } from '../native.js';
import { readPublicKey } from '../read/algorithm.js';

/** A key, or what to make one of: `{ type: 'EC', curve: 'P-384' }`, `{ type: 'ED25519' }`, `{ type: 'RSA', bits: 3072 }`. */
export type KeyInput = PKey | KeyOptions;

const DEFAULT_KEY: KeyOptions = { type: 'EC', curve: 'P-256' };
const MIN_RSA_BITS = 2048;
const MIN_EC_BITS = 224;

/** The key that is given, or a new one. */
export function subjectKey(input: KeyInput | undefined, isUnchecked: boolean): PKey {
  const key = input instanceof PKey ? input : newKey(input ?? DEFAULT_KEY);
  if (!isUnchecked) judgeKey(key);
  return key;
}

/** The DER of a SubjectPublicKeyInfo. */
export const publicKeyDer = (key: PKey): Uint8Array => dumpPublickey(FILETYPE_ASN1, key);

/** What a key is called by default: SHA-1 over its bits (RFC 5280, 4.2.1.2, method 1), which need not be safe from collisions. */
export function keyIdOf(der: Uint8Array): Uint8Array {
  const { key } = readPublicKey(Der.parse(der, 'the public key'), 'the public key');
  return native.digest_bytes('sha1', key);
}

function newKey(options: KeyOptions): PKey {
  if (typeof options !== 'object' || options === null)
    throw wrongType('key', 'a PKey, or what to make one of', options);
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
