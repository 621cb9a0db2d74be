/** JSON Web Keys (RFC 7517), of every kind of key that has a form for them. */
import { PkiError } from '../../error.js';

/** A further prime of an RSA key (RFC 7518, 6.3.2.7); all base64url. */
export interface JwkPrime {
  /** The prime. */
  readonly r: string;
  /** The private exponent by it. */
  readonly d: string;
  /** Its coefficient. */
  readonly t: string;
}

/**
 * A JSON Web Key: `RSA` and `EC` (RFC 7518, 6; secp256k1 of RFC 8812), `OKP` (RFC 8037), and `AKP` of ML-DSA, SLH-DSA and
 * ML-KEM, for which there are drafts of the IETF (`draft-ietf-cose-dilithium` and its siblings) and what engines do.
 */
export interface Jwk {
  /** The kind: `RSA`, `EC`, `OKP` or `AKP`. */
  readonly kty: string;
  /** What it is for: `sig` or `enc`. */
  readonly use?: string;
  /** What may be done with it, such as `sign`. */
  readonly key_ops?: readonly string[];
  /** The algorithm that it is for. */
  readonly alg?: string;
  /** What it is called. */
  readonly kid?: string;
  /** The chain of certificates of the key, each the base64 of its DER. */
  readonly x5c?: readonly string[];
  /** The SHA-256 fingerprint of the first of them. */
  readonly 'x5t#S256'?: string;
  /** The curve of `EC` and `OKP`. */
  readonly crv?: string;
  /** Base64url. */
  readonly x?: string;
  /** Base64url. */
  readonly y?: string;
  /** Private; base64url. */
  readonly d?: string;
  /** Base64url. */
  readonly n?: string;
  /** Base64url. */
  readonly e?: string;
  /** Private; base64url. */
  readonly p?: string;
  /** Private; base64url. */
  readonly q?: string;
  /** Private; base64url. */
  readonly dp?: string;
  /** Private; base64url. */
  readonly dq?: string;
  /** Private; base64url. */
  readonly qi?: string;
  /** Private: the further primes of an RSA key. */
  readonly oth?: readonly JwkPrime[];
  /** Base64url; of `AKP`. */
  readonly pub?: string;
  /** Private; base64url; of `AKP`: the seed, where the algorithm has one. */
  readonly priv?: string;
}

/** JOSE's name of a curve, OpenSSL's, its number, and how many bytes its numbers have. */
export interface JwkCurve {
  readonly crv: string;
  readonly group: string;
  readonly oid: string;
  readonly length: number;
}

const curve = (crv: string, group: string, oid: string, length: number): JwkCurve => ({ crv, group, oid, length });

/** RFC 7518, 6.2.1.1, and RFC 8812, 3.1. */
export const CURVES: readonly JwkCurve[] = [
  curve('P-256', 'prime256v1', '1.2.840.10045.3.1.7', 32),
  curve('P-384', 'secp384r1', '1.3.132.0.34', 48),
  curve('P-521', 'secp521r1', '1.3.132.0.35', 66),
  curve('secp256k1', 'secp256k1', '1.3.132.0.10', 32),
];

/** RFC 8037, 2. */
export const OKP: readonly JwkCurve[] = [
  curve('Ed25519', 'ED25519', '1.3.101.112', 32),
  curve('Ed448', 'ED448', '1.3.101.113', 57),
  curve('X25519', 'X25519', '1.3.101.110', 32),
  curve('X448', 'X448', '1.3.101.111', 56),
];

/** An algorithm of `AKP`: what its private half is, in so many bytes. */
export interface JwkAlgorithm {
  readonly alg: string;
  readonly seed: number | null;
}

/** Algorithms of `AKP`: with a seed, or with the private key itself. */
export const AKP: ReadonlyMap<string, JwkAlgorithm> = new Map(
  [
    ...['44', '65', '87'].map((size) => ({ alg: `ML-DSA-${size}`, seed: 32 })),
    ...['512', '768', '1024'].map((size) => ({ alg: `ML-KEM-${size}`, seed: 64 })),
    ...['SHA2', 'SHAKE'].flatMap((hash) =>
      ['128s', '128f', '192s', '192f', '256s', '256f'].map((size) => ({ alg: `SLH-DSA-${hash}-${size}`, seed: null })),
    ),
  ].map((algorithm) => [algorithm.alg, algorithm]),
);

/** @internal */
export const badJwk = (message: string): PkiError => new PkiError('ERR_PKI_DER', `the JWK ${message}`);
