/** PKey.check: what it finds, and that no key makes it run for ever. */
import { describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { encode, integer } from '../support/der.js';
import { has, run } from '../support/native.js';
import { newKey } from '../support/pki.js';

/** The numbers of an RSAPrivateKey (RFC 8017, A.1.2), in its order. */
interface RsaNumbers {
  n: bigint;
  e: bigint;
  d: bigint;
  p: bigint;
  q: bigint;
}

/** A private key of any numbers, consistent or not. */
function keyOf({ n, e, d, p, q }: RsaNumbers): crypto.PKey {
  const numbers = [0n, n, e, d, p, q, 1n, 1n, 1n].map((value) => encode(2, integer(value)));
  return crypto.loadPrivatekey(crypto.FILETYPE_ASN1, encode(0x30, Buffer.concat(numbers)));
}

/** An odd number of so many bits, which no small prime gives away: 2^bits - 1 for the exponents of Mersenne's primes. */
const mersenne = (bits: number) => (1n << BigInt(bits)) - 1n;
const good: RsaNumbers = { n: mersenne(521) * mersenne(607), e: 65537n, d: 1n, p: mersenne(521), q: mersenne(607) };

describe('the check of an RSA key', () => {
  it('finds what is not consistent', () => {
    expect(newKey(crypto.TYPE_RSA, 1024).check()).toBe(true);
    expect(() => keyOf(good).check()).toThrow('d e not congruent to 1');
    expect(() => keyOf({ ...good, p: good.p + 2n }).check()).toThrow('p not prime');
    expect(() => keyOf({ ...good, n: good.n + 2n }).check()).toThrow('n does not equal p q');
  });

  it.skipIf(!has('openssl', 'version'))('takes a key of several primes (needs openssl on PATH)', () => {
    const pem = run('openssl', ['genrsa', '-primes', '3', '2048']);
    expect(crypto.loadPrivatekey(crypto.FILETYPE_PEM, pem).check()).toBe(true);
  });

  it.each<[string, Partial<RsaNumbers>, string]>([
    ['a prime that is far larger than the modulus', { p: mersenne(44_497) }, 'factors of an RSA key are larger'],
    ['two large primes', { p: mersenne(21_701), q: mersenne(23_209) }, 'factors of an RSA key are larger'],
    ['a private exponent that is far larger', { d: mersenne(4_000_001) }, 'private exponent of an RSA key is larger'],
    [
      'a large modulus',
      { n: mersenne(11_213) * mersenne(9_689), p: mersenne(11_213), q: mersenne(9_689) },
      'has at most 16384 bits',
    ],
    ['a large and a small prime', { n: mersenne(9_689) * 3n, p: mersenne(9_689), q: 3n }, 'modulus too large'],
  ])('ends at once for %s', (_, numbers, reason) => {
    const started = performance.now();
    expect(() => keyOf({ ...good, ...numbers }).check()).toThrow(reason);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('is for moduli up to 4096 bits, or as many as are named', () => {
    const key = newKey(crypto.TYPE_RSA, 2048);
    expect(() => key.check(2047)).toThrow('modulus too large');
    expect(key.check(2048)).toBe(true);
    expect(() => key.check(16_385)).toThrow(RangeError);
    expect(() => key.check('2048' as unknown as number)).toThrow(TypeError);
    // Divisible by 3: no prime, and no work to find that out.
    const large = keyOf({ ...good, n: mersenne(6_000), p: mersenne(3_000), q: mersenne(3_000) });
    expect(() => large.check()).toThrow('modulus too large');
    expect(() => large.check(16_384)).toThrow('p not prime');
  });
});
