/** How keys are made: what pyOpenSSL takes, and every other algorithm of OpenSSL by its name. */
import { integerArgument, textArgument } from '../common/arguments.js';
import type { Handle } from '../ffi/index.js';
import { TYPE_DH, TYPE_DSA, TYPE_EC, TYPE_RSA } from './constants.js';
import { type EllipticCurve, isEllipticCurve } from './elliptic-curve.js';
import { Error as CryptoError } from './error.js';
import { integerToHex } from './integer.js';
import { native } from './native.js';

/** Algorithms whose name says all: their keys have no size or curve to choose. */
export type KeyAlgorithm =
  | 'ED25519'
  | 'ED448'
  | 'X25519'
  | 'X448'
  | 'SM2'
  | `ML-DSA-${44 | 65 | 87}`
  | `ML-KEM-${512 | 768 | 1024}`
  | `SLH-DSA-${'SHA2' | 'SHAKE'}-${128 | 192 | 256}${'s' | 'f'}`;

/** An RSA pair (RFC 8017); `RSA-PSS` keys serve for PSS signatures alone. */
export interface RsaKeyOptions {
  /** The algorithm. */
  readonly type: 'RSA' | 'RSA-PSS';
  /** Bits of the modulus, 512 to 16384; 2048 by default. */
  readonly bits?: number;
  /** Odd, above 65535 or 3; 65537 by default. */
  readonly publicExponent?: number | bigint;
}

/** A DSA pair with parameters of its own (FIPS 186-4). */
export interface DsaKeyOptions {
  /** The algorithm. */
  readonly type: 'DSA';
  /** Bits of the modulus, 512 to 4096; 2048 by default. */
  readonly bits?: number;
}

/** A pair on a named curve. */
export interface EcKeyOptions {
  /** The algorithm. */
  readonly type: 'EC';
  /** As {@link getEllipticCurve} gives it, or its name, such as `prime256v1`, `P-256` or `brainpoolP256r1`. */
  readonly curve: string | EllipticCurve;
}

/** A Diffie-Hellman pair in a group of known good parameters (RFC 7919, RFC 3526). */
export interface DhKeyOptions {
  /** The algorithm. */
  readonly type: 'DH';
  /** Its parameters. */
  readonly group: DhGroup;
}

/** A group of known good parameters. */
export type DhGroup =
  | `ffdhe${2048 | 3072 | 4096 | 6144 | 8192}`
  | `modp_${1536 | 2048 | 3072 | 4096 | 6144 | 8192}`
  | 'dh_1024_160'
  | 'dh_2048_224'
  | 'dh_2048_256';

/** A pair of an algorithm whose name says all. */
export interface NamedKeyOptions {
  /** The algorithm. */
  readonly type: KeyAlgorithm;
}

/** What to generate; `type` says which other fields there are. */
export type KeyOptions = RsaKeyOptions | DsaKeyOptions | EcKeyOptions | DhKeyOptions | NamedKeyOptions;

/** Smallest modulus that OpenSSL makes. */
const MIN_BITS = 512;
/** OPENSSL_RSA_MAX_MODULUS_BITS. */
export const MAX_RSA_BITS = 16_384;
/** Beyond it the search for parameters takes minutes, and no one verifies with them. */
const MAX_DSA_BITS = 4096;
const DEFAULT_BITS = 2048;
const DH_GROUP =
  /^(ffdhe(2048|3072|4096|6144|8192)|modp_(1536|2048|3072|4096|6144|8192)|dh_(1024_160|2048_224|2048_256))$/;
/** MACs and KDFs have keys that OpenSSL makes too, and none of them is a pair. */
const NO_PAIRS = /^(HMAC|SIPHASH|POLY1305|CMAC|HKDF|TLS1-PRF|SCRYPT)$/i;

/**
 * Makes a pair of what the arguments of `PKey.generateKey` say.
 * @corresponds EVP_PKEY_generate
 */
export function generatePair(type: number | string | KeyOptions, parameter: unknown): Handle<'EVP_PKEY'> {
  if (typeof type === 'number') return fromConstant(type, parameter);
  if (typeof type !== 'string' && (typeof type !== 'object' || type === null))
    throw new TypeError('what to generate must be a TYPE_ constant, the name of an algorithm, or options');
  const options = typeof type === 'string' ? fromName(type, parameter) : type;
  switch (options.type) {
    case 'RSA':
    case 'RSA-PSS':
      return rsa(options.type, options.bits ?? DEFAULT_BITS, options.publicExponent);
    case 'DSA':
      return native.pkey_generate_dsa(bitsOf(options.bits ?? DEFAULT_BITS, MAX_DSA_BITS));
    case 'EC':
      return native.pkey_generate('EC', curveName(options.curve));
    case 'DH':
      return native.pkey_generate('DH', groupName(options.group));
    default:
      return byName(options.type);
  }
}

/** pyOpenSSL's way. */
function fromConstant(type: number, parameter: unknown): Handle<'EVP_PKEY'> {
  switch (type) {
    case TYPE_RSA:
      return rsa('RSA', parameter, undefined);
    case TYPE_DSA:
      return native.pkey_generate_dsa(bitsOf(parameter, MAX_DSA_BITS));
    case TYPE_EC:
      return native.pkey_generate('EC', curveName(parameter));
    case TYPE_DH:
      return native.pkey_generate('DH', groupName(parameter));
    default:
      throw new CryptoError('no such key type');
  }
}

/** A name that needs more than itself takes it as the second argument. */
function fromName(name: string, parameter: unknown): KeyOptions {
  const type = textArgument(name, 'type');
  switch (type.toUpperCase()) {
    case 'RSA':
    case 'RSA-PSS':
      return { type: type.toUpperCase() as 'RSA' | 'RSA-PSS', bits: (parameter ?? DEFAULT_BITS) as number };
    case 'DSA':
      return { type: 'DSA', bits: (parameter ?? DEFAULT_BITS) as number };
    case 'EC':
      return { type: 'EC', curve: parameter as string };
    case 'DH':
    case 'DHX':
      return { type: 'DH', group: parameter as DhGroup };
    default:
      if (parameter !== undefined) throw new TypeError(`${type} takes no parameter`);
      return { type: type as KeyAlgorithm };
  }
}

function byName(name: string): Handle<'EVP_PKEY'> {
  const type = textArgument(name, 'type');
  if (NO_PAIRS.test(type)) throw new CryptoError(`${type} has no key pairs`);
  return native.pkey_generate(type, null);
}

function rsa(algorithm: string, bits: unknown, exponent: number | bigint | undefined): Handle<'EVP_PKEY'> {
  const hex = exponent === undefined ? null : integerToHex(exponent, 'publicExponent');
  // A huge exponent makes every later use of the public key as slow as the private one (RFC 8017 allows it; OpenSSL too).
  if (hex !== null && (hex.startsWith('-') || hex.length > 16))
    throw new RangeError('publicExponent must be positive and at most 64 bits long');
  return native.pkey_generate_rsa(algorithm, bitsOf(bits, MAX_RSA_BITS), hex);
}

function bitsOf(value: unknown, max: number): number {
  return integerArgument(value as number, 'bits', MIN_BITS, max);
}

function curveName(value: unknown): string {
  const name = isEllipticCurve(value) ? value.name : value;
  if (typeof name !== 'string') throw new TypeError('an EC key needs a curve or the name of one');
  return name;
}

function groupName(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('a DH key needs the name of a group, such as ffdhe2048');
  if (!DH_GROUP.test(value)) throw new RangeError(`no such group: ${JSON.stringify(value)}`);
  return value;
}
