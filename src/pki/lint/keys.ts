/** Keys and signatures: what is too short, broken, or odd. */

import { readOid } from '../der/oid.js';
import { Der } from '../der/reader.js';
import { readInteger } from '../der/values.js';
import { PkiError } from '../error.js';
import type { Algorithm, PublicKeyData } from '../read/algorithm.js';
import { type LintRule, when } from './finding.js';

const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const EC = '1.2.840.10045.2.1';
const DSA = ['1.2.840.10040.4.1', '1.3.14.3.2.12'];
const DH = ['1.2.840.113549.1.3.1', '1.2.840.10046.2.1'];
const EDWARDS = ['1.3.101.112', '1.3.101.113'];
/** What browsers take (Baseline Requirements, 6.1.5). */
const WEB_CURVES = ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'];
/** Curves of less than 224 bits, of SECG and X9.62. */
const SHORT_CURVES = /^1\.3\.132\.0\.(6|7|8|9|28|29|30|31|4|5|22|23|24|1|2|15)$|^1\.2\.840\.10045\.3\.(0\.|1\.[1-3]$)/;
const MD5 = ['1.2.840.113549.1.1.2', '1.2.840.113549.1.1.3', '1.2.840.113549.1.1.4'];
const SHA1 = ['1.2.840.113549.1.1.5', '1.2.840.10045.4.1', '1.2.840.10040.4.3', '1.3.14.3.2.29', '1.3.14.3.2.27'];

/** Modulus and exponent; undefined for what is no RSA key, or cannot be read. */
export function rsaNumbers(key: PublicKeyData): { modulus: bigint; exponent: bigint } | undefined {
  if (key.algorithm.oid !== RSA && key.algorithm.oid !== RSA_PSS) return undefined;
  return read(() => {
    const fields = Der.parse(key.key, 'the key').fields('the key');
    return { modulus: readInteger(fields.next(), 'the key'), exponent: readInteger(fields.next(), 'the key') };
  });
}

/** The named curve in dotted numbers; empty for a curve that is written out. */
function curveOf(key: PublicKeyData): string | undefined {
  if (key.algorithm.oid !== EC) return undefined;
  const { parameters } = key.algorithm;
  return (parameters && read(() => readOid(Der.parse(parameters, 'a curve'), 'a curve'))) ?? '';
}

function read<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

const bits = (number: bigint): number => number.toString(2).length;
const LONGER = 'Make a new key: RSA of 2048 bits at least, or EC on P-256, and have the certificate issued for it.';

/** Primes whose powers of 65537 the keys of a faulty library are (CVE-2017-15361), without those that say least. */
const ROCA_PRIMES = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

/** Whether a modulus is, modulo each of these primes, a power of 65537: of others hardly any is. */
function isRoca(modulus: bigint): boolean {
  return ROCA_PRIMES.every((prime) => {
    const rest = Number(modulus % BigInt(prime));
    let power = 1;
    for (let step = 0; step < prime; step++) {
      if (power === rest) return true;
      power = (power * 65_537) % prime;
    }
    return false;
  });
}

/** Rules of public keys. */
export const KEY_RULES: readonly LintRule<PublicKeyData>[] = [
  {
    ...{ id: 'rsa-key-too-short', severity: 'error', advice: LONGER, reference: 'CA/Browser Forum BR, 6.1.5' },
    find(key) {
      const modulus = rsaNumbers(key)?.modulus;
      return when(
        modulus !== undefined && bits(modulus) < 2048,
        `The RSA key has ${bits(modulus ?? 0n)} bits, which is too short.`,
      );
    },
  },
  {
    ...{ id: 'rsa-key-odd-length', severity: 'warning', advice: 'Make a key of 2048, 3072 or 4096 bits.' },
    reference: 'CA/Browser Forum BR, 6.1.5',
    find(key) {
      const modulus = rsaNumbers(key)?.modulus;
      return when(modulus !== undefined && bits(modulus) % 8 !== 0, 'The bits of the RSA key are no multiple of 8.');
    },
  },
  {
    ...{ id: 'rsa-exponent-broken', severity: 'error', advice: 'Make a new key, with the exponent 65537.' },
    reference: 'CA/Browser Forum BR, 6.1.6; RFC 8017, 3.1',
    find(key) {
      const exponent = rsaNumbers(key)?.exponent;
      return when(
        exponent !== undefined && (exponent < 3n || exponent % 2n === 0n),
        `The RSA exponent ${exponent} protects nothing.`,
      );
    },
  },
  {
    ...{ id: 'rsa-exponent-small', severity: 'warning', advice: 'Make a new key, with the exponent 65537.' },
    reference: 'CA/Browser Forum BR, 6.1.6',
    find(key) {
      const exponent = rsaNumbers(key)?.exponent ?? 65_537n;
      return when(
        exponent >= 3n && exponent % 2n === 1n && exponent < 65_537n,
        `The RSA exponent is ${exponent}, smaller than 65537.`,
      );
    },
  },
  {
    ...{ id: 'rsa-modulus-weak', severity: 'error', advice: LONGER, reference: 'CA/Browser Forum BR, 6.1.6' },
    find(key) {
      const modulus = rsaNumbers(key)?.modulus ?? 1n;
      const small = SMALL_PRIMES.find((prime) => modulus % BigInt(prime) === 0n);
      return when(
        small !== undefined,
        `The RSA modulus can be divided by ${small}: whoever tries has the private key.`,
      );
    },
  },
  {
    ...{
      id: 'rsa-key-roca',
      severity: 'error',
      advice: 'Make a new key, and not by the device that has made this one.',
    },
    reference: 'CVE-2017-15361; CA/Browser Forum BR, 4.9.1.1',
    find(key) {
      const modulus = rsaNumbers(key)?.modulus;
      return when(
        modulus !== undefined && isRoca(modulus),
        'The RSA key has the mark of ROCA: its private half can be computed.',
      );
    },
  },
  {
    ...{
      id: 'ec-curve-too-small',
      severity: 'error',
      advice: LONGER,
      reference: 'CA/Browser Forum BR, 6.1.5; NIST SP 800-57',
    },
    find: (key) => when(SHORT_CURVES.test(curveOf(key) ?? ''), 'The elliptic curve of the key has less than 224 bits.'),
  },
  {
    ...{
      id: 'ec-curve-not-named',
      severity: 'error',
      advice: 'Write the key with the name of its curve.',
      reference: 'RFC 5480, 2.1.1',
    },
    find: (key) =>
      when(curveOf(key) === '', 'The elliptic curve of the key is written out, and not named: nobody takes that.'),
  },
  {
    ...{
      id: 'ec-curve-not-of-browsers',
      severity: 'warning',
      advice: 'Take P-256 or P-384 where browsers are to connect.',
    },
    reference: 'CA/Browser Forum BR, 6.1.5',
    find(key, { web }) {
      const curve = curveOf(key);
      return when(
        web && !!curve && !WEB_CURVES.includes(curve) && !SHORT_CURVES.test(curve),
        'The elliptic curve of the key is one that browsers do not take.',
      );
    },
  },
  {
    ...{
      id: 'ec-point-compressed',
      severity: 'warning',
      advice: 'Write the point without compression.',
      reference: 'RFC 5480, 2.2; RFC 8422, 5.1.1',
    },
    find: (key) =>
      when(
        key.algorithm.oid === EC && (key.key[0] === 2 || key.key[0] === 3),
        'The point of the key is compressed, which TLS does not allow and some do not read.',
      ),
  },
  {
    ...{ id: 'edwards-key-in-web-pki', severity: 'notice', advice: 'Take P-256 where browsers are to connect.' },
    reference: 'CA/Browser Forum BR, 6.1.5',
    find: (key, { web }) =>
      when(
        web && EDWARDS.includes(key.algorithm.oid),
        'No browser takes certificates for Ed25519 or Ed448 of public CAs.',
      ),
  },
  {
    ...{ id: 'dsa-key', severity: 'error', advice: LONGER, reference: 'FIPS 186-5, 4; CA/Browser Forum BR, 6.1.5' },
    find: (key) =>
      when(DSA.includes(key.algorithm.oid), 'The key is one of DSA, which is withdrawn, and which no browser takes.'),
  },
  {
    ...{
      id: 'dh-key',
      severity: 'warning',
      advice: 'Take a key that signs, such as EC on P-256.',
      reference: 'RFC 8446, 4.4.2',
    },
    find: (key) =>
      when(
        DH.includes(key.algorithm.oid),
        'The key is one of Diffie-Hellman, for which TLS has no use in certificates any more.',
      ),
  },
];

/** Products of a broken generator mostly have such a factor (BR, 6.1.6: none below 752). */
const SMALL_PRIMES = primesBelow(752);

function primesBelow(most: number): number[] {
  const primes: number[] = [];
  for (let number = 2; number < most; number++) if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  return primes;
}

const ANEW = 'Have it issued anew, signed over SHA-256.';

/** Rules of signatures. */
export const SIGNATURE_RULES: readonly LintRule<Algorithm>[] = [
  {
    ...{ id: 'signature-md5', severity: 'error', advice: ANEW, reference: 'RFC 6151; CA/Browser Forum BR, 7.1.3.2' },
    find: ({ oid }) =>
      when(
        MD5.includes(oid),
        'It is signed over MD2, MD4 or MD5, for which others can be made that the signature fits as well.',
      ),
  },
  {
    ...{ id: 'signature-sha1', severity: 'error', advice: ANEW, reference: 'CA/Browser Forum BR, 7.1.3.2.1; RFC 9155' },
    find: ({ oid }) =>
      when(SHA1.includes(oid), 'It is signed over SHA-1, for which collisions have been made; browsers refuse it.'),
  },
  {
    ...{
      id: 'signature-pss-odd',
      severity: 'warning',
      advice: 'Sign with SHA-256, MGF1 of SHA-256 and a salt of 32 bytes, or as much of SHA-384 or SHA-512.',
    },
    reference: 'CA/Browser Forum BR, 7.1.3.2.1; RFC 4055, 3.1',
    find: ({ oid, parameters }) =>
      when(
        oid === RSA_PSS && !isUsualPss(parameters),
        'The parameters of RSA-PSS are others than everybody has: SHA-1 by default, two digests, or another length of the salt.',
      ),
  },
];

const PSS_SALTS: Readonly<Record<string, bigint>> = {
  '2.16.840.1.101.3.4.2.1': 32n,
  '2.16.840.1.101.3.4.2.2': 48n,
  '2.16.840.1.101.3.4.2.3': 64n,
};

function isUsualPss(parameters: Uint8Array | undefined): boolean {
  const what = 'parameters of PSS';
  const isUsual =
    parameters &&
    read(() => {
      const fields = Der.parse(parameters, what).fields(what);
      const hash = readOid(fields.next(0xa0).inner(what).fields(what).next(), what);
      const mask = fields.next(0xa1).inner(what).fields(what);
      mask.next();
      const maskHash = readOid(mask.next().fields(what).next(), what);
      return maskHash === hash && readInteger(fields.next(0xa2).inner(what), what) === PSS_SALTS[hash];
    });
  return isUsual === true;
}
