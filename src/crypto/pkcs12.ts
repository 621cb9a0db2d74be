import { type BytesLike, bytesArgument, instanceArgument, integerArgument, textArgument } from '../common/arguments.js';
import { adopt, HANDLE } from '../ffi/index.js';
import { native } from './native.js';
import { MAX_ITERATIONS } from './passphrase.js';
import { PKey } from './pkey.js';
import { X509 } from './x509.js';
import { chainOf, chainToArray } from './x509-chain.js';

let legacyLoaded = false;

/** RC2, single DES and the old key derivation, which files of before 2020 use, are asked for when a file is. */
function loadLegacy(): void {
  if (legacyLoaded) return;
  native.runtime_load_legacy();
  legacyLoaded = true;
}

/** How {@link PKCS12.export} encrypts. */
export interface Pkcs12Options {
  /** As programs of before 2020 can read: RC2, 3DES and SHA-1. Weak. */
  readonly legacy?: boolean;
}

/** How {@link loadPkcs12} reads. */
export interface Pkcs12LoadOptions {
  /** Takes a file without MAC as well: nothing tells then whether it has been changed. */
  readonly allowMissingMac?: boolean;
}

/** A PKCS#12 file: a key, its certificate, and the certificates of its issuers (RFC 7292). */
export class PKCS12 {
  #privatekey: PKey | null = null;
  #certificate: X509 | null = null;
  #caCertificates: readonly X509[] | null = null;
  #friendlyname: Uint8Array | null = null;

  /** The certificate, null for none. */
  getCertificate(): X509 | null {
    return this.#certificate;
  }

  /** Sets or, with null, removes the certificate. */
  setCertificate(cert: X509 | null): void {
    this.#certificate = cert === null ? null : instanceArgument(cert, X509, 'cert');
  }

  /** The private key, null for none. */
  getPrivatekey(): PKey | null {
    return this.#privatekey;
  }

  /** Sets or, with null, removes the private key. */
  setPrivatekey(pkey: PKey | null): void {
    this.#privatekey = pkey === null ? null : instanceArgument(pkey, PKey, 'pkey');
  }

  /** The certificates of the issuers, null for none. */
  getCaCertificates(): readonly X509[] | null {
    return this.#caCertificates;
  }

  /** Sets or, with null, removes the certificates of the issuers. */
  setCaCertificates(cacerts: Iterable<X509> | null): void {
    this.#caCertificates =
      cacerts === null ? null : Array.from(cacerts, (cert) => instanceArgument(cert, X509, 'cacerts'));
  }

  /** The friendly name as UTF-8 bytes, null for none. */
  getFriendlyname(): Uint8Array | null {
    return this.#friendlyname;
  }

  /** Sets or, with null, removes the friendly name. */
  setFriendlyname(name: string | Uint8Array | null): void {
    this.#friendlyname = name === null ? null : bytesArgument(textArgument(name, 'name'), 'name');
  }

  /**
   * Writes the file.
   * @param passphrase - what encrypts it; null leaves it open
   * @param iter - how often the passphrase is hashed for the encryption; 2048 by default
   * @param maciter - how often for the MAC; 1 by default, -1 leaves the MAC out
   * @param options - as programs of before 2020 can read it, or not
   * @returns the file, in DER
   * @throws {TypeError} on wrong types; a passphrase is no callback here
   * @throws {RangeError} when a number is out of range
   * @throws {Error} when there is nothing in it, or the key is not the certificate's
   * @corresponds PKCS12_create
   */
  export(
    passphrase?: string | Uint8Array | null,
    iter = 2048,
    maciter = 1,
    { legacy = false }: Pkcs12Options = {},
  ): Uint8Array {
    if (legacy) loadLegacy();
    using ca = chainOf(this.#caCertificates ?? []);
    return native.pkcs12_create(
      passphrase == null ? null : textArgument(passphrase, 'passphrase'),
      this.#friendlyname === null ? null : textArgument(this.#friendlyname, 'name'),
      this.#privatekey?.[HANDLE] ?? null,
      this.#certificate?.[HANDLE] ?? null,
      ca,
      integerArgument(iter, 'iter', 1, MAX_ITERATIONS),
      integerArgument(maciter, 'maciter', -1, MAX_ITERATIONS),
      legacy ? 1 : 0,
    );
  }
}

/**
 * Reads a file; its MAC is always checked, and thus required. The certificate is the one that the key belongs to; every
 * other counts as an issuer's.
 * @param buffer - the file, in DER
 * @param passphrase - null and the empty one are the same: either is tried as both (RFC 7292, appendix B.1)
 * @param options - whether a file without MAC is taken
 * @throws {Error} when it is malformed, has no MAC, the passphrase is wrong, or its key derivation asks for more than ten
 * million iterations
 * @corresponds PKCS12_parse
 */
export function loadPkcs12(
  buffer: BytesLike,
  passphrase?: string | Uint8Array | null,
  { allowMissingMac = false }: Pkcs12LoadOptions = {},
): PKCS12 {
  const bytes = bytesArgument(buffer, 'buffer');
  const password = passphrase == null ? null : textArgument(passphrase, 'passphrase');
  loadLegacy();
  using parts = native.pkcs12_parse(bytes, password, MAX_ITERATIONS, allowMissingMac ? 0 : 1);
  const file = new PKCS12();
  const key = native.pkcs12_key(parts);
  if (key !== null) file.setPrivatekey(PKey.wrap(key));
  const cert = native.pkcs12_certificate(parts);
  if (cert !== null) file.setCertificate(adopt(X509, cert));
  using ca = native.pkcs12_ca(parts);
  if (ca !== null) file.setCaCertificates(chainToArray(ca));
  file.setFriendlyname(native.pkcs12_friendly_name(parts));
  return file;
}
