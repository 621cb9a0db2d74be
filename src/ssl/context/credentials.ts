import { bytesArgument } from '../../common/arguments.js';
import { type Bytes, isUint8Array } from '../../common/bytes.js';
import type { PathLike } from '../../common/files.js';
import {
  dumpCertificate,
  FILETYPE_ASN1,
  FILETYPE_PEM,
  loadPrivatekey,
  type PassphraseCallback,
} from '../../crypto/index.js';
import { chainToArray, kinds, plainPem } from '../../crypto/internal.js';
import { HANDLE } from '../../ffi/index.js';
import { describeCertificate, type PeerCertificate } from '../certificate/peer-certificate.js';
import { Purpose, purposeArgument } from '../certificate/purpose.js';
import { SSLError } from '../errors/errors.js';
import { translated } from '../errors/translate.js';
import { contentOf, type FileLike } from '../files.js';
import { native } from '../native.js';
import { ContextSettings } from './settings.js';
import { getDefaultVerifyPaths, namedFolder } from './verify-paths.js';

/** The passphrase of a private key: text, bytes, or a function that is asked when the key is encrypted. */
export type Password = string | Uint8Array | (() => string | Uint8Array);

/** What a context trusts, in numbers. */
export interface CertStoreStats {
  /** All certificates. */
  readonly x509: number;
  /** Revocation lists. */
  readonly crl: number;
  /** Certificates of CAs. */
  readonly x509_ca: number;
}

const PEM_FAILED = { library: 'SSL', reason: null };

/** What a context shows, and what it trusts. */
export abstract class ContextCredentials extends ContextSettings {
  /**
   * Reads the certificate that this side shows, with what leads to its root behind it, and its private key.
   * @param certfile - PEM: first this side's certificate, then each one's issuer
   * @param keyfile - PEM of the private key; in `certfile` too by default
   * @param password - for an encrypted key; without it such a key is an error
   * @throws {SSLError} `PEM lib` when a file holds no certificate or no key, or the password is wrong;
   *   `KEY_VALUES_MISMATCH` when the key is not the certificate's
   * @throws the system's error when a file cannot be read
   * @corresponds SSL_CTX_use_certificate_chain_file, SSL_CTX_use_PrivateKey_file, SSL_CTX_check_private_key
   */
  loadCertChain(certfile: FileLike, keyfile?: FileLike | null, password?: Password | null): void {
    const chain = contentOf(certfile, 'certfile');
    const keyBytes = contentOf(keyfile ?? certfile, 'keyfile');
    try {
      asPemFailure(() => this.inner.useCertificateChain(chain));
      const passphrase = typeof password === 'function' ? askOnce(password) : password;
      using key = asPemFailure(() => loadPrivatekey(FILETYPE_PEM, keyBytes, passphrase));
      translated(() => this.inner.usePrivatekey(key));
      translated(() => this.inner.checkPrivatekey());
    } finally {
      chain.fill(0);
      keyBytes.fill(0);
    }
  }

  /**
   * Trusts certificates, and takes revocation lists.
   * @param cafile - PEM, one or more certificates or CRLs
   * @param capath - a folder of PEM files, made by c_rehash
   * @param cadata - one or more certificates: text is PEM, bytes are DER
   * @throws {TypeError} when all are missing
   * @throws {SSLError} when what is read holds no certificate
   * @throws the system's error when a file cannot be read
   * @corresponds SSL_CTX_load_verify_locations
   */
  loadVerifyLocations(cafile?: FileLike | null, capath?: PathLike | null, cadata?: string | Uint8Array | null): void {
    if (cafile == null && capath == null && cadata == null)
      throw new TypeError('cafile, capath and cadata cannot be all omitted');
    using store = this.inner.getCertStore();
    if (cadata != null) this.#loadData(cadata);
    if (cafile != null) {
      const pem = plainPem(kinds.trust, contentOf(cafile, 'cafile'), 'all');
      if (pem.length === 0)
        throw new SSLError(undefined, '[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found', {
          library: 'X509',
          reason: 'NO_CERTIFICATE_OR_CRL_FOUND',
        });
      native.x509_store_load_pem(store[HANDLE], pem);
    }
    if (capath != null) translated(() => store.loadLocations(null, capath));
  }

  #loadData(cadata: string | Uint8Array): void {
    using store = this.inner.getCertStore();
    const bytes = bytesArgument(cadata, 'cadata');
    if (bytes.length === 0) throw new RangeError('Empty certificate data');
    const isText = typeof cadata === 'string';
    if (isText && !cadata.includes('-----BEGIN '))
      throw new SSLError(undefined, 'no start line: cadata does not contain a certificate');
    if (isText) native.x509_store_load_pem(store[HANDLE], plainPem(kinds.trust, bytes, 'all'));
    else {
      const { result, count } = native.x509_store_load_der(store[HANDLE], bytes);
      if (result !== 1 && count > 0) throw native.failure();
      if (result !== 1) throw new SSLError(undefined, 'not enough data: cadata does not contain a certificate');
    }
  }

  /**
   * Trusts what the system trusts, where it has a list; otherwise nothing is added, and nothing said.
   * @param purpose - what for; the lists of these systems make no difference
   */
  loadDefaultCerts(purpose: Purpose = Purpose.SERVER_AUTH): void {
    purposeArgument(purpose);
    this.setDefaultVerifyPaths();
  }

  /** Trusts the file and the folder of {@link getDefaultVerifyPaths}. @corresponds SSL_CTX_set_default_verify_paths */
  setDefaultVerifyPaths(): void {
    const { cafile, capath } = getDefaultVerifyPaths();
    using store = this.inner.getCertStore();
    if (cafile !== null) {
      // As OpenSSL: a list that cannot be read is passed over.
      try {
        native.x509_store_load_pem(store[HANDLE], plainPem(kinds.trust, contentOf(cafile, 'cafile'), 'all'));
      } catch (error) {
        if (!(error instanceof SSLError) && (error as { code?: unknown }).code === undefined) throw error;
      }
    }
    if (capath !== null && capath === namedFolder()) translated(() => store.loadLocations(null, capath));
  }

  /** How many certificates and CRLs are trusted, and how many of the certificates are a CA's. @corresponds X509_STORE_get1_objects */
  certStoreStats(): CertStoreStats {
    using store = this.inner.getCertStore();
    const { certificates, crls, authorities } = native.x509_store_counts(store[HANDLE]);
    return { x509: certificates, crl: crls, x509_ca: authorities };
  }

  /** The trusted certificates of CAs, described as {@link SSLObject.getpeercert} does. @corresponds X509_STORE_get1_objects */
  getCaCerts(binaryForm?: false): PeerCertificate[];
  /** The trusted certificates of CAs in DER. @corresponds X509_STORE_get1_objects */
  getCaCerts(binaryForm: true): Bytes[];
  getCaCerts(binaryForm = false): PeerCertificate[] | Bytes[] {
    using store = this.inner.getCertStore();
    using chain = native.x509_store_authorities(store[HANDLE]);
    const certificates = chainToArray(chain);
    try {
      if (binaryForm) return certificates.map((cert) => dumpCertificate(FILETYPE_ASN1, cert));
      return certificates.map((cert) => describeCertificate(cert));
    } finally {
      for (const cert of certificates) cert.free();
    }
  }
}

/** Python's error for all that PEM files can lack; the queue says more. */
function asPemFailure<T>(body: () => T): T {
  try {
    return translated(body);
  } catch (error) {
    if (!(error instanceof SSLError) || error.library === 'X509' || error.library === 'SSL') throw error;
    throw new SSLError(undefined, '[SSL] PEM lib', { ...PEM_FAILED, errors: error.errors, cause: error });
  }
}

function askOnce(password: () => string | Uint8Array): PassphraseCallback {
  return () => {
    const answer = password();
    if (typeof answer !== 'string' && !isUint8Array(answer))
      throw new TypeError('password callback must return a string or bytes');
    return answer;
  };
}
