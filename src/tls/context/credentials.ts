import { binaryArgument, callbackArgument, instanceArgument, instancesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { type PathLike, pathArgument, readFile } from '../../common/files.js';
import { wrongType, wrongValue } from '../../common/refusals.js';
import { loadCertificate, loadCertificates, loadPrivatekey, PKey, X509 } from '../../crypto/index.js';
import { chainOf } from '../../crypto/internal.js';
import { HANDLE, OpenSSLError } from '../../ffi/index.js';
import { ExternalKey } from '../../signers/index.js';
import { FILETYPE_ASN1, FILETYPE_PEM } from '../constants.js';
import { Error as SSLError } from '../errors.js';
import { markedKey } from '../handshake/signers.js';
import { native } from '../native.js';
import { ContextRecords } from './records.js';

/** Gives the passphrase of a private key: most bytes that count, whether to ask twice, and what was set with it. */
export type PasswdCallback = (
  maxLength: number,
  askTwice: boolean,
  userdata: unknown,
) => string | Uint8Array | false | null;

/** Longest passphrase that a key file takes: OpenSSL's PEM_BUFSIZE. */
const MAX_PASSPHRASE = 1024;

/** Certificate, chain and key that this side shows. */
export abstract class ContextCredentials extends ContextRecords {
  /** What signs must not be forgotten before this context, nor before a connection of it. */
  readonly #signers = new Set<ExternalKey>();
  #passwd: { callback: PasswdCallback; userdata: unknown } | undefined;

  /** Shows a copy of this certificate. @corresponds SSL_CTX_use_certificate */
  useCertificate(cert: X509): void {
    native.SSL_CTX_use_certificate(this.mutable, instanceArgument(cert, X509, 'cert')[HANDLE]);
  }

  /** Shows a copy of this certificate behind the first. @corresponds SSL_CTX_add_extra_chain_cert */
  addExtraChainCert(certobj: X509): void {
    native.ssl_ctx_add_chain_cert(this.mutable, instanceArgument(certobj, X509, 'certobj')[HANDLE]);
  }

  /**
   * Reads certificate and chain from a PEM file: first this side's own, then each one's issuer.
   * @throws {Error} when the file cannot be read, or holds no certificate
   * @corresponds SSL_CTX_use_certificate_chain_file
   */
  useCertificateChainFile(certfile: PathLike): void {
    this.useCertificateChain(readPath(certfile));
  }

  /** The same from PEM bytes, where there are no files. */
  useCertificateChain(pem: string | Uint8Array): void {
    const [own, ...chain] = asSSL(() => loadCertificates(pem));
    if (own === undefined) return;
    this.useCertificate(own);
    using list = chainOf(chain);
    native.ssl_ctx_set_chain(this.mutable, list);
  }

  /**
   * Shows these behind the certificate that was given last. A context may have a certificate and key of each kind (RSA, ECDSA, Ed25519,
   * ML-DSA…), each with a chain of its own: the peer gets one that it can verify. {@link addExtraChainCert} is for all that have none.
   * @param chain - first the issuer of that certificate, then each one's issuer; empty for none
   * @throws {Error} when no certificate has been given
   * @corresponds SSL_CTX_set1_chain
   */
  useChain(chain: Iterable<X509>): void {
    const certificates = instancesArgument(chain, X509, 'chain');
    const context = this.mutable;
    using list = chainOf(certificates);
    native.ssl_ctx_set_chain(context, list);
  }

  /**
   * Reads the first certificate of a file.
   * @param filetype - `FILETYPE_PEM`, the default, or `FILETYPE_ASN1`
   * @corresponds SSL_CTX_use_certificate_file
   */
  useCertificateFile(certfile: PathLike, filetype: number = FILETYPE_PEM): void {
    this.useCertificate(asSSL(() => loadCertificate(filetypeArgument(filetype), readPath(certfile))));
  }

  /** Proves with this key. @throws {Error} when it does not match the certificate @corresponds SSL_CTX_use_PrivateKey */
  usePrivatekey(pkey: PKey): void {
    native.SSL_CTX_use_PrivateKey(this.mutable, instanceArgument(pkey, PKey, 'pkey')[HANDLE]);
  }

  /**
   * Proves with a key that is elsewhere: one that `signer` of `tsopenssl/pki` made of a public key and a function that signs. The
   * function is asked within the handshake, as a client that authenticates and as a server, in TLS 1.3, TLS 1.2 and DTLS 1.2; what it
   * answers is checked before it is sent. Where it answers by a promise, the handshake waits for it as for every callback that
   * promises its answer ({@link WantX509LookupError}). What it throws is the error of the handshake; the peer is told of an
   * internal error. Suites in which a client encrypts to the certificate's key are not chosen; resumption and pre-shared keys
   * need no signature.
   * @throws {Error} when it does not match the certificate
   * @corresponds SSL_CTX_use_PrivateKey
   */
  useSigner(signer: ExternalKey): void {
    const key = instanceArgument(signer, ExternalKey, 'signer');
    using marked = markedKey(key);
    native.SSL_CTX_use_PrivateKey(this.mutable, marked);
    this.#signers.add(key);
  }

  /**
   * Reads the private key from a file; an encrypted one asks the callback of {@link setPasswdCb}.
   * @param filetype - `FILETYPE_PEM`, the default, or `FILETYPE_ASN1`
   * @corresponds SSL_CTX_use_PrivateKey_file
   */
  usePrivatekeyFile(keyfile: PathLike, filetype: number = FILETYPE_PEM): void {
    const type = filetypeArgument(filetype);
    const bytes = readPath(keyfile);
    try {
      using key = asSSL(() => loadPrivatekey(type, bytes, (askTwice) => this.#passphrase(askTwice)));
      this.usePrivatekey(key);
    } finally {
      bytes.fill(0);
    }
  }

  #passphrase(askTwice: boolean): string | Uint8Array {
    if (this.#passwd === undefined) throw new SSLError('the key is encrypted: set a passphrase callback first');
    const answer = this.#passwd.callback(MAX_PASSPHRASE, askTwice, this.#passwd.userdata);
    // A false value says that there is none; too long a one is cut, as the manual says.
    if (!answer) throw new SSLError('the passphrase callback gave no passphrase');
    const bytes = typeof answer === 'string' ? new TextEncoder().encode(answer) : answer;
    return binaryArgument(bytes, 'the passphrase').subarray(0, MAX_PASSPHRASE);
  }

  /**
   * Sets what gives the passphrase of an encrypted key that {@link usePrivatekeyFile} reads.
   * @corresponds SSL_CTX_set_default_passwd_cb
   */
  setPasswdCb(callback: PasswdCallback, userdata?: unknown): void {
    this.#passwd = { callback: callbackArgument(callback, 'callback'), userdata };
  }

  /** Checks that key and certificate match. @throws {Error} when they do not @corresponds SSL_CTX_check_private_key */
  checkPrivatekey(): void {
    native.SSL_CTX_check_private_key(this.handle);
  }

  /** @internal */
  protected get handle() {
    return this[HANDLE];
  }
}

function filetypeArgument(filetype: number): number {
  if (typeof filetype !== 'number') throw wrongType('filetype', 'a FILETYPE_ constant', filetype);
  if (filetype !== FILETYPE_PEM && filetype !== FILETYPE_ASN1)
    throw wrongValue('filetype', 'FILETYPE_PEM or FILETYPE_ASN1', filetype);
  return filetype;
}

/** Errors of what was read become this module's. */
export function asSSL<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof OpenSSLError && error.name === 'Error')
      throw new SSLError(error.errors, error.message, { cause: error });
    throw error;
  }
}

/** @internal Reads a file, with this module's error. */
export function readPath(path: PathLike): Bytes {
  pathArgument(path);
  try {
    return readFile(path);
  } catch (error) {
    throw new SSLError([['system library', '', (error as Error).message]], undefined, { cause: error });
  }
}
