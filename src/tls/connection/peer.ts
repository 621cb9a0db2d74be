import {
  type BytesLike,
  bytesArgument,
  instanceArgument,
  integerArgument,
  textArgument,
} from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { demandedIdentity } from '../../common/host.js';
import { chainToArray, X509, X509Name } from '../../crypto/internal.js';
import * as c from '../../ffi/constants.js';
import { adopt, explained, HANDLE, type Handle } from '../../ffi/index.js';
import { Error as SSLError } from '../errors.js';
import { encodeProtocols } from '../handshake/alpn.js';
import { native } from '../native.js';
import { Session } from '../session/session.js';
import { ConnectionRawKeys } from './raw-keys.js';

/** Names as RFC 9525 (2, 6.3) has them: in the subjectAltName alone, with wildcards for whole labels. */
const STRICT_HOST = c.X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | c.X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
/** Longest key material that one call exports. */
const MAX_EXPORT = 65_535;

/** What was negotiated, and who the peer is. */
export abstract class ConnectionPeer extends ConnectionRawKeys {
  /**
   * Names the server that the client wants (SNI; RFC 6066, 3). It does not check the certificate: see {@link setVerifyHost}.
   * Of the callbacks it is for that of info, at the start of the handshake.
   * @corresponds SSL_set_tlsext_host_name
   */
  setTlsextHostName(name: string | Uint8Array): void {
    const text = textArgument(name, 'name');
    if (text.includes('\0')) throw new TypeError('name must not contain a NUL character');
    this.setting('setTlsextHostName', (ssl) => native.SSL_set_tlsext_host_name(ssl, text));
  }

  /** The name that the client has asked for, null for none. @corresponds SSL_get_servername */
  getServername(): Bytes | null {
    return native.ssl_get_servername(this[HANDLE]);
  }

  /**
   * Demands that the peer's certificate holds this DNS name or IP address (RFC 9525): part of the verification that
   * `VERIFY_PEER` turns on.
   * @param flags - `X509_CHECK_FLAG_…` bits of OpenSSL; by default a wildcard stands for a whole label only, and
   * the common name of the subject is never looked at
   * @throws {RangeError} when the host is neither: empty, with a leading dot, or no valid address
   * @corresponds SSL_set1_host, X509_VERIFY_PARAM_set1_ip_asc
   */
  setVerifyHost(host: string, flags: number = STRICT_HOST): void {
    const identity = demandedIdentity(textArgument(host, 'host'));
    const bits = integerArgument(flags, 'flags', 0);
    this.setting('setVerifyHost', (ssl) => {
      if (identity.kind === 'ip') native.ssl_set_verify_ip(ssl, identity.text);
      else native.ssl_set_verify_host(ssl, identity.name, bits);
    });
  }

  /** @internal As {@link setVerifyHost}, for the face of Python's ssl, which compares a DNS name as it stands. */
  setVerifyName(name: string, flags: number): void {
    this.setting('setVerifyHost', (ssl) => native.ssl_set_verify_host(ssl, name, flags));
  }

  /** The result of the verification, one of `X509VerificationCodes`. @corresponds SSL_get_verify_result */
  getVerifyResult(): number {
    return native.SSL_get_verify_result(this[HANDLE]);
  }

  /** A copy of this side's certificate, null for none. @corresponds SSL_get_certificate */
  getCertificate(): X509 | null {
    const handle = native.ssl_get_certificate(this[HANDLE]);
    return handle === null ? null : adopt(X509, handle);
  }

  /** A copy of the peer's certificate, null for none. @corresponds SSL_get0_peer_certificate */
  getPeerCertificate(): X509 | null {
    const handle = native.ssl_get_peer_certificate(this[HANDLE]);
    return handle === null ? null : adopt(X509, handle);
  }

  /** The certificates that the peer has sent, unverified, its own first; null for none. @corresponds SSL_get_peer_cert_chain */
  getPeerCertChain(): X509[] | null {
    using chain = native.ssl_get_peer_chain(this[HANDLE]);
    return chain === null ? null : chainToArray(chain);
  }

  /** The chain that was verified, from the peer's own to the trusted one; null for none. @corresponds SSL_get0_verified_chain */
  getVerifiedChain(): X509[] | null {
    using chain = native.ssl_get_verified_chain(this[HANDLE]);
    return chain === null ? null : chainToArray(chain);
  }

  /**
   * The issuers of client certificates: on a client those that the server has asked for, on a server those that it will.
   * @corresponds SSL_get_client_CA_list
   */
  getClientCaList(): X509Name[] {
    return namesOf(native.ssl_get_client_ca_list(this[HANDLE]));
  }

  /**
   * The issuers that the peer has named: on a client those that the server asks for, on a server those that a client of TLS 1.3
   * trusts (RFC 8446, 4.2.4). `der()` of each gives its bytes.
   * @corresponds SSL_get0_peer_CA_list
   */
  getPeerCaList(): X509Name[] {
    return namesOf(native.ssl_get_peer_ca_list(this[HANDLE]));
  }

  /** The names of the ciphers that this side offers, best first. @corresponds SSL_get_cipher_list */
  getCipherList(): string[] {
    const names: string[] = [];
    for (;;) {
      const name = native.ssl_cipher_list_entry(this[HANDLE], names.length);
      if (name === null) return names;
      names.push(name);
    }
  }

  /** The name of the cipher in use, null before the handshake. @corresponds SSL_CIPHER_get_name */
  getCipherName(): string | null {
    return native.ssl_cipher_name(this[HANDLE]);
  }

  /** The secret bits of the cipher in use, null before the handshake. @corresponds SSL_CIPHER_get_bits */
  getCipherBits(): number | null {
    return this.getCipherName() === null ? null : native.ssl_cipher_bits(this[HANDLE]);
  }

  /** The version in which the cipher in use was defined, null before the handshake. @corresponds SSL_CIPHER_get_version */
  getCipherVersion(): string | null {
    return native.ssl_cipher_version(this[HANDLE]);
  }

  /** The protocol version in words, such as `TLSv1.3`. @corresponds SSL_get_version */
  getProtocolVersionName(): string {
    return native.SSL_get_version(this[HANDLE]);
  }

  /** The protocol version as a number, such as `TLS1_3_VERSION`. @corresponds SSL_version */
  getProtocolVersion(): number {
    return native.SSL_version(this[HANDLE]);
  }

  /** The group of the key exchange, such as `X25519MLKEM768`; null before it. @corresponds SSL_get0_group_name */
  getGroupName(): string | null {
    return native.SSL_get0_group_name(this[HANDLE]);
  }

  /** @internal The bits of the peer's ephemeral group of finite-field Diffie-Hellman; 0 where there was none. */
  peerDiffieHellmanBits(): number {
    return native.ssl_peer_dh_bits(this[HANDLE]);
  }

  /** The algorithm of this side's signature in the handshake, null for none. @corresponds SSL_get0_signature_name */
  getSignatureName(): string | null {
    return native.ssl_signature_name(this[HANDLE], 0);
  }

  /** The algorithm of the peer's signature in the handshake, null for none. @corresponds SSL_get0_peer_signature_name */
  getPeerSignatureName(): string | null {
    return native.ssl_signature_name(this[HANDLE], 1);
  }

  /** Offers protocols on this connection alone (RFC 7301). @corresponds SSL_set_alpn_protos */
  setAlpnProtos(protos: Iterable<string | Uint8Array>): void {
    const list = encodeProtocols(protos);
    this.setting('setAlpnProtos', (ssl) => native.SSL_set_alpn_protos(ssl, list));
  }

  /** The protocol that was agreed on, empty for none. @corresponds SSL_get0_alpn_selected */
  getAlpnProtoNegotiated(): Bytes {
    return native.ssl_get_alpn(this[HANDLE]);
  }

  /** The SRTP profile that was agreed on, empty for none. @corresponds SSL_get_selected_srtp_profile */
  getSelectedSrtpProfile(): string {
    return native.ssl_get_srtp_profile(this[HANDLE]) ?? '';
  }

  /** Asks the server for an OCSP staple (RFC 6066, 8). @corresponds SSL_set_tlsext_status_type */
  requestOcsp(): void {
    this.setting('requestOcsp', (ssl) => native.ssl_request_ocsp(ssl));
  }

  /** Asks the client for its certificate after the handshake (RFC 8446, 4.6.2). @throws {Error} when it cannot @corresponds SSL_verify_client_post_handshake */
  verifyClientPostHandshake(): void {
    this.changing('verifyClientPostHandshake', [], (ssl) => {
      if (native.SSL_verify_client_post_handshake(ssl) !== 1) throw native.failure();
    });
  }

  /** The 32 random bytes of the ClientHello; zeros before it, null before the handshake. @corresponds SSL_get_client_random */
  clientRandom(): Bytes | null {
    return this.#handshaken ? native.ssl_get_random(this[HANDLE], 0) : null;
  }

  /** The 32 random bytes of the ServerHello, null before the handshake. @corresponds SSL_get_server_random */
  serverRandom(): Bytes | null {
    return this.#handshaken ? native.ssl_get_random(this[HANDLE], 1) : null;
  }

  /**
   * The master secret of the session, null before the handshake; a client of TLS 1.3 has none until a ticket has come
   * (empty). Secret.
   * @corresponds SSL_SESSION_get_master_key
   */
  masterKey(): Bytes | null {
    return native.ssl_get_master_key(this[HANDLE]);
  }

  get #handshaken(): boolean {
    using session = native.SSL_get1_session(this[HANDLE]);
    return session !== null;
  }

  /** The last Finished message that this side has sent, null for none. @corresponds SSL_get_finished */
  getFinished(): Bytes | null {
    return native.ssl_get_finished(this[HANDLE], 0);
  }

  /** The last Finished message of the peer, null for none. @corresponds SSL_get_peer_finished */
  getPeerFinished(): Bytes | null {
    return native.ssl_get_finished(this[HANDLE], 1);
  }

  /**
   * Exports key material bound to this connection (RFC 5705; RFC 8446, 7.5).
   * @param label - names its use
   * @param olen - how many bytes
   * @param context - binds it to something more; absent is not the same as empty in TLS 1.2
   * @corresponds SSL_export_keying_material
   */
  exportKeyingMaterial(label: string | Bytes, olen: number, context?: BytesLike | null): Bytes {
    const [name, length] = [bytesArgument(label, 'label'), integerArgument(olen, 'olen', 0, MAX_EXPORT)];
    const bound = context == null ? null : bytesArgument(context, 'context');
    return explained('there is no key material before the handshake', () =>
      native.SSL_export_keying_material(this[HANDLE], name, length, bound),
    );
  }

  /** The session, for {@link setSession} of a later connection; null before the handshake. @corresponds SSL_get1_session */
  getSession(): Session | null {
    const handle = native.SSL_get1_session(this[HANDLE]);
    return handle === null ? null : adopt(Session, handle);
  }

  /**
   * Resumes a session. It is for the time before the handshake, and for no callback. It is good only for what it was verified
   * for: where this connection trusts other CAs, asks for another host, verifies otherwise or shows another certificate, the
   * handshake is a full one.
   * @throws {Error} once the handshake has begun: what was verified in it must not be exchanged for what was in another
   * @corresponds SSL_set_session
   */
  setSession(session: Session): void {
    const handle = instanceArgument(session, Session, 'session')[HANDLE];
    this.changing('setSession', [], (ssl) => {
      if (native.SSL_in_before(ssl) !== 1) throw new SSLError('setSession is for the time before the handshake');
      native.SSL_set_session(ssl, handle);
    });
  }

  /** @internal Whether a resumed session was made in the security domain of this connection: see wasm-build/shim/session/ssl_domain.c. */
  get isSessionOwn(): boolean {
    return native.ssl_session_is_own(this[HANDLE]) === 1;
  }

  /**
   * @internal Says what else decides whether the peer is good, before the handshake: a session that was made for something
   * else is not resumed, and one of this connection can be only after {@link demandsMet}.
   */
  setDemands(demands: Uint8Array): void {
    native.ssl_set_demands(this[HANDLE], demands);
  }

  /** @internal The peer is good for what {@link setDemands} has said. */
  demandsMet(): void {
    native.ssl_demands_met(this[HANDLE]);
  }

  /** Whether the session was resumed. @corresponds SSL_session_reused */
  sessionReused(): boolean {
    return native.SSL_session_reused(this[HANDLE]) === 1;
  }
}

function namesOf(list: Handle<'X509NameList'> | null): X509Name[] {
  using names = list;
  if (names === null) return [];
  const length = native.x509_name_list_length(names);
  return Array.from({ length }, (_, index) => adopt(X509Name, native.x509_name_list_get(names, index)));
}
