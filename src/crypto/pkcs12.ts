import {
  type BytesLike,
  binaryArgument,
  bytesArgument,
  instanceArgument,
  instancesArgument,
  integerArgument,
  textArgument,
} from '../common/arguments.js';
import { type Bytes, unshared } from '../common/bytes.js';
import { boolean, declareOptions } from '../common/options.js';
import { adopt, HANDLE } from '../ffi/index.js';
import { native } from './message-native.js';
import { MAX_ITERATIONS, type WorkOptions, workRules } from './passphrase.js';
import { PKey } from './pkey.js';
import { kinds, readDer } from './reading/loading.js';
import { X509 } from './x509.js';
import { chainOf, chainToArray } from './x509-chain.js';

/** How {@link PKCS12.export} encrypts. */
export interface Pkcs12Options {
  /** As programs of before 2020 can read: RC2, 3DES and SHA-1. Weak. */
  readonly legacy?: boolean;
}

/** How {@link loadPkcs12} reads. */
export interface Pkcs12LoadOptions extends WorkOptions {
  /** Takes a file without MAC as well: nothing tells then whether it has been changed. */
  readonly allowMissingMac?: boolean;
}

const readLoadOptions = declareOptions<Pkcs12LoadOptions>({ ...workRules, allowMissingMac: boolean }, 'refused');

/** Most iterations that are written. */
const MAX_WRITTEN = 10_000_000;

/** Gives a passphrase as C takes it: ended by a NUL. Bytes are taken as they are, whatever their encoding; those of text are wiped. */
function withPassword<T>(
  passphrase: string | Uint8Array | null | undefined,
  use: (password: Uint8Array | null) => T,
): T {
  if (passphrase == null) return use(null);
  const own = typeof passphrase === 'string' ? bytesArgument(passphrase, 'passphrase') : undefined;
  const password = own ?? binaryArgument(passphrase, 'passphrase');
  try {
    if (password.includes(0)) throw new TypeError('passphrase must not contain a NUL');
    return use(password);
  } finally {
    own?.fill(0);
  }
}

const exportOptions = declareOptions<Pkcs12Options>({ legacy: boolean }, 'refused');

/** What a file held beside what its object shows. A static block of the class would keep it in every bundle. */
const leftOut = new WeakMap<PKCS12, readonly string[]>();

/** A PKCS#12 file: a key, its certificate, and the certificates of its issuers (RFC 7292). */
export class PKCS12 {
  #privatekey: PKey | null = null;
  #certificate: X509 | null = null;
  #caCertificates: readonly X509[] | null = null;
  #friendlyname: Bytes | null = null;

  /**
   * What the file that was loaded held beside this, such as `1 further private key`: an object of this shape has one key, its
   * certificate, and others. `readPkcs12` of `tsopenssl/pki` gives all of it. Empty where nothing was left out.
   */
  get leftOut(): readonly string[] {
    return leftOut.get(this) ?? [];
  }

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

  /**
   * The friendly names of {@link getCaCertificates}, one for each: UTF-8 bytes, null for those without. A certificate that was
   * loaded from a file brings its name along, and is written with it again.
   */
  getCaFriendlynames(): (Bytes | null)[] | null {
    return this.#caCertificates?.map((cert) => native.certificate_alias(cert[HANDLE])) ?? null;
  }

  /** Sets or, with null, removes the certificates of the issuers. */
  setCaCertificates(cacerts: Iterable<X509> | null): void {
    this.#caCertificates = cacerts === null ? null : instancesArgument(cacerts, X509, 'cacerts');
  }

  /** The friendly name as UTF-8 bytes, null for none. */
  getFriendlyname(): Bytes | null {
    return this.#friendlyname;
  }

  /** Sets or, with null, removes the friendly name. */
  setFriendlyname(name: string | Uint8Array | null): void {
    this.#friendlyname = name === null ? null : unshared(bytesArgument(textArgument(name, 'name'), 'name'));
  }

  /**
   * Writes the file.
   * @param passphrase - what encrypts it, as text or bytes; null is taken as the empty one: the file is encrypted all the
   * same, and hides nothing. `createPkcs12` of `tsopenssl/pki` writes one that is not encrypted
   * @param iter - how often the passphrase is hashed for the encryption, up to ten million; 2048 by default
   * @param maciter - how often for the MAC, up to ten million; 1 by default, -1 leaves the MAC out
   * @param options - as programs of before 2020 can read it, or not
   * @returns the file, in DER
   * @throws {TypeError} on wrong types; a passphrase is no callback here
   * @throws {RangeError} when a number is out of range
   * @throws {Error} when there is nothing in it, or the key is not the certificate's
   * @corresponds PKCS12_create
   */
  export(passphrase?: string | Bytes | null, iter = 2048, maciter = 1, options: Pkcs12Options = {}): Bytes {
    const { legacy = false } = exportOptions(options);
    using ca = chainOf(this.#caCertificates ?? []);
    return withPassword(passphrase, (password) =>
      native.pkcs12_create(
        password,
        this.#friendlyname === null ? null : textArgument(this.#friendlyname, 'name'),
        this.#privatekey?.[HANDLE] ?? null,
        this.#certificate?.[HANDLE] ?? null,
        ca,
        integerArgument(iter, 'iter', 1, MAX_WRITTEN),
        integerArgument(maciter, 'maciter', -1, MAX_WRITTEN),
        legacy ? 1 : 0,
      ),
    );
  }
}

/**
 * Reads a file; its MAC is always checked, and thus required. The certificate is the one that the first key belongs to; every
 * other counts as an issuer's. What else is in it, {@link PKCS12.leftOut} says.
 * @param buffer - the file, in DER
 * @param passphrase - text, or bytes that are taken as they are: where they are no UTF-8, as ISO 8859-1. Null and the empty
 * one are the same: either is tried as both (RFC 7292, appendix B.1)
 * @param options - whether a file without MAC is taken, and how much work it may be to make keys of the passphrase
 * @throws {Error} when it is malformed, has no MAC, the passphrase is wrong, its key is none of its type, or it would be
 * more work than that
 * @corresponds PKCS12_parse
 */
export function loadPkcs12(
  buffer: BytesLike,
  passphrase?: string | Uint8Array | null,
  options?: Pkcs12LoadOptions,
): PKCS12 {
  const { allowMissingMac = false, maxIterations = MAX_ITERATIONS } = readLoadOptions(options);
  const bytes = bytesArgument(buffer, 'buffer');
  using parts = withPassword(passphrase, (password) =>
    readDer(kinds.pkcs12, bytes, (der) => native.pkcs12_parse(der, password, maxIterations, allowMissingMac ? 0 : 1)),
  );
  const file = new PKCS12();
  const key = native.pkcs12_key(parts);
  if (key !== null) file.setPrivatekey(PKey.wrap(key));
  const cert = native.pkcs12_certificate(parts);
  if (cert !== null) file.setCertificate(adopt(X509, cert));
  using ca = native.pkcs12_ca(parts);
  if (ca !== null) file.setCaCertificates(chainToArray(ca));
  const own = file.getCertificate();
  file.setFriendlyname(own === null ? null : native.certificate_alias(own[HANDLE]));
  leftOut.set(
    file,
    LEFT_OUT.flatMap(([one, several], kind) => {
      const count = native.pkcs12_left_out(parts, kind);
      return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
    }),
  );
  return file;
}

/** What the shim counts, in its order: one, and several. */
const LEFT_OUT = [
  ['further private key', 'further private keys'],
  ['list of revoked certificates', 'lists of revoked certificates'],
  ['secret', 'secrets'],
  ['bag of another kind', 'bags of other kinds'],
] as const;
