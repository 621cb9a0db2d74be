/** WebCrypto's algorithms, and the keys of OpenSSL that each of them is for. */
import { typeName, wrongType } from '../../common/refusals.js';
import type { PKey } from '../../crypto/index.js';
import { badValue, quoted } from '../error.js';

/** What WebCrypto shall use a key for: a name, or a name with the hash of an RSA key. */
export type CryptoKeyAlgorithm = string | NamedAlgorithm;

/** An algorithm of WebCrypto, and the hash that an RSA key is for. */
export interface NamedAlgorithm {
  /** Its name, such as `RSA-PSS`. */
  readonly name: string;
  /** `SHA-1`, `SHA-256`, `SHA-384` or `SHA-512`; SHA-256 by default. */
  readonly hash?: string;
}

/** What `importKey` takes. */
export interface ImportedAlgorithm {
  readonly name: string;
  readonly hash?: string;
  readonly namedCurve?: string;
}

/** How one of WebCrypto's algorithms uses keys. */
interface Family {
  /** OpenSSL's names of the keys that it is for. */
  readonly types: RegExp;
  readonly usages: { readonly public: readonly KeyUsage[]; readonly private: readonly KeyUsage[] };
}

const SIGNING = { public: ['verify'], private: ['sign'] } as const;
const AGREEMENT = { public: [], private: ['deriveBits', 'deriveKey'] } as const;
const ENCRYPTION = { public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'] } as const;
// Newer than the types of the platform.
const ENCAPSULATION = {
  public: ['encapsulateBits', 'encapsulateKey'] as string[] as KeyUsage[],
  private: ['decapsulateBits', 'decapsulateKey'] as string[] as KeyUsage[],
} as const;

const FAMILIES: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['RSASSA-PKCS1-v1_5', { types: /^RSA$/, usages: SIGNING }],
  ['RSA-PSS', { types: /^RSA$/, usages: SIGNING }],
  ['RSA-OAEP', { types: /^RSA$/, usages: ENCRYPTION }],
  ['ECDSA', { types: /^EC$/, usages: SIGNING }],
  ['ECDH', { types: /^EC$/, usages: AGREEMENT }],
  ...['Ed25519', 'Ed448', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'].map((name): [string, Family] => [
    name,
    { types: new RegExp(`^${name}$`, 'i'), usages: SIGNING },
  ]),
  ...['X25519', 'X448'].map((name): [string, Family] => [name, { types: new RegExp(`^${name}$`), usages: AGREEMENT }]),
  ...['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024'].map((name): [string, Family] => [
    name,
    { types: new RegExp(`^${name}$`), usages: ENCAPSULATION },
  ]),
]);

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };
const HASH = /^SHA-(1|256|384|512)$/;

/** What to import a key as. @throws {PkiError} when WebCrypto has no such algorithm, or it is for another kind of key */
export function importedAlgorithm(key: PKey, wanted: CryptoKeyAlgorithm | undefined): ImportedAlgorithm {
  const type = key.typeName;
  const given: unknown = wanted ?? usual(type);
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null))
    throw wrongType('algorithm', 'a name, or an object with a name', given);
  const { name, hash = 'SHA-256' } =
    typeof given === 'string' ? { name: given } : (given as { name: string; hash?: string });
  const found = typeof name === 'string' ? familyOf(name) : undefined;
  if (found === undefined) throw badValue(`WebCrypto has no algorithm ${quoted(name)} for key pairs`);
  const [known, { types }] = found;
  if (!types.test(type)) throw badValue(`${known} is not for a key of the type ${type}`);
  if (known.startsWith('RSA')) {
    if (typeof hash !== 'string' || !HASH.test(hash))
      throw badValue(`the hash must be SHA-1, SHA-256, SHA-384 or SHA-512, not ${quoted(hash)}`);
    return { name: known, hash };
  }
  if (type !== 'EC') return { name: known };
  const namedCurve = CURVES[key.groupName ?? ''];
  if (namedCurve === undefined)
    throw badValue(`WebCrypto has the curves P-256, P-384 and P-521, and the key is on ${key.groupName}`);
  return { name: known, namedCurve };
}

/** What a key is imported for where nothing else is said: all that the algorithm does with that half. */
export function usualUsages(name: string, isPrivate: boolean): readonly KeyUsage[] {
  const usages = familyOf(name)?.[1].usages;
  return usages?.[isPrivate ? 'private' : 'public'] ?? [];
}

/** An algorithm by its name, in any case, as WebCrypto reads it. */
function familyOf(name: string): [string, Family] | undefined {
  for (const entry of FAMILIES) if (entry[0].toLowerCase() === name.toLowerCase()) return entry;
  return undefined;
}

function usual(type: string): string {
  if (type === 'EC') return 'ECDSA';
  if (type === 'RSA')
    throw badValue('an RSA key is for one algorithm of WebCrypto: say RSASSA-PKCS1-v1_5, RSA-PSS or RSA-OAEP');
  return type;
}

/** WebCrypto itself. @throws {PkiError} where the platform keeps it back */
export function subtle(): SubtleCrypto {
  const found = (globalThis as { crypto?: Partial<Crypto> }).crypto?.subtle;
  if (found === undefined) throw badValue('WebCrypto is not here: a page has it over https and on localhost alone');
  return found;
}

/** A `CryptoKey` of a pair. */
export function cryptoKeyArgument(value: unknown, name: string, half?: 'public' | 'private'): CryptoKey {
  const key = value as Partial<CryptoKey> | null | undefined;
  const isKey =
    typeof key === 'object' && key !== null && typeof key.type === 'string' && typeof key.algorithm?.name === 'string';
  if (!isKey) throw wrongType(name, 'a CryptoKey', value);
  if (key.type !== 'public' && key.type !== 'private')
    throw badValue(`${name} is a secret key, and no key of a pair: ${typeName(value)} of the type ${quoted(key.type)}`);
  if (half !== undefined && key.type !== half)
    throw badValue(`${name} must be a ${half} key, and it is the ${key.type} one`);
  return key as CryptoKey;
}
