import {
  binaryArgument,
  bitsArgument,
  callbackArgument,
  instanceArgument,
  integerArgument,
  listArgument,
} from '../../common/arguments.js';
import { isUint8Array } from '../../common/bytes.js';
import { fileSystem, type PathLike, pathArgument } from '../../common/files.js';
import { environment } from '../../common/platform.js';
import { loadCertificates, X509, X509Name, X509Store } from '../../crypto/index.js';
import { adopt, explained, HANDLE, type Handle } from '../../ffi/index.js';
import type { Classes } from '../classes.js';
import { Error as SSLError } from '../errors.js';
import { verifierOf } from '../handshake/verifiers.js';
import { native } from '../native.js';
import { asSSL, readPath } from './credentials.js';
import { ContextRawKeys } from './raw-keys.js';

type ConnectionCore = Classes['ConnectionCore'];

/**
 * Judges one certificate of the peer's chain: error number, depth in the chain, OpenSSL's own verdict (1 or 0). A client may
 * promise its answer, and goes on with the chain when it is there; a server must answer at once.
 */
export type VerifyCallback = (
  connection: ConnectionCore,
  certificate: X509,
  errnum: number,
  depth: number,
  ok: number,
) => boolean | Promise<boolean>;

/** Where systems keep their trusted certificates, most common first. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** The first file of trusted certificates that this system has; undefined where there is none. */
export function systemBundle(): string | undefined {
  try {
    const fs = fileSystem();
    return SYSTEM_BUNDLES.find((path) => fs.existsSync(path));
  } catch {
    return undefined;
  }
}

/** How the peer is verified. */
export abstract class ContextVerification extends ContextRawKeys {
  #verifyCallback: VerifyCallback | undefined;

  /** @internal */
  get verifyCallback(): VerifyCallback | undefined {
    return this.#verifyCallback;
  }

  /**
   * Sets whether and how the peer is verified.
   * @param mode - `VERIFY_NONE`, or `VERIFY_PEER` with `VERIFY_FAIL_IF_NO_PEER_CERT` and `VERIFY_CLIENT_ONCE`
   * @param callback - judges each certificate, and may overrule OpenSSL's verdict either way
   * @corresponds SSL_CTX_set_verify
   */
  setVerify(mode: number, callback?: VerifyCallback | null): void {
    const bits = integerArgument(mode, 'mode', 0);
    if (callback != null) callbackArgument(callback, 'callback');
    native.SSL_CTX_use_verify(this.mutable, bits, verifierOf(callback));
    this.#verifyCallback = callback ?? undefined;
  }

  /** The verification mode. @corresponds SSL_CTX_get_verify_mode */
  getVerifyMode(): number {
    return native.SSL_CTX_get_verify_mode(this.handle);
  }

  /** Sets how many certificates may stand between the peer's own and a trusted one. @corresponds SSL_CTX_set_verify_depth */
  setVerifyDepth(depth: number): void {
    native.SSL_CTX_set_verify_depth(this.mutable, integerArgument(depth, 'depth'));
  }

  /** The verification depth, -1 where none is set. @corresponds SSL_CTX_get_verify_depth */
  getVerifyDepth(): number {
    return native.SSL_CTX_get_verify_depth(this.handle);
  }

  /** The trusted certificates of this context; additions to it count. @corresponds SSL_CTX_get_cert_store */
  getCertStore(): X509Store {
    return adopt(X509Store, native.ssl_ctx_get_cert_store(this.owned));
  }

  /** The store, unless the context is frozen. */
  #mutableStore(): X509Store {
    return adopt(X509Store, native.ssl_ctx_get_cert_store(this.mutable));
  }

  /** Adds flags of verification, such as `X509StoreFlags.CRL_CHECK`. @corresponds X509_VERIFY_PARAM_set_flags */
  setVerifyFlags(flags: number): void {
    native.ssl_ctx_set_verify_flags(this.mutable, bitsArgument(flags, 'flags'));
  }

  /** Removes flags of verification. @corresponds X509_VERIFY_PARAM_clear_flags */
  clearVerifyFlags(flags: number): void {
    native.ssl_ctx_clear_verify_flags(this.mutable, bitsArgument(flags, 'flags'));
  }

  /** The flags of verification. @corresponds X509_VERIFY_PARAM_get_flags */
  getVerifyFlags(): number {
    return native.ssl_ctx_get_verify_flags(this.handle);
  }

  /**
   * Trusts the certificates of a PEM file, of a folder made by c_rehash, or of both.
   * @throws {Error} when neither can be read, or there is no certificate
   * @corresponds SSL_CTX_load_verify_locations
   */
  loadVerifyLocations(cafile?: PathLike | null, capath?: PathLike | null): void {
    if (cafile == null && capath == null) throw new SSLError('a file or a folder of trusted certificates is needed');
    for (const path of [cafile, capath]) if (path != null) pathArgument(path);
    using store = this.#mutableStore();
    try {
      store.loadLocations(cafile, capath);
    } catch (error) {
      throw new SSLError((error as Error).message, undefined, { cause: error });
    }
  }

  /** Trusts the certificates of PEM bytes, where there are no files. @returns how many there were @throws {Error} when there is none, or one is malformed */
  loadVerifyData(pem: string | Uint8Array): number {
    using store = this.#mutableStore();
    return asSSL(() => store.loadData(pem));
  }

  /**
   * Trusts what the system trusts. Where there is no such file (browsers, edge functions), nothing is added, as in pyOpenSSL.
   * The environment variable SSL_CERT_FILE names another file.
   */
  setDefaultVerifyPaths(): void {
    this.loadSystemBundle();
  }

  /** @internal @returns whether there was a file of trusted certificates */
  loadSystemBundle(): boolean {
    using store = this.#mutableStore();
    let fs: ReturnType<typeof fileSystem>;
    try {
      fs = fileSystem();
    } catch {
      return false;
    }
    const bundle = environment('SSL_CERT_FILE') ?? systemBundle();
    if (bundle === undefined || !fs.existsSync(bundle)) return false;
    store.loadLocations(bundle);
    return true;
  }

  /** Names, from a PEM file of certificates, the issuers that a server asks of its clients. @throws {Error} when it cannot be read, or holds none @corresponds SSL_load_client_CA_file */
  loadClientCa(cafile: PathLike): void {
    const certificates = asSSL(() => loadCertificates(readPath(cafile)));
    this.setClientCaList(certificates.map((cert) => cert.getSubject()));
  }

  /**
   * Names the issuers that a server asks of its clients.
   * @param certificateAuthorities - each a name, or the DER of one
   * @throws {Error} when the bytes are no name
   * @corresponds SSL_CTX_set_client_CA_list
   */
  setClientCaList(certificateAuthorities: Iterable<X509Name | Uint8Array>): void {
    const context = this.mutable;
    native.SSL_CTX_set_client_CA_list(context, nameList(certificateAuthorities));
  }

  /**
   * Names the issuers that this side trusts, as a client too: TLS 1.3 has an extension for it, by which a server may choose among
   * its certificates (RFC 8446, 4.2.4). A server sends them where {@link setClientCaList} has set none.
   * @param certificateAuthorities - each a name, or the DER of one
   * @throws {Error} when the bytes are no name
   * @corresponds SSL_CTX_set0_CA_list
   */
  setCaList(certificateAuthorities: Iterable<X509Name | Uint8Array>): void {
    const context = this.mutable;
    native.SSL_CTX_set0_CA_list(context, nameList(certificateAuthorities));
  }

  /** Adds the subject of a certificate to those issuers. @corresponds SSL_CTX_add_client_CA */
  addClientCa(certificateAuthority: X509): void {
    native.SSL_CTX_add_client_CA(
      this.mutable,
      instanceArgument(certificateAuthority, X509, 'certificateAuthority')[HANDLE],
    );
  }
}

/** A list for OpenSSL, which takes it over. */
function nameList(names: Iterable<X509Name | Uint8Array>): Handle<'X509NameList'> {
  const all = listArgument(names, 'certificateAuthorities', nameOrBytes);
  const list = native.x509_name_list_new();
  try {
    for (const name of all) {
      if (name instanceof X509Name) native.x509_name_list_push(list, name[HANDLE]);
      else explained('these bytes are no name in DER', () => native.x509_name_list_push_der(list, name));
    }
    return list;
  } catch (error) {
    list.release();
    throw error;
  }
}

function nameOrBytes(value: unknown, name: string): X509Name | Uint8Array {
  return isUint8Array(value) ? binaryArgument(value, name) : instanceArgument(value as X509Name, X509Name, name);
}
