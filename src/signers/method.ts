/** How a signature is to be made, as a signer is told it, and what a signer says that it can do. */
import type { Bytes } from '../common/bytes.js';
import { oneOf, type Rule } from '../common/options.js';
import { outOfRange, wrongType, wrongValue } from '../common/refusals.js';
import type { PKey } from '../crypto/index.js';
import { native } from '../crypto/native.js';
import { HANDLE } from '../ffi/index.js';

/** How the bytes are to be signed. The names are those of WebCrypto, where it has the algorithm, else OpenSSL's. */
export interface SigningMethod {
  /**
   * The algorithm: `RSASSA-PKCS1-v1_5`, `RSA-PSS`, `ECDSA`, `Ed25519`, `Ed448`, `ML-DSA-44`, `-65` or `-87`, `SM2`, `DSA`, or
   * `SLH-DSA-SHA2-128s` and its siblings.
   */
  readonly algorithm: string;
  /** The digest to take of the bytes, such as `sha256`; null where the algorithm hashes by itself. */
  readonly digest: string | null;
  /** RSA alone: how the digest is padded. */
  readonly padding?: 'pkcs1' | 'pss';
  /** PSS alone: the salt in bytes. MGF1 takes the same digest. */
  readonly saltLength?: number;
  /** Keys on a curve alone: its name, `P-256`, `P-384`, `P-521`, else OpenSSL's, such as `secp256k1` or `brainpoolP256r1`. */
  readonly curve?: string;
  /** SM2 alone: the distinguishing identifier, where there is one. */
  readonly id?: Bytes;
}

/** A way to sign that a signer offers; what is left out is not restricted. */
export interface SignerMethod {
  /** The digest, such as `sha256`. */
  readonly digest?: string;
  /** How an RSA key pads. */
  readonly padding?: 'pkcs1' | 'pss';
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };
const NAMES: Readonly<Record<string, string>> = { EC: 'ECDSA', ED25519: 'Ed25519', ED448: 'Ed448' };
/** More ways than any key has. */
const MAX_METHODS = 64;

/** A digest as signers are told it: `SHA-256`, `SHA2-256` and `RSA-SHA256` are `sha256`. */
export function digestName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^rsa-/, '')
    .replace(/^sha2-/, 'sha')
    .replace(/^sha-(?=\d)/, 'sha');
}

/** What is settled before: the digest, the salt of PSS (none below 0) and SM2's id. */
export interface SettledMethod {
  readonly digest: string | null;
  readonly salt: number;
  readonly id: Uint8Array | null;
}

/** Says in words how a key is to sign. */
export function methodOf(key: PKey, { digest, salt, id }: SettledMethod): SigningMethod {
  const type = key.typeName;
  const named = digest === null ? null : digestName(digest);
  if (type === 'RSA' || type === 'RSA-PSS')
    return salt < 0
      ? { algorithm: 'RSASSA-PKCS1-v1_5', digest: named, padding: 'pkcs1' }
      : { algorithm: 'RSA-PSS', digest: named, padding: 'pss', saltLength: salt };
  const algorithm = NAMES[type] ?? type;
  const group = type === 'EC' ? key.groupName : null;
  return {
    ...{ algorithm, digest: named },
    ...(group !== null && { curve: CURVES[group] ?? group }),
    ...(id !== null && { id: id.slice() }),
  };
}

/** Whether a signer that offers these ways can sign in this one; one that names none can sign in each. */
export function offers(methods: readonly SignerMethod[] | undefined, { digest, padding }: SigningMethod): boolean {
  return (
    methods === undefined ||
    methods.some(
      (one) =>
        (one.digest === undefined || one.digest === digest) && (one.padding === undefined || one.padding === padding),
    )
  );
}

const padding = oneOf('pkcs1', 'pss');

/** The rule for a list of ways to sign. */
export const signerMethods: Rule<readonly SignerMethod[]> = (value, name) => {
  if (!Array.isArray(value)) throw wrongType(name, 'a list', value);
  if (value.length < 1 || value.length > MAX_METHODS)
    throw outOfRange(`the length of ${name}`, 1, MAX_METHODS, value.length);
  return value.map((one: unknown, index) => signerMethod(one, `${name}[${index}]`));
};

function signerMethod(value: unknown, name: string): SignerMethod {
  if (typeof value !== 'object' || value === null) throw wrongType(name, 'an object with digest or padding', value);
  const given = value as Record<string, unknown>;
  const { digest, padding: padded } = given;
  if (digest !== undefined && typeof digest !== 'string') throw wrongType(`${name}.digest`, 'a string', digest);
  if (digest !== undefined && (digest.includes('\0') || !native.digest_exists(digest)))
    throw wrongValue(`${name}.digest`, 'the name of a digest', digest);
  return {
    ...(digest !== undefined && { digest: digestName(digest) }),
    ...(padded !== undefined && { padding: padding(padded, `${name}.padding`) }),
  };
}

/** Whether a key leaves a choice of digests at all. */
export const hashesItself = (key: PKey): boolean => native.pkey_hashes_itself(key[HANDLE]);
