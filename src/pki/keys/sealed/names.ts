/** The names of the algorithms of encryption with passwords, and their numbers. */
import { shortName } from '../../der/oid.js';

export const PBES2 = '1.2.840.113549.1.5.13';
export const PBKDF2 = '1.2.840.113549.1.5.12';
export const SCRYPT = '1.3.6.1.4.1.11591.4.11';

/** Ciphers of PBES2 whose parameter is their initialisation vector, and how long it is. */
export const CIPHERS: ReadonlyMap<string, readonly [oid: string, ivLength: number]> = new Map([
  ['aes-128-cbc', ['2.16.840.1.101.3.4.1.2', 16]],
  ['aes-192-cbc', ['2.16.840.1.101.3.4.1.22', 16]],
  ['aes-256-cbc', ['2.16.840.1.101.3.4.1.42', 16]],
  ['camellia-128-cbc', ['1.2.392.200011.61.1.1.1.2', 16]],
  ['camellia-192-cbc', ['1.2.392.200011.61.1.1.1.3', 16]],
  ['camellia-256-cbc', ['1.2.392.200011.61.1.1.1.4', 16]],
  ['aria-128-cbc', ['1.2.410.200046.1.1.2', 16]],
  ['aria-192-cbc', ['1.2.410.200046.1.1.7', 16]],
  ['aria-256-cbc', ['1.2.410.200046.1.1.12', 16]],
  ['sm4-cbc', ['1.2.156.10197.1.104.2', 16]],
  ['des-ede3-cbc', ['1.2.840.113549.3.7', 8]],
  ['des-cbc', ['1.3.14.3.2.7', 8]],
]);

/** Digests of PBKDF2's HMAC. */
export const PRFS: ReadonlyMap<string, string> = new Map([
  ['md5', '1.3.6.1.5.5.8.1.1'],
  ['sha1', '1.2.840.113549.2.7'],
  ['sha224', '1.2.840.113549.2.8'],
  ['sha256', '1.2.840.113549.2.9'],
  ['sha384', '1.2.840.113549.2.10'],
  ['sha512', '1.2.840.113549.2.11'],
  ['sha512-224', '1.2.840.113549.2.12'],
  ['sha512-256', '1.2.840.113549.2.13'],
  ['sha3-224', '2.16.840.1.101.3.4.2.13'],
  ['sha3-256', '2.16.840.1.101.3.4.2.14'],
  ['sha3-384', '2.16.840.1.101.3.4.2.15'],
  ['sha3-512', '2.16.840.1.101.3.4.2.16'],
  ['sm3', '1.2.156.10197.1.401.3.1'],
]);

/** What a scheme without parameters of its own derives and encrypts by. */
export interface OldScheme {
  readonly scheme: 'pbes1' | 'pkcs12';
  readonly digest: string;
  readonly cipher: string;
  readonly oid: string;
}

const old = (scheme: 'pbes1' | 'pkcs12', digest: string, cipher: string, oid: string): OldScheme => ({
  ...{ scheme, digest, cipher, oid },
});

/** RFC 8018, A.3, and RFC 7292, appendix C. */
export const OLD_SCHEMES: readonly OldScheme[] = [
  old('pbes1', 'md2', 'des-cbc', '1.2.840.113549.1.5.1'),
  old('pbes1', 'md5', 'des-cbc', '1.2.840.113549.1.5.3'),
  old('pbes1', 'md2', 'rc2-64-cbc', '1.2.840.113549.1.5.4'),
  old('pbes1', 'md5', 'rc2-64-cbc', '1.2.840.113549.1.5.6'),
  old('pbes1', 'sha1', 'des-cbc', '1.2.840.113549.1.5.10'),
  old('pbes1', 'sha1', 'rc2-64-cbc', '1.2.840.113549.1.5.11'),
  old('pkcs12', 'sha1', 'rc4', '1.2.840.113549.1.12.1.1'),
  old('pkcs12', 'sha1', 'rc4-40', '1.2.840.113549.1.12.1.2'),
  old('pkcs12', 'sha1', 'des-ede3-cbc', '1.2.840.113549.1.12.1.3'),
  old('pkcs12', 'sha1', 'des-ede-cbc', '1.2.840.113549.1.12.1.4'),
  old('pkcs12', 'sha1', 'rc2-cbc', '1.2.840.113549.1.12.1.5'),
  old('pkcs12', 'sha1', 'rc2-40-cbc', '1.2.840.113549.1.12.1.6'),
];

/** The name of a cipher by its number: OpenSSL's, where it is none of the table. */
export function cipherName(dotted: string): string {
  for (const [name, [oid]] of CIPHERS) if (oid === dotted) return name;
  return shortName(dotted).toLowerCase();
}

/** The name of a digest by the number of its HMAC. */
export function prfName(dotted: string): string {
  for (const [name, oid] of PRFS) if (oid === dotted) return name;
  return shortName(dotted)
    .toLowerCase()
    .replace(/^hmac(with)?-?/, '');
}
