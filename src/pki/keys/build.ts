/** Keys put together of their numbers: DER that OpenSSL then reads, and with it judges. */
import type { Bytes } from '../../common/bytes.js';
import { FILETYPE_ASN1, loadPrivatekey, loadPublickey, PKey } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { oid } from '../der/oid.js';
import * as tag from '../der/tags.js';
import { bits, explicit, integer, nothing, octets, sequence, tlv } from '../der/writer.js';
import { badDer } from '../error.js';
import { native } from '../native.js';

/** The numbers of an RSA key, as unsigned bytes; a private one has d, and most have the others. */
export interface RsaNumbers {
  readonly n: Uint8Array;
  readonly e: Uint8Array;
  readonly d?: Uint8Array;
  /** p, q, d mod (p - 1), d mod (q - 1), 1/q mod p. */
  readonly factors?: readonly [p: Uint8Array, q: Uint8Array, dp: Uint8Array, dq: Uint8Array, qi: Uint8Array];
  /** Of each further prime: r, d mod (r - 1), and the coefficient. */
  readonly others?: readonly (readonly [r: Uint8Array, d: Uint8Array, t: Uint8Array])[];
}

const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';
const DSA = '1.2.840.10040.4.1';

/** An INTEGER of unsigned bytes. */
export function unsigned(bytes: Uint8Array): Bytes {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const short = bytes.subarray(start);
  const [first = 0] = short;
  return tlv(tag.INTEGER, first & 0x80 || short.length === 0 ? Uint8Array.of(0) : new Uint8Array(), short);
}

/** The DER of an RSAPublicKey (RFC 8017, A.1.1). */
export const rsaPublicDer = (n: Uint8Array, e: Uint8Array): Bytes => sequence(unsigned(n), unsigned(e));

/** An RSA key. Of a private one without factors they are computed. */
export function rsaKey({ n, e, d, factors, others = [] }: RsaNumbers): PKey {
  if (d === undefined) return publicKey(sequence(oid(RSA), nothing()), rsaPublicDer(n, e));
  if (factors === undefined) return PKey.wrap(native.rsa_from_exponents(n, e, d, null));
  const further = others.map((numbers) => sequence(...numbers.map(unsigned)));
  const key = sequence(
    integer(others.length === 0 ? 0 : 1),
    ...[n, e, d, ...factors].map(unsigned),
    others.length === 0 ? undefined : sequence(...further),
  );
  return privateKey(sequence(oid(RSA), nothing()), key);
}

/** An RSA key whose file says one prime alone of what follows from its exponent. */
export const rsaKeyOfPrime = (n: Uint8Array, e: Uint8Array, d: Uint8Array, p: Uint8Array): PKey =>
  PKey.wrap(native.rsa_from_exponents(n, e, d, p));

/** An EC key: its curve in dotted numbers, its point as X9.62 writes it, and its secret, as long as the order. */
export function ecKey(curve: string, point: Uint8Array, secret: Uint8Array | undefined): PKey {
  const algorithm = sequence(oid(EC), oid(curve));
  if (secret === undefined) return publicKey(algorithm, point);
  return privateKey(algorithm, sequence(integer(1), octets(secret), explicit(1, bits(point))));
}

/** A key whose algorithm says all, such as Ed25519: its bytes as they are. */
export const rawPublicKey = (algorithm: string, bytes: Uint8Array): PKey => publicKey(sequence(oid(algorithm)), bytes);

/** What stands in the OCTET STRING of a PKCS #8 is another of RFC 8410, a seed behind [0] of RFC 9881, or bytes alone. */
export function rawPrivateKey(algorithm: string, bytes: Uint8Array, form: 'octets' | 'seed' | 'bytes'): PKey {
  const content = form === 'octets' ? octets(bytes) : form === 'seed' ? tlv(tag.context(0), bytes) : bytes;
  try {
    return privateKey(sequence(oid(algorithm)), content);
  } finally {
    if (content !== bytes) content.fill(0);
  }
}

/** A DSA key: p, q, g, y, and x of a private one. */
export function dsaKey(numbers: readonly Uint8Array[], secret: Uint8Array | undefined): PKey {
  const [p = new Uint8Array(), q = p, g = p, y = p] = numbers;
  const algorithm = sequence(oid(DSA), sequence(unsigned(p), unsigned(q), unsigned(g)));
  return secret === undefined ? publicKey(algorithm, unsigned(y)) : privateKey(algorithm, unsigned(secret));
}

/** @throws {PkiError} unless the numbers of a private key fit together */
export function demandFit(key: PKey, what: string): PKey {
  if (!key.isPrivate || native.pkey_fits(key[HANDLE])) return key;
  key.free();
  throw badDer(`${what} is not consistent: its private and its public numbers do not belong together`);
}

/** The content is wiped. */
function privateKey(algorithm: Uint8Array, content: Uint8Array): PKey {
  const der = sequence(integer(0), algorithm, octets(content));
  try {
    return loadPrivatekey(FILETYPE_ASN1, der);
  } finally {
    der.fill(0);
    content.fill(0);
  }
}

const publicKey = (algorithm: Uint8Array, content: Uint8Array): PKey =>
  loadPublickey(FILETYPE_ASN1, sequence(algorithm, bits(content)));
