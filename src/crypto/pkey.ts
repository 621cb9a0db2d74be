import { instanceArgument, integerArgument, textArgument } from '../common/arguments.js';
import { HANDLE, type Handle, ReleasedError } from '../ffi/index.js';
import { TYPE_DSA, TYPE_EC, TYPE_RSA } from './constants.js';
import { type EllipticCurve, isEllipticCurve } from './elliptic-curve.js';
import { Error as CryptoError } from './error.js';
import { native } from './native.js';

/** Smallest RSA modulus that OpenSSL makes. */
const MIN_RSA_BITS = 512;
/** Largest that is made: beyond it one key takes minutes. */
const MAX_BITS = 16_384;

/** The WebCrypto names of what {@link PKey.toCryptographyKey} can hand over. */
type ImportAlgorithm = Parameters<SubtleCrypto['importKey']>[2];

/**
 * A key: RSA, DSA, EC, Ed25519, Ed448, X25519, X448, ML-DSA, SLH-DSA or ML-KEM; public, or private with its public half.
 * A new one is empty until {@link generateKey}.
 */
export class PKey {
  #handle: Handle<'EVP_PKEY'> | undefined;
  #released = false;

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
   * Generates a new pair in this object.
   * @param type - `TYPE_RSA`, `TYPE_DSA`, `TYPE_EC`, or any algorithm of OpenSSL by name: `'ED25519'`, `'ML-DSA-65'`,
   *   `'SLH-DSA-SHA2-128s'`, `'ML-KEM-768'`, `'X448'` …
   * @param parameter - bits of RSA and DSA (512 to 16384); for `TYPE_EC` the curve, as {@link getEllipticCurve} gives it
   *   or by name, such as `'prime256v1'` or `'brainpoolP256r1'`
   * @throws {TypeError} when the parameter is not of the type's form
   * @throws {RangeError} when bits are out of range
   * @throws {Error} when OpenSSL knows no such algorithm or curve
   * @corresponds EVP_PKEY_generate
   */
  generateKey(type: number | string, parameter?: number | string | EllipticCurve): void {
    this.#replace(generate(type, parameter));
  }

  #replace(handle: Handle<'EVP_PKEY'>): void {
    if (this.#released) throw new ReleasedError('this key has been freed');
    // The old pair may serve elsewhere, where OpenSSL holds a reference of its own.
    this.#handle?.release();
    this.#handle = handle;
  }

  /** The size in bits: of the modulus (RSA, DSA), the field (EC), or what OpenSSL counts for the type. @corresponds EVP_PKEY_get_bits */
  bits(): number {
    return this.#handle === undefined && !this.#released ? 0 : native.EVP_PKEY_get_bits(this[HANDLE]);
  }

  /** The type: `TYPE_RSA`, `TYPE_DSA`, `TYPE_EC`, … or -1 for types that have only a name ({@link typeName}). @corresponds EVP_PKEY_get_base_id */
  type(): number {
    return this.#handle === undefined && !this.#released ? 0 : native.EVP_PKEY_get_base_id(this[HANDLE]);
  }

  /** OpenSSL's name of the type, such as `RSA`, `EC`, `ED25519`, `ML-DSA-65`. @corresponds EVP_PKEY_get0_type_name */
  get typeName(): string {
    return native.EVP_PKEY_get0_type_name(this[HANDLE]) ?? '';
  }

  /** The name of the curve or group, null where the type has none. @corresponds EVP_PKEY_get_group_name */
  get groupName(): string | null {
    return native.EVP_PKEY_get_group_name(this[HANDLE]);
  }

  /** Whether the private half is there. */
  get isPrivate(): boolean {
    return native.pkey_is_private(this[HANDLE]);
  }

  /**
   * Checks that an RSA key is consistent.
   * @returns true
   * @throws {TypeError} when it is no RSA key, or has no private half
   * @throws {Error} when it is not consistent
   * @corresponds EVP_PKEY_check
   */
  check(): boolean {
    if (!this.isPrivate) throw new TypeError('public key only');
    if (this.type() !== TYPE_RSA) throw new TypeError('only RSA keys can currently be checked');
    native.EVP_PKEY_check(this[HANDLE]);
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
    const [format, der] = this.isPrivate
      ? (['pkcs8', native.der_write_pkcs8(this[HANDLE])] as const)
      : (['spki', native.der_write_public_key(this[HANDLE])] as const);
    try {
      return await globalThis.crypto.subtle.importKey(
        format,
        der as Uint8Array<ArrayBuffer>,
        algorithm,
        extractable,
        usages,
      );
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
      return PKey.wrap(isPrivate ? native.der_read_private_key(der) : native.der_read_public_key(der));
    } finally {
      der.fill(0);
    }
  }

  /** Frees the key now. A second call does nothing. */
  free(): void {
    this.#released = true;
    this.#handle?.release();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

function generate(type: number | string, parameter: number | string | EllipticCurve | undefined): Handle<'EVP_PKEY'> {
  if (typeof type === 'string') return native.pkey_generate(textArgument(type, 'type'), null);
  if (typeof type !== 'number') throw new TypeError('type must be one of the TYPE_ constants or a name');
  if (type === TYPE_EC) {
    const curve = isEllipticCurve(parameter) ? parameter.name : parameter;
    if (typeof curve !== 'string') throw new TypeError('an EC key needs the name of its curve');
    return native.pkey_generate('EC', curve);
  }
  if (type !== TYPE_RSA && type !== TYPE_DSA) throw new CryptoError('no such key type');
  const bits = integerArgument(parameter as number, 'bits', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (bits < MIN_RSA_BITS || bits > MAX_BITS) {
    throw new RangeError(`bits must be between ${MIN_RSA_BITS} and ${MAX_BITS}, not ${bits}`);
  }
  return type === TYPE_RSA ? native.pkey_generate_rsa(bits) : native.pkey_generate_dsa(bits);
}
