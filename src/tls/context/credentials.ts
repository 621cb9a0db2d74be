import {
  binaryArgument,
  bytesArgument,
  callbackArgument,
  instanceArgument,
  instancesArgument,
  integerArgument,
  textArgument,
} from '../../common/arguments.js';
import { type PathLike, pathArgument, readFile } from '../../common/files.js';
import { wrongType, wrongValue } from '../../common/refusals.js';
import { getEllipticCurve, loadCertificate, loadCertificates, loadPrivatekey, PKey, X509 } from '../../crypto/index.js';
import { chainOf, kinds, readPem } from '../../crypto/internal.js';
import { explained, HANDLE, OpenSSLError } from '../../ffi/index.js';
import { ExternalKey } from '../../signers/index.js';
import { FILETYPE_ASN1, FILETYPE_PEM } from '../constants.js';
import { Error as SSLError } from '../errors.js';
import { markedKey } from '../handshake/signers.js';
import { native } from '../native.js';
import { ticketKeyList } from '../session/ticket-keys.js';
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

  /**
   * Sets the ciphers of TLS 1.2 and below.
   * @param cipherList - see openssl-ciphers(1), such as `ECDHE+AESGCM:!aNULL`
   * @throws {Error} when no cipher is left
   * @corresponds SSL_CTX_set_cipher_list
   */
  setCipherList(cipherList: string | Uint8Array): void {
    native.SSL_CTX_set_cipher_list(this.mutable, textArgument(cipherList, 'cipherList'));
  }

  /** Sets the suites of TLS 1.3, separated by colons, such as `TLS_AES_128_GCM_SHA256`. @corresponds SSL_CTX_set_ciphersuites */
  setTls13Ciphersuites(ciphersuites: string | Uint8Array): void {
    native.SSL_CTX_set_ciphersuites(this.mutable, textArgument(ciphersuites, 'ciphersuites'));
  }

  /** Sets the groups for key exchange in order of preference, such as `X25519MLKEM768:X25519:P-256`. @corresponds SSL_CTX_set1_groups_list */
  setGroups(groups: string): void {
    const list = textArgument(groups, 'groups');
    const unknown = `groups names none that there is: ${JSON.stringify(list)}`;
    explained(unknown, () => native.SSL_CTX_set1_groups_list(this.mutable, list));
  }

  /** Sets the signature algorithms in order of preference, such as `ECDSA+SHA256:ed25519`. @corresponds SSL_CTX_set1_sigalgs_list */
  setSigalgs(sigalgs: string): void {
    const list = textArgument(sigalgs, 'sigalgs');
    const unknown = `sigalgs names an algorithm that there is not, or one twice: ${JSON.stringify(list)}`;
    explained(unknown, () => native.SSL_CTX_set1_sigalgs_list(this.mutable, list));
  }

  /**
   * Sets the signature algorithms that a server asks of its clients' certificates, where they are others than its own; as
   * {@link setSigalgs} by default.
   * @corresponds SSL_CTX_set1_client_sigalgs_list
   */
  setClientSigalgs(sigalgs: string): void {
    const list = textArgument(sigalgs, 'sigalgs');
    const unknown = `sigalgs names an algorithm that there is not, or one twice: ${JSON.stringify(list)}`;
    explained(unknown, () => native.SSL_CTX_set1_client_sigalgs_list(this.mutable, list));
  }

  /**
   * Restricts ECDHE to one curve, as `crypto.getEllipticCurve` gives it. A curve that TLS has no number for, such as
   * `prime239v1`, changes nothing, as in pyOpenSSL: {@link setGroups} refuses it.
   * @throws {TypeError} when it is no curve
   * @throws {RangeError} when OpenSSL has no curve of its name
   * @corresponds SSL_CTX_set_tmp_ecdh
   */
  setTmpEcdh(curve: { readonly name: string }): void {
    if (typeof curve?.name !== 'string') throw wrongType('curve', 'a curve of getEllipticCurves', curve);
    const { name } = getEllipticCurve(curve.name);
    const context = this.mutable;
    try {
      native.SSL_CTX_set1_groups_list(context, name);
    } catch (error) {
      if (!(error instanceof SSLError)) throw error;
    }
  }

  /** Reads parameters for ephemeral Diffie-Hellman from a PEM file; without them OpenSSL chooses well by itself. @corresponds SSL_CTX_set0_tmp_dh_pkey */
  loadTmpDh(dhfile: PathLike): void {
    this.useTmpDh(readPath(dhfile));
  }

  /** The same from PEM bytes, where there are no files. */
  useTmpDh(pem: string | Uint8Array): void {
    const bytes = bytesArgument(pem, 'pem');
    const context = this.mutable;
    readPem(kinds.dhParameters, bytes, 'first', (block) => native.ssl_ctx_set_dh_pem(context, block));
    native.SSL_CTX_set_dh_auto(this.mutable, 0);
  }

  /**
   * Names the application to which sessions belong: at most 32 bytes. Each context has a name of its own by default: servers
   * that share sessions or ticket keys need the same one.
   * @corresponds SSL_CTX_set_session_id_context
   */
  setSessionId(name: string | Uint8Array): void {
    native.SSL_CTX_set_session_id_context(this.mutable, bytesArgument(name, 'name'));
  }

  /** Sets how many tickets a TLS 1.3 server sends after the handshake; 2 by default. @corresponds SSL_CTX_set_num_tickets */
  setNumTickets(count: number): void {
    native.SSL_CTX_set_num_tickets(this.mutable, integerArgument(count, 'count', 0));
  }

  /** How many tickets a TLS 1.3 server sends. @corresponds SSL_CTX_get_num_tickets */
  getNumTickets(): number {
    return native.SSL_CTX_get_num_tickets(this.handle);
  }

  /**
   * The keys that seal session tickets: give them to other servers, with the same {@link setSessionId}, so that they can
   * resume. Secret.
   * @returns 80 bytes, or as many as {@link setTicketKeys} was given
   * @corresponds SSL_CTX_get_tlsext_ticket_keys
   */
  getTicketKeys(): Uint8Array {
    return native.ssl_ctx_get_ticket_keys(this.handle);
  }

  /**
   * Sets the keys that seal session tickets, also once connections use this context: what is sealed from now on is sealed with
   * them. Of a list, the first seals; a ticket of another opens too, and is exchanged for one of the first. What none of them
   * has sealed is not resumed: its handshake is a full one.
   * @param keys - 48 bytes, as node:tls has them: a name, 16, a key for HMAC with SHA-256, 16, and one for AES-128, 16; or 80 bytes,
   * as OpenSSL has them: 16, 32 and 32, for AES-256; or a list of such, of one to 16
   * @throws {RangeError} for another length, and for two of one name
   * @corresponds SSL_CTX_set_tlsext_ticket_keys
   */
  setTicketKeys(keys: Uint8Array | Iterable<Uint8Array>): void {
    const context = this.owned;
    const list = ticketKeyList(keys);
    try {
      native.ssl_ctx_set_ticket_keys(context, list);
    } finally {
      list.fill(0);
    }
  }

  /** Allows so many bytes of early data (0-RTT) with resumed sessions; none by default, for they can be replayed. @corresponds SSL_CTX_set_max_early_data */
  setMaxEarlyData(bytes: number): void {
    native.SSL_CTX_set_max_early_data(this.mutable, integerArgument(bytes, 'bytes', 0));
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
export function readPath(path: PathLike): Uint8Array {
  pathArgument(path);
  try {
    return readFile(path);
  } catch (error) {
    throw new SSLError([['system library', '', (error as Error).message]], undefined, { cause: error });
  }
}
