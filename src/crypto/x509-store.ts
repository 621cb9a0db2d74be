import { type BytesLike, bitsArgument, bytesArgument, instanceArgument } from '../common/arguments.js';
import type { Bytes } from '../common/bytes.js';
import { fileSystem, type PathLike, pathArgument } from '../common/files.js';
import * as constants from '../ffi/constants.js';
import { HANDLE, NativeObject } from '../ffi/index.js';
import { CRL } from './crl.js';
import { Error as CryptoError } from './error.js';
import { native } from './native.js';
import { kinds, readPem } from './reading/loading.js';
import { secondsArgument } from './time.js';
import { X509 } from './x509.js';

/** Flags of {@link X509Store.setFlags}: see X509_VERIFY_PARAM_set_flags(3). */
export const X509StoreFlags = {
  /** Looks the certificate up in a CRL, which must be there. */
  CRL_CHECK: constants.X509_V_FLAG_CRL_CHECK,
  /** Looks the whole chain up in CRLs; with `CRL_CHECK`. */
  CRL_CHECK_ALL: constants.X509_V_FLAG_CRL_CHECK_ALL,
  /** Goes on at critical extensions that nobody understands: dangerous. */
  IGNORE_CRITICAL: constants.X509_V_FLAG_IGNORE_CRITICAL,
  /** Refuses what RFC 5280 forbids and others tolerate. */
  X509_STRICT: constants.X509_V_FLAG_X509_STRICT,
  /** Accepts proxy certificates (RFC 3820). */
  ALLOW_PROXY_CERTS: constants.X509_V_FLAG_ALLOW_PROXY_CERTS,
  /** Checks certificate policies (RFC 5280, 6.1). */
  POLICY_CHECK: constants.X509_V_FLAG_POLICY_CHECK,
  /** Demands an acceptable policy. */
  EXPLICIT_POLICY: constants.X509_V_FLAG_EXPLICIT_POLICY,
  /** Takes the policy that stands for any for none. Beyond pyOpenSSL, as are those below that say so. */
  INHIBIT_ANY: constants.X509_V_FLAG_INHIBIT_ANY,
  /** Does not map policies. */
  INHIBIT_MAP: constants.X509_V_FLAG_INHIBIT_MAP,
  /** Takes indirect CRLs, and such as are for some reasons only. Beyond pyOpenSSL. */
  EXTENDED_CRL_SUPPORT: constants.X509_V_FLAG_EXTENDED_CRL_SUPPORT,
  /** Looks at delta CRLs, too. Beyond pyOpenSSL. */
  USE_DELTAS: constants.X509_V_FLAG_USE_DELTAS,
  /** Looks for trusted issuers before others: so it does by default. Beyond pyOpenSSL. */
  TRUSTED_FIRST: constants.X509_V_FLAG_TRUSTED_FIRST,
  /** Looks for no second way to what is trusted. Beyond pyOpenSSL. */
  NO_ALT_CHAINS: constants.X509_V_FLAG_NO_ALT_CHAINS,
  /** Judges no times. Beyond pyOpenSSL. */
  NO_CHECK_TIME: constants.X509_V_FLAG_NO_CHECK_TIME,
  /** Suite B (RFC 6460) with 128 bits alone. Beyond pyOpenSSL. */
  SUITEB_128_LOS_ONLY: constants.X509_V_FLAG_SUITEB_128_LOS_ONLY,
  /** Suite B with 192 bits. Beyond pyOpenSSL. */
  SUITEB_192_LOS: constants.X509_V_FLAG_SUITEB_192_LOS,
  /** Suite B with 128 or 192 bits. Beyond pyOpenSSL. */
  SUITEB_128_LOS: constants.X509_V_FLAG_SUITEB_128_LOS,
  /** Checks the signature of the trusted certificate as well. */
  CHECK_SS_SIGNATURE: constants.X509_V_FLAG_CHECK_SS_SIGNATURE,
  /** Ends the chain at any trusted certificate, and not only at one that signs itself. */
  PARTIAL_CHAIN: constants.X509_V_FLAG_PARTIAL_CHAIN,
} as const;

/** c_rehash's names: the hash of the subject, an r before it for a CRL, and a number that tells namesakes apart. */
const HASHED = /^[0-9a-f]{8}\.r?\d+$/;

/** A set of trusted certificates, with how to verify. */
export class X509Store extends NativeObject<'X509_STORE'> {
  /** Makes an empty store. */
  constructor() {
    super(() => native.X509_STORE_new());
  }

  /** Trusts a copy of a certificate; a change of it later does not count. A second time does nothing. @corresponds X509_STORE_add_cert */
  addCert(cert: X509): void {
    native.X509_STORE_add_cert(this[HANDLE], instanceArgument(cert, X509, 'cert')[HANDLE]);
  }

  /**
   * Adds a copy of a revocation list; a change of it later does not count. It is looked at with
   * `X509StoreFlags.CRL_CHECK`.
   * @corresponds X509_STORE_add_crl
   */
  addCrl(crl: CRL): void {
    native.x509_store_add_crl(this[HANDLE], instanceArgument(crl, CRL, 'crl')[HANDLE]);
  }

  /** Adds verification flags; set ones are kept. @corresponds X509_STORE_set_flags */
  setFlags(flags: number): void {
    native.X509_STORE_set_flags(this[HANDLE], bitsArgument(flags, 'flags'));
  }

  /** Sets the time at which certificates are verified, instead of now. @corresponds X509_VERIFY_PARAM_set_time */
  setTime(vfyTime: Date): void {
    native.x509_store_set_time(this[HANDLE], secondsArgument(vfyTime, 'vfyTime'));
  }

  /**
   * Trusts the certificates, and adds the revocation lists, of a PEM file, of a folder made by c_rehash, or of both. A
   * folder is read now, while OpenSSL reads it when it looks for an issuer: as there, a folder or one of its files that
   * cannot be read is passed over.
   * @param cafile - a file of PEM blocks
   * @param capath - a folder of such files, each named by the hash of its subject
   * @throws {Error} when both are missing, or the file cannot be read, or holds neither certificate nor CRL
   * @corresponds X509_STORE_load_locations
   */
  loadLocations(cafile?: PathLike | null, capath?: PathLike | null): void {
    if (cafile == null && capath == null) throw new CryptoError('a file or a folder is needed');
    if (cafile != null) this.#loadPem(contents(pathArgument(cafile, 'cafile')));
    if (capath == null) return;
    for (const file of hashedFiles(pathArgument(capath, 'capath'))) this.#tryLoading(file);
  }

  /** @internal Trusts every certificate of a PEM text. @returns how many there were */
  loadData(pem: BytesLike): number {
    const bytes = bytesArgument(pem, 'pem');
    using chain = readPem(kinds.trusted, bytes, 'all', (blocks) => native.pem_read_certificates(blocks));
    native.x509_store_add_chain(this[HANDLE], chain);
    return native.x509_chain_length(chain);
  }

  #loadPem(pem: Uint8Array): void {
    readPem(kinds.trust, pem, 'all', (blocks) => native.x509_store_load_pem(this[HANDLE], blocks));
  }

  #tryLoading(path: PathLike): void {
    try {
      this.#loadPem(contents(path));
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
    }
  }
}

function contents(path: PathLike): Bytes {
  const fs = fileSystem();
  try {
    return new Uint8Array(fs.readFileSync(path));
  } catch (error) {
    throw new CryptoError(`${path} cannot be read: ${(error as Error).message}`, undefined, { cause: error });
  }
}

function hashedFiles(folder: PathLike): PathLike[] {
  const fs = fileSystem();
  const inFolder = (name: string) => (folder instanceof URL ? new URL(name, `${folder}/`) : `${folder}/${name}`);
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => HASHED.test(name))
      .map(inFolder);
  } catch {
    return [];
  }
}
