import { bitsArgument, instanceArgument } from '../common/arguments.js';
import { fileSystem, type PathLike, readFile } from '../common/files.js';
import { constants, HANDLE, NativeObject } from '../ffi/index.js';
import { CRL } from './crl.js';
import { Error as CryptoError } from './error.js';
import { loadCertificates } from './load-dump.js';
import { native } from './native.js';
import { X509 } from './x509.js';

/** Flags of {@link X509Store.setFlags}: see X509_VERIFY_PARAM_set_flags(3). */
export const X509StoreFlags = {
  CRL_CHECK: constants.X509_V_FLAG_CRL_CHECK,
  CRL_CHECK_ALL: constants.X509_V_FLAG_CRL_CHECK_ALL,
  IGNORE_CRITICAL: constants.X509_V_FLAG_IGNORE_CRITICAL,
  X509_STRICT: constants.X509_V_FLAG_X509_STRICT,
  ALLOW_PROXY_CERTS: constants.X509_V_FLAG_ALLOW_PROXY_CERTS,
  POLICY_CHECK: constants.X509_V_FLAG_POLICY_CHECK,
  EXPLICIT_POLICY: constants.X509_V_FLAG_EXPLICIT_POLICY,
  INHIBIT_MAP: constants.X509_V_FLAG_INHIBIT_MAP,
  CHECK_SS_SIGNATURE: constants.X509_V_FLAG_CHECK_SS_SIGNATURE,
  PARTIAL_CHAIN: constants.X509_V_FLAG_PARTIAL_CHAIN,
} as const;

/** c_rehash's names: the hash of the subject, and a number that tells namesakes apart. */
const HASHED_CERTIFICATE = /^[0-9a-f]{8}\.\d+$/;

/** A set of trusted certificates, with how to verify. */
export class X509Store extends NativeObject<'X509_STORE'> {
  /** Makes an empty store. */
  constructor() {
    super(() => native.X509_STORE_new());
  }

  /** Trusts a certificate. A second time does nothing. @corresponds X509_STORE_add_cert */
  addCert(cert: X509): void {
    native.X509_STORE_add_cert(this[HANDLE], instanceArgument(cert, X509, 'cert')[HANDLE]);
  }

  /** Adds a revocation list; it counts with `X509StoreFlags.CRL_CHECK`. @corresponds X509_STORE_add_crl */
  addCrl(crl: CRL): void {
    native.x509_store_add_crl(this[HANDLE], instanceArgument(crl, CRL, 'crl')[HANDLE]);
  }

  /** Adds verification flags; set ones are kept. @corresponds X509_STORE_set_flags */
  setFlags(flags: number): void {
    native.X509_STORE_set_flags(this[HANDLE], bitsArgument(flags, 'flags'));
  }

  /** Sets the time at which certificates are verified, instead of now. @corresponds X509_VERIFY_PARAM_set_time */
  setTime(vfyTime: Date): void {
    const seconds = instanceArgument(vfyTime, Date, 'vfyTime').getTime() / 1000;
    if (Number.isNaN(seconds)) throw new RangeError('vfyTime must be a valid date');
    native.x509_store_set_time(this[HANDLE], Math.floor(seconds));
  }

  /**
   * Trusts the certificates of a PEM file, of a folder made by c_rehash, or of both.
   * @throws {TypeError} when both are missing
   * @throws {Error} when the file or folder cannot be read, or holds no certificate
   */
  loadLocations(cafile?: PathLike | null, capath?: PathLike | null): void {
    if (cafile == null && capath == null) throw new CryptoError('a file or a folder is needed');
    const certificates = cafile == null ? [] : readCertificates(cafile);
    for (const cert of [...certificates, ...(capath == null ? [] : readFolder(capath))]) this.addCert(cert);
  }
}

function readCertificates(path: PathLike): X509[] {
  let pem: Uint8Array;
  try {
    pem = readFile(path);
  } catch (error) {
    throw new CryptoError(`${path} cannot be read: ${(error as Error).message}`, undefined, { cause: error });
  }
  return loadCertificates(pem);
}

function readFolder(path: PathLike): X509[] {
  let names: string[];
  try {
    names = fileSystem().readdirSync(path);
  } catch (error) {
    throw new CryptoError(`${path} cannot be read: ${(error as Error).message}`, undefined, { cause: error });
  }
  const folder = String(path instanceof URL ? path.pathname : path);
  return names.filter((name) => HASHED_CERTIFICATE.test(name)).flatMap((name) => readCertificates(`${folder}/${name}`));
}
