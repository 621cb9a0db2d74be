/** The numbers that a key is made of. What is private of them belongs to the caller, who wipes it. */
import type { Bytes } from '../../common/bytes.js';
import type { PKey } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { PkiError } from '../error.js';
import { native } from '../native.js';
import type { RsaNumbers } from './build.js';

/** A number by OpenSSL's name of it, as unsigned bytes. @throws {PkiError} where the key has none */
export function numberOf(key: PKey, name: string): Bytes {
  const bytes = native.pkey_number(key[HANDLE], name);
  if (bytes === null) throw new PkiError('ERR_PKI_VALUE', `the key does not hold its number ${name}`);
  return bytes;
}

/** The same, in as many bytes as a field or an order takes. */
export function paddedNumber(key: PKey, name: string, length: number): Bytes {
  const bytes = numberOf(key, name);
  if (bytes.length === length) return bytes;
  const padded = new Uint8Array(length);
  padded.set(bytes, length - bytes.length);
  bytes.fill(0);
  return padded;
}

/** Bytes by OpenSSL's name of them; undefined where the key has none. */
export const octetsOf = (key: PKey, name: string): Bytes | undefined =>
  native.pkey_octets(key[HANDLE], name) ?? undefined;

/** How many bytes a field element of an EC key has, and the order of its curve. */
export function sizesOf(key: PKey): { field: number; order: number } {
  const order = numberOf(key, 'order').length;
  return { field: Math.max(numberOf(key, 'p').length, 1), order };
}

const MAX_PRIMES = 5;

/** All numbers of an RSA key. */
export function rsaNumbers(key: PKey): RsaNumbers {
  const [n, e] = [numberOf(key, 'n'), numberOf(key, 'e')];
  if (!key.isPrivate) return { n, e };
  const d = numberOf(key, 'd');
  const optional = (name: string): Bytes | null => native.pkey_number(key[HANDLE], name);
  const [p, q] = [optional('rsa-factor1'), optional('rsa-factor2')];
  const [dp, dq] = [optional('rsa-exponent1'), optional('rsa-exponent2')];
  const qi = optional('rsa-coefficient1');
  if (p === null || q === null || dp === null || dq === null || qi === null) return { n, e, d };
  const others: [Uint8Array, Uint8Array, Uint8Array][] = [];
  for (let index = 3; index <= MAX_PRIMES; index++) {
    const [r, exponent] = [optional(`rsa-factor${index}`), optional(`rsa-exponent${index}`)];
    const coefficient = optional(`rsa-coefficient${index - 1}`);
    if (r !== null && exponent !== null && coefficient !== null) others.push([r, exponent, coefficient]);
  }
  return { n, e, d, factors: [p, q, dp, dq, qi], others };
}

/** Wipes what {@link rsaNumbers} gave of the private half. */
export function wipeRsaNumbers({ d, factors, others = [] }: Partial<RsaNumbers>): void {
  for (const bytes of [d, ...(factors ?? []), ...others.flat()]) bytes?.fill(0);
}
