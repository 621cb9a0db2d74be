import { booleanArgument, instanceArgument, integerArgument, listArgument } from '../common/arguments.js';
import { text } from '../common/options.js';
import {
  DISPOSE,
  describeObject,
  explained,
  type Fact,
  HANDLE,
  type Handle,
  INSPECT,
  ReleasedError,
} from '../ffi/index.js';
import type { TYPE_DH, TYPE_DSA, TYPE_EC, TYPE_RSA } from './constants.js';
import type { EllipticCurve } from './elliptic-curve.js';
import { Error as CryptoError } from './error.js';
import { type DhGroup, generatePair, type KeyAlgorithm, type KeyOptions, MAX_RSA_BITS } from './key-generation.js';
import { native } from './native.js';
import { MAX_ITERATIONS } from './passphrase.js';

/** The largest modulus that is checked by default: the check of a key that was made for it takes some three seconds. */
const MAX_CHECKED_BITS = 4096;

/** The WebCrypto names of what {@link PKey.toCryptographyKey} can hand over. */
type ImportAlgorithm = Parameters<SubtleCrypto['importKey']>[2];

/**
 * A key: RSA, DSA, EC, Ed25519, Ed448, X25519, X448, ML-DSA, SLH-DSA or ML-KEM; public, or private with its public half.
 * A new one is empty until {@link generateKey}.
 */
export class PKey {
  #handle: Handle<'EVP_PKEY'> | undefined;
  #released = false;

  /** @internal As that of the other objects of C: what only has this prototype is no key. */
  static [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a class that is derived from this one asks for itself.
    return Function.prototype[Symbol.hasInstance].call(this, value) && #released in (value as PKey);
  }

  /** @internal */
  static wrap(handle: Handle<'EVP_PKEY'>): PKey {
    const key = new PKey();
    key.#handle = handle;
    return key;
  }

  /** @internal */
  get [HANDLE](): Handle<'EVP_PKEY'> {
    if (this.#released) throw new ReleasedError('this key has been freed');
    if (this.#handle === undefined) throw new CryptoError('this key is empty: generate it first');
    return this.#handle;
  }

  /**
   * Generates a new pair in this object, as pyOpenSSL does; the other forms go beyond it.
   * @param type - `TYPE_RSA` or `TYPE_DSA`
   * @param bits - of the modulus: 512 to 16384 (RSA) or 4096 (DSA)
   * @throws {TypeError} when an argument is not of its form
   * @throws {RangeError} when bits are out of range
   * @throws {Error} when there is no such type, algorithm or curve; the object keeps what it held
   * @corresponds EVP_PKEY_generate
   */
  generateKey(type: typeof TYPE_RSA | typeof TYPE_DSA, bits: number): void;
  /** Generates a pair on a curve: one of {@link getEllipticCurves}, or its name, such as `'brainpoolP256r1'`. */
  generateKey(type: typeof TYPE_EC, curve: string | EllipticCurve): void;
  /** Generates a Diffie-Hellman pair in a named group, such as `'ffdhe2048'`. */
  generateKey(type: typeof TYPE_DH, group: DhGroup): void;
  /** Generates a pair of an algorithm whose name says all, such as `'ED25519'`, `'ML-DSA-65'` or `'SLH-DSA-SHA2-128s'`. */
  generateKey(algorithm: KeyAlgorithm): void;
  /** Generates a pair of what the options say, such as `{ type: 'RSA', bits: 3072 }` or `{ type: 'EC', curve: 'P-256' }`. */
  generateKey(options: KeyOptions): void;
  /** Generates a pair of a type that is known only at run time. */
  generateKey(type: number | string, parameter?: number | string | EllipticCurve): void;
  generateKey(type: number | string | KeyOptions, parameter?: number | string | EllipticCurve): void {
    if (this.#released) throw new ReleasedError('this key has been freed');
    const handle = generatePair(type, parameter);
    // The old pair may serve elsewhere, where OpenSSL holds a reference of its own.
    this.#handle?.release();
    this.#handle = handle;
  }

  /** The size in bits: of the modulus (RSA, DSA), the field (EC), or what OpenSSL counts for the type. @corresponds EVP_PKEY_get_bits */
  bits(): number {
    return this.isEmpty ? 0 : native.EVP_PKEY_get_bits(this[HANDLE]);
  }

  /** The type: `TYPE_RSA`, `TYPE_DSA`, `TYPE_EC`, … or -1 for types that have only a name ({@link typeName}). @corresponds EVP_PKEY_get_id */
  type(): number {
    return this.isEmpty ? 0 : native.EVP_PKEY_get_id(this[HANDLE]);
  }

  /** OpenSSL's name of the type, such as `RSA`, `EC`, `ED25519`, `ML-DSA-65`. @corresponds EVP_PKEY_get0_type_name */
  get typeName(): string {
    return native.EVP_PKEY_get0_type_name(this[HANDLE]) ?? '';
  }

  /** The name of the curve or group, null where the type has none. @corresponds EVP_PKEY_get_group_name */
  get groupName(): string | null {
    return native.EVP_PKEY_get_group_name(this[HANDLE]);
  }

  /** Whether nothing has been generated or loaded yet. */
  get isEmpty(): boolean {
    return this.#handle === undefined && !this.#released;
  }

  /** Whether the private half is there. */
  get isPrivate(): boolean {
    return native.pkey_is_private(this[HANDLE]);
  }

  /**
   * Checks that a pair is consistent, whatever its type; pyOpenSSL checks RSA keys alone.
   * @param maxBits - the largest modulus of RSA, DSA and Diffie-Hellman that is checked, up to 16384; the time grows with
   * more than its third power, from a fraction of a second for 2048 bits to three seconds for 4096, the default, half a minute
   * for 8192, and minutes for 16384
   * @returns true
   * @throws {TypeError} when it has no private half
   * @throws {Error} when it is not consistent, or larger than that
   * @corresponds EVP_PKEY_check
   */
  check(maxBits: number = MAX_CHECKED_BITS): boolean {
    const limit = integerArgument(maxBits, 'maxBits', 1, MAX_RSA_BITS);
    if (!this.isPrivate) throw new TypeError('public key only');
    explained(`the halves of this key of the type ${this.typeName} do not belong together`, () =>
      native.EVP_PKEY_check(this[HANDLE], limit, 0),
    );
    return true;
  }

  /** Whether two keys have the same public half. @corresponds EVP_PKEY_eq */
  equals(other: PKey): boolean {
    return native.EVP_PKEY_eq(this[HANDLE], instanceArgument(other, PKey, 'other')[HANDLE]);
  }

  /**
   * Hands the key to the platform's own cryptography.
   * @param algorithm - what it shall serve for, as `crypto.subtle.importKey` takes it
   * @param usages - as `crypto.subtle.importKey` takes them
   * @param extractable - whether it can be read back; false by default
   * @returns a `CryptoKey`
   */
  async toCryptographyKey(algorithm: ImportAlgorithm, usages: KeyUsage[], extractable = false): Promise<CryptoKey> {
    const uses = listArgument(usages, 'usages', text) as KeyUsage[];
    booleanArgument(extractable, 'extractable');
    const [format, der] = this.isPrivate
      ? (['pkcs8', native.der_write_pkcs8(this[HANDLE])] as const)
      : (['spki', native.der_write_public_key(this[HANDLE])] as const);
    try {
      return await globalThis.crypto.subtle.importKey(format, der, algorithm, extractable, uses);
    } finally {
      der.fill(0);
    }
  }

  /**
   * Takes a key from the platform's own cryptography.
   * @param key - an extractable `CryptoKey`
   * @throws {TypeError} when it is none, or a secret key
   */
  static async fromCryptographyKey(key: CryptoKey): Promise<PKey> {
    if (key?.type !== 'private' && key?.type !== 'public')
      throw new TypeError('a private or public CryptoKey is needed');
    const isPrivate = key.type === 'private';
    const der = new Uint8Array(await globalThis.crypto.subtle.exportKey(isPrivate ? 'pkcs8' : 'spki', key));
    try {
      return PKey.wrap(isPrivate ? native.der_read_private_key(der, MAX_ITERATIONS) : native.der_read_public_key(der));
    } finally {
      der.fill(0);
    }
  }

  /** What it is, in one line: never the key itself. */
  toString(): string {
    return describeObject(this, this.#facts());
  }

  /** What it is, for `JSON.stringify`: never the key itself. */
  toJSON(): Record<string, Fact> {
    return { type: 'PKey', ...this.#facts() };
  }

  /** @internal What `console.log` shows in Node, Deno and Bun. */
  [INSPECT](): string {
    return describeObject(this, this.#facts());
  }

  #facts(): Record<string, Fact> {
    if (this.#released) return { freed: true };
    if (this.#handle === undefined) return { empty: true };
    return { algorithm: this.typeName, bits: this.bits(), private: this.isPrivate };
  }

  /** Frees the key now. A second call does nothing. */
  free(): void {
    this.#released = true;
    this.#handle?.release();
  }

  /** Frees it at the end of a `using` block. */
  [DISPOSE](): void {
    this.free();
  }
}
