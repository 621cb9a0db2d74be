import { instanceArgument, textArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { inRows, readTexts } from '../../common/fields.js';
import { packAddress } from '../../common/ip-address.js';
import { dumpCertificate, FILETYPE_ASN1, type X509 } from '../../crypto/index.js';
import * as c from '../../ffi/constants.js';
import { HANDLE } from '../../ffi/index.js';
import type { ConnectionCore } from '../../tls/internal.js';
import { describeCertificate, type PeerCertificate } from '../certificate/peer-certificate.js';
import type { Classes } from '../classes.js';
import { ContextSettings } from '../context/settings.js';
import { translate, translated, type Verification } from '../errors/translate.js';
import { native } from '../native.js';
import { CHANNEL_BINDING_TYPES, channelBinding } from './channel-binding.js';
import { setOwner } from './owners.js';
import { SSLSession } from './session.js';

type Owner = Classes['SSLObject'] | Classes['SSLSocket'];
type SSLContext = Classes['SSLContext'];

/** Name, version in which it was defined, and secret bits of a cipher. */
export type Cipher = readonly [name: string, protocol: string, secretBits: number];

/** What a connection is made with. */
export interface WrapOptions {
  readonly context: SSLContext;
  readonly serverSide: boolean;
  /** In ASCII. */
  readonly hostname: string | null;
  readonly session: SSLSession | null;
}

const CIPHER_WIDTH = 3;

/** What SSLObject and SSLSocket tell alike of their session. */
export abstract class ConnectionState {
  #context: SSLContext;
  #session: SSLSession | null;
  /** Whether this is the server's side. */
  readonly server_side: boolean;
  /** Whom a client has asked for, in ASCII; null for none. */
  readonly server_hostname: string | null;

  protected constructor({ context, serverSide, hostname, session }: WrapOptions) {
    if (serverSide && hostname !== null) throw new RangeError('server_hostname can only be specified in client mode');
    if (serverSide && session !== null) throw new RangeError('session can only be specified in client mode');
    // The setter's own rule: what another context has verified is nothing to this one.
    if (session !== null && session.context !== context)
      throw new RangeError('Session refers to a different SSLContext.');
    if (!serverSide && context.check_hostname && hostname === null)
      throw new RangeError('check_hostname requires server_hostname');
    this.#context = context;
    this.#session = session;
    this.server_side = serverSide;
    this.server_hostname = hostname;
  }

  /** The connection, undefined before it is made and after it has ended. */
  protected abstract get core(): ConnectionCore | undefined;

  /** Gives a new connection its role, whom it asks for and what it resumes. */
  protected prepare(core: ConnectionCore): void {
    const context = this.#context;
    setOwner(core, this as unknown as Owner);
    if (this.server_side) core.setAcceptState();
    else core.setConnectState();
    const host = this.server_hostname;
    if (host !== null) {
      const isAddress = packAddress(host) !== undefined;
      // RFC 6066, 3: addresses are not named.
      if (!isAddress) core.setTlsextHostName(host);
      if (context.check_hostname && isAddress) core.setVerifyHost(host);
      // Python reads no more into a name: `localhost.` is not `localhost`, `300.1.1.1` a name that nobody holds.
      else if (context.check_hostname) core.setVerifyName(host, context.hostFlags);
    }
    if (this.server_side && context.post_handshake_auth)
      core.setVerify(core.getVerifyMode() | c.SSL_VERIFY_POST_HANDSHAKE);
    if (this.#session !== null) core.setSession(this.#session.inner);
  }

  /** What is known of a verification that has failed. */
  protected readonly verification = (): Verification => {
    const code = this.core?.getVerifyResult() ?? c.X509_V_OK;
    return { code, message: native.X509_verify_cert_error_string(code), hostname: this.server_hostname };
  };

  /** This module's error of what an operation threw. */
  protected errorOf(error: unknown): unknown {
    return translate(error, this.verification);
  }

  /**
   * The context in use. Setting it, as an SNI callback does, changes the certificate and the like: before the handshake, or in
   * that callback.
   * @throws {SSLError} when it is set at any other time, or is for the other side
   * @corresponds SSL_set_SSL_CTX
   */
  get context(): SSLContext {
    return this.#context;
  }

  /** Changes the context. */
  set context(context: SSLContext) {
    if (!(context instanceof ContextSettings)) throw new TypeError('The value must be a SSLContext.');
    translated(() => this.core?.setContext(context.inner));
    this.#context = context;
  }

  /**
   * The session: of a client, to be resumed by a later connection of the same context; null before the handshake.
   * @throws {TypeError} when something else is set
   * @throws {RangeError} when it is set on a server, after the handshake, or comes of another context
   * @corresponds SSL_get1_session, SSL_set_session
   */
  get session(): SSLSession | null {
    const inner = this.core?.isHandshakeDone ? this.core.getSession() : null;
    return inner === null ? null : new SSLSession(inner, this.#context);
  }

  /** Sets what is to be resumed; null does nothing. */
  set session(session: SSLSession | null) {
    if (session === null) return;
    instanceArgument(session, SSLSession, 'session');
    if (session.context !== this.#context) throw new RangeError('Session refers to a different SSLContext.');
    if (this.server_side) throw new RangeError('Cannot set session for server-side SSLSocket.');
    if (this.core?.isHandshakeDone) throw new RangeError('Cannot set session after handshake.');
    translated(() => this.core?.setSession(session.inner));
    this.#session = session;
  }

  /** Whether the session was resumed. @corresponds SSL_session_reused */
  get session_reused(): boolean {
    return this.core?.sessionReused() ?? false;
  }

  /** The peer's certificate in DER, verified or not; null where it showed none. */
  getpeercert(binaryForm: true): Bytes | null;
  /**
   * The peer's certificate, described.
   * @returns null where the peer showed none, an empty object where it was not verified
   * @throws {RangeError} before the handshake is done
   * @corresponds SSL_get1_peer_certificate
   */
  getpeercert(binaryForm?: false): PeerCertificate | null;
  getpeercert(binaryForm = false): PeerCertificate | Bytes | null {
    const core = this.core;
    if (core?.isHandshakeDone !== true) throw new RangeError('handshake not done yet');
    using cert = core.getPeerCertificate();
    if (cert === null) return null;
    if (binaryForm) return dumpCertificate(FILETYPE_ASN1, cert);
    if ((this.#context.inner.getVerifyMode() & c.SSL_VERIFY_PEER) === 0) return {};
    return translated(() => describeCertificate(cert));
  }

  /**
   * The chain that was verified, from the peer's certificate to the trusted one, each in DER; without verification what the
   * peer has sent.
   * @corresponds SSL_get0_verified_chain
   */
  getVerifiedChain(): Bytes[] {
    return takeDer(this.core?.getVerifiedChain() ?? []);
  }

  /** What the peer has sent, its own certificate first, each in DER, verified or not. @corresponds SSL_get_peer_cert_chain */
  getUnverifiedChain(): Bytes[] {
    const core = this.core;
    if (core === undefined) return [];
    // OpenSSL gives a server the client's chain without the client's own certificate.
    const own = this.server_side ? core.getPeerCertificate() : null;
    return takeDer([...(own === null ? [] : [own]), ...(core.getPeerCertChain() ?? [])]);
  }

  /** Null: there is no NPN in this build. */
  selectedNpnProtocol(): null {
    return null;
  }

  /** The protocol that was agreed on by ALPN (RFC 7301), null for none. @corresponds SSL_get0_alpn_selected */
  selectedAlpnProtocol(): string | null {
    const protocol = this.core?.getAlpnProtoNegotiated();
    return protocol === undefined || protocol.length === 0 ? null : new TextDecoder().decode(protocol);
  }

  /** The cipher in use, null before the handshake. @corresponds SSL_get_current_cipher */
  cipher(): Cipher | null {
    const core = this.core;
    const [name, version, bits] = [core?.getCipherName(), core?.getCipherVersion(), core?.getCipherBits()];
    return name == null || version == null || bits == null ? null : [name, version, bits];
  }

  /** The ciphers that both sides have, on a server; null on a client and before its hello. @corresponds SSL_get_client_ciphers */
  sharedCiphers(): Cipher[] | null {
    if (this.core === undefined) return null;
    const list = native.ssl_shared_cipher_fields(this.core[HANDLE]);
    if (list === null) return null;
    return inRows(readTexts(list), CIPHER_WIDTH).map(([name = '', version = '', bits]) => [
      name,
      version,
      Number(bits),
    ]);
  }

  /** Null: compressed TLS leaks what it compresses with secrets (CRIME), and this build has none. */
  compression(): null {
    return null;
  }

  /** How many decrypted bytes wait to be read. @corresponds SSL_pending */
  pending(): number {
    return this.core?.pending() ?? 0;
  }

  /** The version of the protocol, such as `TLSv1.3`; null before the handshake is done. @corresponds SSL_get_version */
  version(): string | null {
    return this.core?.isHandshakeDone ? this.core.getProtocolVersionName() : null;
  }

  /** The group of the key exchange, such as `x25519`; null before it. @corresponds SSL_get0_group_name */
  group(): string | null {
    return this.core?.getGroupName() ?? null;
  }

  /** The algorithm with which the client has signed, null for none. @corresponds SSL_get0_signature_name, SSL_get0_peer_signature_name */
  clientSigalg(): string | null {
    return (this.server_side ? this.core?.getPeerSignatureName() : this.core?.getSignatureName()) ?? null;
  }

  /** The algorithm with which the server has signed, null for none. @corresponds SSL_get0_signature_name, SSL_get0_peer_signature_name */
  serverSigalg(): string | null {
    return (this.server_side ? this.core?.getSignatureName() : this.core?.getPeerSignatureName()) ?? null;
  }

  /**
   * Bytes that both sides know of this session and of no other, to bind what is above TLS to it (RFC 5056).
   * @param cbType - one of {@link CHANNEL_BINDING_TYPES}
   * @returns null where they are not known yet
   * @throws {RangeError} for an unknown type
   */
  getChannelBinding(cbType = 'tls-unique'): Bytes | null {
    if (!CHANNEL_BINDING_TYPES.includes(textArgument(cbType, 'cbType')))
      throw new RangeError(`'${cbType}' channel binding type not implemented`);
    const core = this.core;
    return core === undefined ? null : translated(() => channelBinding(core, cbType, this.server_side));
  }

  /**
   * Asks a TLS 1.3 client for its certificate after the handshake; the request goes with the next data.
   * @throws {SSLError} when the client has not offered it, or the version is another
   * @corresponds SSL_verify_client_post_handshake
   */
  verifyClientPostHandshake(): void {
    const core = this.core;
    if (core === undefined) throw new RangeError('there is no TLS session');
    translated(() => core.verifyClientPostHandshake());
  }
}

/** The certificates in DER; they are freed. */
function takeDer(certificates: readonly X509[]): Bytes[] {
  return certificates.map((certificate) => {
    using cert = certificate;
    return dumpCertificate(FILETYPE_ASN1, cert);
  });
}
