/** PKCS #12 files made. */
import type { Bytes } from '../../common/bytes.js';
import { boolean, declareOptions, integer, listOf, oneOf, type Rule, text } from '../../common/options.js';
import type { Passphrase } from '../../crypto/index.js';
import { oid } from '../der/oid.js';
import * as tag from '../der/tags.js';
import { explicit, integer as integerDer, octets, sequence, tlv } from '../der/writer.js';
import { badValue, quoted, refused } from '../error.js';
import { passphraseRule, withPassphrase } from '../keys/passphrase.js';
import { makeEncryption, readEncryptionOptions } from '../keys/sealed/algorithm.js';
import { close } from '../keys/sealed/crypt.js';
import { PRFS } from '../keys/sealed/names.js';
import type { EncryptionOptions } from '../keys/sealed/schemes.js';
import { native } from '../message-native.js';
import { type Pkcs12Entry, type Seal, wipeBags, writtenBags } from './entries.js';
import { DATA, ENCRYPTED_DATA } from './oids.js';

/** How a file is protected against changes. */
export interface MacOptions {
  /** `pkcs12` by default, which everybody reads; `pbmac1` (RFC 9579), which OpenSSL reads since 3.4 and NSS since 3.104. */
  readonly algorithm?: 'pkcs12' | 'pbmac1';
  /** The digest; `sha256` by default, `sha1` in the profile `legacy`. Of PBMAC1 that of its HMAC. */
  readonly digest?: string;
  /** The digest of PBMAC1's PBKDF2; `sha256` by default. */
  readonly prf?: string;
  /** How often the password is hashed, up to ten million: 10,000 by default, 2,048 in the profile `legacy`. */
  readonly iterations?: number;
  /** The salt, 8 to 64 bytes; 16 by default, 8 in the profile `legacy`. */
  readonly saltLength?: number;
}

/** How {@link createPkcs12} makes a file. */
export interface Pkcs12CreateOptions {
  /** What is to be in it. */
  readonly entries: readonly Pkcs12Entry[];
  /** The password, as text or bytes of UTF-8; the empty one hides nothing. Without one, nothing is encrypted, and there is no MAC. */
  readonly password?: Passphrase;
  /**
   * What is not said otherwise is as this has it: `modern`, the default, is AES-256 by PBKDF2 and a MAC over SHA-256; `legacy`
   * is Triple DES and SHA-1, which Windows before 10, Java before 8u301 and macOS take.
   */
  readonly profile?: 'modern' | 'legacy';
  /** How keys and secrets are encrypted, and certificates and lists unless they are told otherwise; `none` leaves all open. */
  readonly encryption?: EncryptionOptions | 'none';
  /** How certificates and lists are encrypted; `none` leaves them open, as a store of roots may be. */
  readonly certificateEncryption?: EncryptionOptions | 'none';
  /** The MAC; `none` leaves it out: nothing tells then whether the file has been changed. */
  readonly mac?: MacOptions | 'none';
  /** Whether to make what nobody should: ciphers that protect nothing, a key beside another's certificate. False by default. */
  readonly unchecked?: boolean;
}

/** A file that was made. */
export interface CreatedPkcs12 {
  /** The file. */
  readonly der: Bytes;
}

const MAX_ITERATIONS = 10_000_000;
const readMac = declareOptions<MacOptions>({
  algorithm: oneOf('pkcs12', 'pbmac1'),
  digest: text,
  prf: text,
  iterations: integer(1, MAX_ITERATIONS),
  saltLength: integer(8, 64),
});

const orNone =
  <T>(rule: Rule<T>): Rule<T | 'none'> =>
  (value, name) =>
    value === 'none' ? value : rule(value, name);
const encryptionRule = orNone<EncryptionOptions>((value, name) => readEncryptionOptions(value, name));

const read = declareOptions<Pkcs12CreateOptions>({
  entries: listOf((value) => value as Pkcs12Entry),
  password: passphraseRule,
  profile: oneOf('modern', 'legacy'),
  encryption: encryptionRule,
  certificateEncryption: encryptionRule,
  mac: orNone<MacOptions>((value, name) => readMac(value, name)),
  unchecked: boolean,
});

/** What a profile says where the caller does not. */
const PROFILES = {
  modern: { encryption: {}, iterations: 10_000, digest: 'sha256', saltLength: 16 },
  legacy: { encryption: { scheme: 'pkcs12' }, iterations: 2048, digest: 'sha1', saltLength: 8 },
} as const satisfies Record<
  string,
  { readonly encryption: EncryptionOptions } & Required<Omit<MacOptions, 'algorithm' | 'prf'>>
>;
const VERSION = 3;

/**
 * Makes a PKCS #12 file of any keys, certificates, lists and secrets: OpenSSL, Java, NSS, GnuTLS and Windows read it.
 * @throws {PkiError} when something does not fit together, or nobody should make it
 */
export function createPkcs12(options: Pkcs12CreateOptions): CreatedPkcs12 {
  const { unchecked = false, profile = 'modern', entries = [], password, ...given } = read(options, 'options');
  const base = PROFILES[profile];
  if (entries.length === 0) throw badValue('a PKCS #12 file holds one entry at least');
  return withPassphrase(
    password,
    (bytes) => {
      if (bytes === null) demandNoPassword(given);
      if (bytes?.includes(0) && !unchecked) throw refused('other programs end a password at its NUL: take one without');
      const { encryption = bytes === null ? 'none' : base.encryption } = given;
      const { certificateEncryption = encryption } = given;
      const sealOf = (how: EncryptionOptions | 'none'): Seal | undefined =>
        how === 'none' || bytes === null
          ? undefined
          : (content) => sealed(how, content, bytes, base.iterations, unchecked);
      const content = safesOf(entries, sealOf(encryption), sealOf(certificateEncryption), unchecked);
      const file = sequence(integerDer(VERSION), sequence(oid(DATA), explicit(0, octets(content))));
      const mac = given.mac ?? (bytes === null ? 'none' : {});
      if (mac === 'none') return { der: file };
      return { der: withMac(file, bytes, { ...base, ...mac }) };
    },
    true,
  );
}

function demandNoPassword(given: Pick<Pkcs12CreateOptions, 'encryption' | 'certificateEncryption' | 'mac'>): void {
  for (const name of ['encryption', 'certificateEncryption', 'mac'] as const)
    if (given[name] !== undefined && given[name] !== 'none') throw badValue(`${name} needs a password`);
}

function sealed(
  how: EncryptionOptions,
  content: Uint8Array,
  password: Uint8Array,
  iterations: number,
  unchecked: boolean,
): ReturnType<Seal> {
  const algorithm = makeEncryption(how, { iterations, unchecked, isPkcs12: true });
  return { algorithm, closed: close(algorithm, password, content) };
}

/** The AuthenticatedSafe: certificates and lists in one safe, keys and secrets, each encrypted by itself, in another. */
function safesOf(
  entries: readonly Pkcs12Entry[],
  sealKeys: Seal | undefined,
  sealCertificates: Seal | undefined,
  unchecked: boolean,
): Bytes {
  const bags = writtenBags(entries, sealKeys, unchecked);
  try {
    const safes: Uint8Array[] = [];
    if (bags.open.length > 0) safes.push(safe(sequence(...bags.open), sealCertificates));
    if (bags.secret.length > 0) safes.push(safe(sequence(...bags.secret), undefined));
    return sequence(...safes);
  } finally {
    wipeBags(bags.secret);
  }
}

function safe(contents: Uint8Array, seal: Seal | undefined): Bytes {
  if (seal === undefined) return sequence(oid(DATA), explicit(0, octets(contents)));
  const { algorithm, closed } = seal(contents);
  const info = sequence(oid(DATA), algorithm, tlv(tag.context(0), closed));
  return sequence(oid(ENCRYPTED_DATA), explicit(0, sequence(integerDer(0), info)));
}

function withMac(
  file: Uint8Array,
  password: Uint8Array | null,
  {
    algorithm = 'pkcs12',
    digest,
    prf = 'sha256',
    iterations,
    saltLength,
  }: MacOptions & Required<Omit<MacOptions, 'algorithm' | 'prf'>>,
): Bytes {
  if (digest.includes('\0') || !native.digest_exists(digest)) throw badValue(`there is no digest ${quoted(digest)}`);
  if (algorithm === 'pkcs12') return native.pkcs12_with_mac(file, password, digest, null, iterations, saltLength);
  if (!PRFS.has(prf)) throw badValue(`PBKDF2 has no digest ${quoted(prf)}`);
  return native.pkcs12_with_mac(file, password, digest, prf, iterations, saltLength);
}
