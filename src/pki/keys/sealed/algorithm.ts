/** AlgorithmIdentifiers of encryption with passwords, read and written. */
import type { Bytes } from '../../../common/bytes.js';
import { declareOptions, integer as integerRule, oneOf, text } from '../../../common/options.js';
import { bytes as randomBytes } from '../../../rand/index.js';
import { oid, readOid } from '../../der/oid.js';
import type { Der } from '../../der/reader.js';
import * as tag from '../../der/tags.js';
import { readInteger } from '../../der/values.js';
import { integer, nothing, octets, sequence } from '../../der/writer.js';
import { badValue, PkiError, quoted, refused } from '../../error.js';
import { CIPHERS, cipherName, OLD_SCHEMES, type OldScheme, PBES2, PBKDF2, PRFS, prfName, SCRYPT } from './names.js';
import type { Encryption, EncryptionOptions } from './schemes.js';

const WHAT = 'the encryption';
const MAX_ITERATIONS = 10_000_000;
/** What OpenSSL lets a file ask for. */
const MAX_SCRYPT_MEMORY = 32 * 1024 * 1024;

/** The rules of {@link EncryptionOptions}. */
export const readEncryptionOptions = declareOptions<EncryptionOptions>({
  scheme: oneOf('pbkdf2', 'scrypt', 'pkcs12', 'pbes1', 'pem'),
  cipher: text,
  prf: text,
  iterations: integerRule(1, MAX_ITERATIONS),
  saltLength: integerRule(8, 64),
  cost: integerRule(2, 1 << 20),
  blockSize: integerRule(1, 32),
  parallelization: integerRule(1, 16),
  rounds: integerRule(1, 10_000),
});

/** What an AlgorithmIdentifier says; what cannot be read of it is for OpenSSL to refuse. */
export function describeEncryption(algorithm: Der): Encryption {
  const [head, parameters] = algorithm.items(WHAT);
  const dotted = head === undefined ? '' : readOid(head, WHAT);
  try {
    const known = OLD_SCHEMES.find(({ oid: number }) => number === dotted);
    if (known !== undefined && parameters !== undefined) return describeOld(known, parameters);
    if (dotted === PBES2 && parameters !== undefined) return describePbes2(parameters, dotted);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
  }
  return { scheme: 'unknown', oid: dotted };
}

function describeOld({ scheme, digest, cipher }: OldScheme, parameters: Der): Encryption {
  const fields = parameters.fields(WHAT);
  const saltLength = fields.next(tag.OCTET_STRING).content.length;
  return { scheme, digest, cipher, iterations: count(fields.next()), saltLength };
}

function describePbes2(parameters: Der, dotted: string): Encryption {
  const fields = parameters.fields(WHAT);
  const derivation = fields.next().fields(WHAT);
  const cipher = cipherName(readOid(fields.next().fields(WHAT).next(), WHAT));
  const kdf = readOid(derivation.next(), WHAT);
  const inner = derivation.next().fields(WHAT);
  if (kdf !== PBKDF2 && kdf !== SCRYPT) return { scheme: 'unknown', oid: dotted };
  const saltLength = inner.next(tag.OCTET_STRING).content.length;
  const first = count(inner.next());
  if (kdf === SCRYPT) {
    const [blockSize, parallelization] = [count(inner.next()), count(inner.next())];
    return { scheme: 'scrypt', cost: first, blockSize, parallelization, saltLength, cipher };
  }
  inner.optional(tag.INTEGER);
  const prf = inner.optional(tag.SEQUENCE);
  const name = prf === undefined ? 'sha1' : prfName(readOid(prf.fields(WHAT).next(), WHAT));
  return { scheme: 'pbkdf2', prf: name, iterations: first, saltLength, cipher };
}

/** A number that a file says: as large as it is, as far as numbers are exact. */
const count = (value: Der): number => Number(readInteger(value, WHAT));

/** What stays open until it is known what is encrypted. */
export interface EncryptionDefaults {
  readonly iterations: number;
  /** Whether what protects nothing today may be asked for. */
  readonly unchecked: boolean;
  /** Whether Triple DES under PKCS #12's own is taken without that. */
  readonly isPkcs12: boolean;
}

/** The DER of the AlgorithmIdentifier that options ask for, its salt and initialisation vector drawn anew. */
export function makeEncryption(options: EncryptionOptions, defaults: EncryptionDefaults): Bytes {
  const { scheme = 'pbkdf2' } = options;
  if (scheme === 'pem') throw badValue('the scheme pem is for the PEM of the formats pkcs1 and sec1');
  if (scheme === 'pbkdf2' || scheme === 'scrypt') return makePbes2(options, scheme, defaults);
  const digest = options.prf ?? (scheme === 'pbes1' ? 'md5' : 'sha1');
  const cipher = options.cipher ?? (scheme === 'pbes1' ? 'des-cbc' : 'des-ede3-cbc');
  const known = OLD_SCHEMES.find((one) => one.scheme === scheme && one.digest === digest && one.cipher === cipher);
  if (known === undefined || digest === 'md2')
    throw badValue(`the scheme ${scheme} has no cipher ${quoted(cipher)} with ${quoted(digest)}`);
  const isUsual = defaults.isPkcs12 && cipher === 'des-ede3-cbc' && scheme === 'pkcs12';
  if (!defaults.unchecked && !isUsual) throw refused(`${cipher} by ${scheme} protects nothing today: take pbkdf2`);
  const iterations = options.iterations ?? defaults.iterations;
  // PBES1 has salts of 8 bytes and no others (RFC 8018, A.3).
  const salt = randomBytes(scheme === 'pbes1' ? 8 : (options.saltLength ?? 8));
  return sequence(oid(known.oid), sequence(octets(salt), integer(iterations)));
}

function makePbes2(options: EncryptionOptions, scheme: 'pbkdf2' | 'scrypt', defaults: EncryptionDefaults): Bytes {
  const { cipher = 'aes-256-cbc' } = options;
  const known = CIPHERS.get(cipher);
  if (known === undefined) throw badValue(`PBES2 has no cipher ${quoted(cipher)}`);
  if (cipher === 'des-cbc' && !defaults.unchecked) throw refused('des-cbc protects nothing today: take aes-256-cbc');
  const [number, ivLength] = known;
  const salt = octets(randomBytes(options.saltLength ?? 16));
  const kdf = scheme === 'scrypt' ? makeScrypt(options, salt) : makePbkdf2(options, salt, defaults);
  return sequence(oid(PBES2), sequence(kdf, sequence(oid(number), octets(randomBytes(ivLength)))));
}

function makePbkdf2(options: EncryptionOptions, salt: Uint8Array, defaults: EncryptionDefaults): Bytes {
  const { prf = 'sha256', iterations = defaults.iterations } = options;
  const number = PRFS.get(prf);
  if (number === undefined) throw badValue(`PBKDF2 has no digest ${quoted(prf)}`);
  if (prf === 'md5' && !defaults.unchecked) throw refused('PBKDF2 over md5 is for old files: take sha256');
  // DER leaves a default out, and HMAC-SHA-1 is the one of PBKDF2 (RFC 8018, A.2).
  const named = prf === 'sha1' ? undefined : sequence(oid(number), nothing());
  return sequence(oid(PBKDF2), sequence(salt, integer(iterations), named));
}

function makeScrypt(options: EncryptionOptions, salt: Uint8Array): Bytes {
  const { cost = 16_384, blockSize = 8, parallelization = 1 } = options;
  if ((cost & (cost - 1)) !== 0) throw badValue('cost must be a power of two (RFC 7914, 2)');
  if (128 * blockSize * (cost + parallelization + 2) > MAX_SCRYPT_MEMORY)
    throw badValue('scrypt of this cost and blockSize needs more than 32 MiB, and OpenSSL would not read it');
  return sequence(oid(SCRYPT), sequence(salt, integer(cost), integer(blockSize), integer(parallelization)));
}
