/** JWKs read: strictly as their RFCs say, for what is lax here is a second form of the same key. */
import type { Bytes } from '../../../common/bytes.js';
import type { PKey } from '../../../crypto/index.js';
import { FILETYPE_ASN1, loadCertificate } from '../../../crypto/index.js';
import { dottedOf } from '../../der/oid.js';
import { concat } from '../../der/writer.js';
import { bytesOfBase64, bytesOfBase64url } from '../base64.js';
import { demandFit, ecKey, type RsaNumbers, rawPrivateKey, rawPublicKey, rsaKey } from '../build.js';
import { octetsOf, wipeRsaNumbers } from '../numbers.js';
import { AKP, badJwk, CURVES, type Jwk, OKP } from './types.js';

/** Longest member: a modulus of 16,384 bits has 2,731 characters, a signature key of SLH-DSA far fewer. */
const MAX_MEMBER = 16_384;
const MAX_PRIMES = 3;
const MAX_CERTIFICATES = 32;
const UNCOMPRESSED = 4;

/** Reads a JWK. @throws {PkiError} for what is none, or is not consistent @throws {crypto.Error} for what OpenSSL refuses */
export function readJwk(input: unknown): PKey {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw badJwk('is no JSON object');
  const jwk = input as Readonly<Record<string, unknown>>;
  const key = readByKind(jwk);
  try {
    demandFit(key, 'the JWK');
    demandCertificate(jwk, key);
    return key;
  } catch (error) {
    key.free();
    throw error;
  }
}

function readByKind(jwk: Readonly<Record<string, unknown>>): PKey {
  switch (jwk['kty']) {
    case 'RSA':
      return readRsa(jwk);
    case 'EC':
      return readEc(jwk);
    case 'OKP':
      return readOkp(jwk);
    case 'AKP':
      return readAkp(jwk);
    case 'oct':
      throw badJwk('is a secret key (oct), which has no two halves');
    default:
      throw badJwk(`has no kty of a key pair: RSA, EC, OKP or AKP`);
  }
}

const has = (jwk: Readonly<Record<string, unknown>>, name: string): boolean =>
  jwk[name] !== undefined && jwk[name] !== null;

/** The bytes of a member; of one that has one length only, exactly as many. */
function member(jwk: Readonly<Record<string, unknown>>, name: string, length?: number): Bytes {
  const text = jwk[name];
  if (typeof text !== 'string') throw badJwk(`must have ${name} as text`);
  if (text.length > MAX_MEMBER) throw badJwk(`has more than ${MAX_MEMBER} characters in ${name}`);
  const bytes = bytesOfBase64url(text);
  if (bytes === undefined) throw badJwk(`has in ${name} what is not base64url without padding (RFC 7515, 2)`);
  if (length !== undefined && bytes.length !== length)
    throw badJwk(`must have ${length} bytes in ${name}, leading zeros included, and has ${bytes.length}`);
  if (bytes.length === 0) throw badJwk(`has nothing in ${name}`);
  return bytes;
}

function readRsa(jwk: Readonly<Record<string, unknown>>): PKey {
  const [n, e] = [member(jwk, 'n'), member(jwk, 'e')];
  const names = ['p', 'q', 'dp', 'dq', 'qi'] as const;
  if (!has(jwk, 'd')) {
    if (names.some((name) => has(jwk, name))) throw badJwk('has factors and no d');
    return rsaKey({ n, e });
  }
  const some = names.filter((name) => has(jwk, name));
  // RFC 7518, 6.3.2: all, or none of them.
  if (some.length !== 0 && some.length !== names.length)
    throw badJwk(`must have all of p, q, dp, dq and qi, or none of them (RFC 7518, 6.3.2)`);
  const others = has(jwk, 'oth') ? furtherPrimes(jwk['oth']) : [];
  if (others.length > 0 && some.length === 0) throw badJwk('has further primes and not the first two');
  const numbers: RsaNumbers = {
    ...{ n, e, d: member(jwk, 'd'), others },
    ...(some.length > 0 && {
      factors: [member(jwk, 'p'), member(jwk, 'q'), member(jwk, 'dp'), member(jwk, 'dq'), member(jwk, 'qi')] as const,
    }),
  };
  try {
    return rsaKey(numbers);
  } finally {
    wipeRsaNumbers(numbers);
  }
}

function furtherPrimes(value: unknown): [Bytes, Bytes, Bytes][] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PRIMES)
    throw badJwk(`must have one to ${MAX_PRIMES} further primes in oth`);
  return value.map((one: unknown) => {
    if (typeof one !== 'object' || one === null) throw badJwk('has in oth what is no object');
    const prime = one as Readonly<Record<string, unknown>>;
    return [member(prime, 'r'), member(prime, 'd'), member(prime, 't')];
  });
}

function readEc(jwk: Readonly<Record<string, unknown>>): PKey {
  const curve = CURVES.find(({ crv }) => crv === jwk['crv']);
  if (curve === undefined) throw badJwk('has no crv of EC: P-256, P-384, P-521 or secp256k1');
  const { length } = curve;
  const point = concat([Uint8Array.of(UNCOMPRESSED), member(jwk, 'x', length), member(jwk, 'y', length)]);
  const secret = has(jwk, 'd') ? member(jwk, 'd', length) : undefined;
  try {
    return ecKey(curve.oid, point, secret);
  } finally {
    secret?.fill(0);
  }
}

function readOkp(jwk: Readonly<Record<string, unknown>>): PKey {
  const curve = OKP.find(({ crv }) => crv === jwk['crv']);
  if (curve === undefined) throw badJwk('has no crv of OKP: Ed25519, Ed448, X25519 or X448');
  const x = member(jwk, 'x', curve.length);
  if (!has(jwk, 'd')) return rawPublicKey(curve.oid, x);
  const secret = member(jwk, 'd', curve.length);
  try {
    return demandPublic(rawPrivateKey(curve.oid, secret, 'octets'), x, 'x');
  } finally {
    secret.fill(0);
  }
}

function readAkp(jwk: Readonly<Record<string, unknown>>): PKey {
  const algorithm = typeof jwk['alg'] === 'string' ? AKP.get(jwk['alg']) : undefined;
  if (algorithm === undefined) throw badJwk('has no alg of AKP, such as ML-DSA-65');
  const dotted = dottedOf(algorithm.alg, 'alg');
  const pub = member(jwk, 'pub');
  if (!has(jwk, 'priv')) return rawPublicKey(dotted, pub);
  const secret = member(jwk, 'priv', algorithm.seed ?? undefined);
  try {
    return demandPublic(rawPrivateKey(dotted, secret, algorithm.seed === null ? 'bytes' : 'seed'), pub, 'pub');
  } finally {
    secret.fill(0);
  }
}

/** What the private half computes must be what stands beside it. */
function demandPublic(key: PKey, expected: Uint8Array, name: string): PKey {
  const actual = octetsOf(key, 'pub');
  if (actual?.length === expected.length && actual.every((byte, index) => byte === expected[index])) return key;
  key.free();
  throw badJwk(`is not consistent: its ${name} is not of its private half`);
}

/** RFC 7517, 4.7: the key in the first certificate is the one that the other members stand for. */
function demandCertificate(jwk: Readonly<Record<string, unknown>>, key: PKey): void {
  for (const der of certificatesOf(jwk as unknown as Jwk).slice(0, 1)) {
    using certificate = loadCertificate(FILETYPE_ASN1, der);
    using own = certificate.getPubkey();
    if (!own.equals(key)) throw badJwk('has another key than the first certificate of its x5c (RFC 7517, 4.7)');
  }
}

/** The DER of each certificate of `x5c`. */
export function certificatesOf({ x5c }: Jwk): Bytes[] {
  if (x5c === undefined || x5c === null) return [];
  if (!Array.isArray(x5c) || x5c.length > MAX_CERTIFICATES)
    throw badJwk(`must have at most ${MAX_CERTIFICATES} certificates in x5c`);
  return x5c.map((text: unknown) => {
    const bytes = typeof text === 'string' ? bytesOfBase64(text) : undefined;
    if (bytes === undefined) throw badJwk('has in x5c what is no base64 of a certificate (RFC 7517, 4.7)');
    return bytes;
  });
}
