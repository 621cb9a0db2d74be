import { booleanArgument, callbackArgument, instanceArgument, textArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { outOfRange, wrongType } from '../../common/refusals.js';
import * as c from '../../ffi/constants.js';
import { HANDLE, registerContext } from '../../ffi/index.js';
import { encodeProtocols } from '../handshake/alpn.js';
import { native } from '../native.js';
import { Session } from '../session/session.js';
import type { TicketKeyCallback } from '../session/ticket-keys.js';
import type {
  AlpnSelectCallback,
  CertificateCallback,
  ClientHelloCallback,
  ContextCallbacks,
  CookieGenerateCallback,
  CookieVerifyCallback,
  InfoCallback,
  KeylogCallback,
  MessageCallback,
  OcspClientCallback,
  OcspServerCallback,
  PskClientCallback,
  PskServerCallback,
  ServernameCallback,
  SessionGetCallback,
  SessionNewCallback,
  SessionRemoveCallback,
} from './callbacks.js';
import { ContextVerification } from './verification.js';

declare module '../classes.js' {
  interface Classes {
    Context: Context;
  }
}

/**
 * The parameters of TLS connections: versions, ciphers, credentials, trust, callbacks. Once a connection has been made of
 * it, it cannot be changed any more.
 */
export class Context extends ContextVerification {
  #appData: unknown;
  /** @internal */
  readonly callbacks: ContextCallbacks = {};

  /**
   * @param method - such as `TLS_METHOD`, `TLS_CLIENT_METHOD`, `DTLS_METHOD`
   * @throws {RangeError} for an unknown or withdrawn method
   */
  constructor(method: number) {
    super(method);
  }

  /** What {@link setAppData} set, null before. */
  getAppData(): unknown {
    return this.#appData ?? null;
  }

  /** Keeps any value with this context. */
  setAppData(data: unknown): void {
    this.owned;
    this.#appData = data;
  }

  /** Calls back on each step of a handshake, with `SSL_CB_…` bits. @corresponds SSL_CTX_set_info_callback */
  setInfoCallback(callback: InfoCallback | null): void {
    native.SSL_CTX_use_info_callback(this.mutable, on(callback));
    this.callbacks.info = callback ?? undefined;
  }

  /** Calls back with each message of a handshake, each alert and each record's header. @corresponds SSL_CTX_set_msg_callback */
  setMessageCallback(callback: MessageCallback | null): void {
    native.SSL_CTX_use_message_callback(this.mutable, on(callback));
    this.callbacks.message = callback ?? undefined;
  }

  /** Calls back with each line of key material in the NSS format, which Wireshark reads. @corresponds SSL_CTX_set_keylog_callback */
  setKeylogCallback(callback: KeylogCallback | null): void {
    native.SSL_CTX_use_keylog_callback(this.mutable, on(callback));
    this.callbacks.keylog = callback ?? undefined;
  }

  /** @internal As {@link setKeylogCallback}, also once connections use the context: it changes nothing of their sessions. */
  logKeys(callback: KeylogCallback): void {
    native.SSL_CTX_use_keylog_callback(this[HANDLE], 1);
    this.callbacks.keylog = callback;
  }

  /**
   * @internal Puts callbacks into the place of those that are set, also once connections use the context: they must do what those
   * do, and concern connections of whoever sets them alone.
   */
  adopt({
    servername,
    alpnSelect,
    sessionNew,
  }: Pick<ContextCallbacks, 'servername' | 'alpnSelect' | 'sessionNew'>): void {
    const handle = this.owned;
    if (this.role !== 1) {
      native.SSL_CTX_use_servername(handle, 1);
      native.SSL_CTX_use_alpn_select(handle, 1);
    }
    if (this.role !== 2) {
      native.SSL_CTX_use_session_new(handle, 1);
      native.SSL_CTX_set_session_cache_mode(handle, this.getSessionCacheMode() | c.SSL_SESS_CACHE_CLIENT);
    }
    Object.assign(this.callbacks, { servername, alpnSelect, sessionNew });
  }

  /**
   * @internal Adds callbacks beside those that are set, also once connections use the context and where it is shared: they must
   * go on to what was set before, and concern connections of whoever adds them alone.
   */
  attend(callbacks: Pick<ContextCallbacks, 'ocspServer' | 'ocspClient' | 'sessionGet' | 'sessionNew'>): void {
    const handle = this[HANDLE];
    if (callbacks.ocspServer !== undefined || callbacks.ocspClient !== undefined)
      native.SSL_CTX_use_ocsp_status(handle, 1);
    if (callbacks.sessionGet !== undefined) native.SSL_CTX_use_session_get(handle, 1);
    if (callbacks.sessionNew !== undefined) native.SSL_CTX_use_session_new(handle, 1);
    if (callbacks.sessionGet !== undefined || callbacks.sessionNew !== undefined)
      // The application's cache is the one that counts.
      native.SSL_CTX_set_session_cache_mode(
        handle,
        this.getSessionCacheMode() | c.SSL_SESS_CACHE_SERVER | c.SSL_SESS_CACHE_NO_INTERNAL,
      );
    Object.assign(this.callbacks, callbacks);
  }

  /**
   * Calls back on a server with each ClientHello, before tickets are looked at: the callback may change the connection's
   * context. Of a HelloRetryRequest the first ClientHello is shown. An exception ends the handshake with an alert.
   * @corresponds SSL_CTX_set_client_hello_cb
   */
  setClientHelloCallback(callback: ClientHelloCallback | null): void {
    native.SSL_CTX_use_client_hello(this.mutable, on(callback));
    this.callbacks.clientHello = callback ?? undefined;
  }

  /**
   * Calls back before a certificate is shown: on a server whose session is not resumed, and on a client whose server asks
   * for one. The callback may give the connection a certificate, its chain and its key. An exception ends the handshake
   * with an alert.
   * @corresponds SSL_CTX_set_cert_cb
   */
  setCertificateCallback(callback: CertificateCallback | null): void {
    native.SSL_CTX_use_certificate_callback(this.mutable, on(callback));
    this.callbacks.certificate = callback ?? undefined;
  }

  /**
   * Calls back on a server when the client has named it (RFC 6066, 3); the callback may change the connection's context.
   * An exception ends the handshake with an alert.
   * @corresponds SSL_CTX_set_tlsext_servername_callback
   */
  setTlsextServernameCallback(callback: ServernameCallback | null): void {
    native.SSL_CTX_use_servername(this.mutable, on(callback));
    this.callbacks.servername = callback ?? undefined;
  }

  /** @internal As {@link setTlsextServernameCallback}, where a number is the alert that ends the handshake. */
  setServernameAlertCallback(callback: NonNullable<ContextCallbacks['servernameAlert']> | null): void {
    native.SSL_CTX_use_servername(this.mutable, on(callback));
    this.callbacks.servernameAlert = callback ?? undefined;
  }

  /** Offers protocols as a client, in order of preference (RFC 7301). @corresponds SSL_CTX_set_alpn_protos */
  setAlpnProtos(protos: Iterable<string | Uint8Array>): void {
    native.SSL_CTX_set_alpn_protos(this.mutable, encodeProtocols(protos));
  }

  /** Chooses a protocol as a server. @corresponds SSL_CTX_set_alpn_select_cb */
  setAlpnSelectCallback(callback: AlpnSelectCallback | null): void {
    native.SSL_CTX_use_alpn_select(this.mutable, on(callback));
    this.callbacks.alpnSelect = callback ?? undefined;
  }

  /** Staples what the callback returns, a DER OCSP response or nothing (RFC 6066, 8). @corresponds SSL_CTX_set_tlsext_status_cb */
  setOcspServerCallback<T>(callback: OcspServerCallback<T>, data?: T): void {
    native.SSL_CTX_use_ocsp_status(this.mutable, on(callback));
    this.callbacks.ocspServer = { callback: callback as OcspServerCallback, data };
  }

  /** Judges the staple as a client; it is empty where the server sent none. @corresponds SSL_CTX_set_tlsext_status_cb */
  setOcspClientCallback<T>(callback: OcspClientCallback<T>, data?: T): void {
    native.SSL_CTX_use_ocsp_status(this.mutable, on(callback));
    this.callbacks.ocspClient = { callback: callback as OcspClientCallback, data };
  }

  /** Makes a cookie of at most 255 bytes for a DTLS client (RFC 6347, 4.2.1). @corresponds SSL_CTX_set_cookie_generate_cb */
  setCookieGenerateCallback(callback: CookieGenerateCallback | null): void {
    native.SSL_CTX_use_cookie_generate(this.mutable, on(callback));
    this.callbacks.cookieGenerate = callback ?? undefined;
  }

  /** Checks the cookie of a DTLS client. @corresponds SSL_CTX_set_cookie_verify_cb */
  setCookieVerifyCallback(callback: CookieVerifyCallback | null): void {
    native.SSL_CTX_use_cookie_verify(this.mutable, on(callback));
    this.callbacks.cookieVerify = callback ?? undefined;
  }

  /** Calls back with each new session: for TLS 1.3, with each ticket. @corresponds SSL_CTX_sess_set_new_cb */
  setSessionNewCallback(callback: SessionNewCallback | null): void {
    native.SSL_CTX_use_session_new(this.mutable, on(callback));
    this.callbacks.sessionNew = callback ?? undefined;
  }

  /** Finds a session by its id in a cache of the application's, which servers can share. @corresponds SSL_CTX_sess_set_get_cb */
  setSessionGetCallback(callback: SessionGetCallback | null): void {
    native.SSL_CTX_use_session_get(this.mutable, on(callback));
    this.callbacks.sessionGet = callback ?? undefined;
  }

  /**
   * Calls back when OpenSSL drops a session of its own cache, after the call in which that was.
   * @corresponds SSL_CTX_sess_set_remove_cb
   */
  setSessionRemoveCallback(callback: SessionRemoveCallback | null): void {
    native.SSL_CTX_use_session_remove(this.mutable, on(callback));
    registerContext(this[HANDLE], this);
    this.callbacks.sessionRemove = callback ?? undefined;
  }

  /** @internal */
  sessionRemove(id: Bytes): void {
    this.callbacks.sessionRemove?.(this, id);
  }

  /** Gives identity and pre-shared key of a client (RFC 4279; RFC 8446, 4.2.11). @corresponds SSL_CTX_set_psk_client_callback */
  setPskClientCallback(callback: PskClientCallback | null): void {
    native.SSL_CTX_use_psk_client(this.mutable, on(callback));
    this.callbacks.pskClient = callback ?? undefined;
  }

  /**
   * Finds the pre-shared key of a client's identity. Of TLS 1.3 the first 16 identities of a client may be answered later.
   * @param hint - sent to TLS 1.2 clients
   * @corresponds SSL_CTX_set_psk_server_callback
   */
  setPskServerCallback(callback: PskServerCallback | null, hint: string | null = null): void {
    native.SSL_CTX_use_psk_server(this.mutable, on(callback));
    native.SSL_CTX_use_psk_identity_hint(this.mutable, hint);
    this.callbacks.pskServer = callback ?? undefined;
  }

  /**
   * Decides, as a server, which keys open and seal session tickets, in place of {@link setTicketKeys}. What the callback throws ends
   * the handshake.
   * @corresponds SSL_CTX_set_tlsext_ticket_key_evp_cb
   */
  setTicketKeyCallback(callback: TicketKeyCallback | null): void {
    native.SSL_CTX_use_ticket_keys(this.mutable, on(callback));
    this.callbacks.ticketKey = callback ?? undefined;
  }

  /** Offers SRTP profiles for DTLS (RFC 5764), separated by colons, such as `SRTP_AES128_CM_SHA1_80`. @corresponds SSL_CTX_set_tlsext_use_srtp */
  setTlsextUseSrtp(profiles: string | Uint8Array): void {
    native.SSL_CTX_set_tlsext_use_srtp(this.mutable, textArgument(profiles, 'profiles'));
  }

  /** Offers client authentication after the handshake (RFC 8446, 4.2.6). @corresponds SSL_CTX_set_post_handshake_auth */
  setPostHandshakeAuth(enabled: boolean): void {
    native.SSL_CTX_set_post_handshake_auth(this.mutable, booleanArgument(enabled, 'enabled') ? 1 : 0);
  }

  /**
   * Adds a copy of a session to OpenSSL's own cache, where it takes the place of one of its id.
   * @returns whether there was none of its id
   * @corresponds SSL_CTX_add_session
   */
  addSession(session: Session): boolean {
    return native.ssl_ctx_add_session(this.owned, instanceArgument(session, Session, 'session')[HANDLE]);
  }

  /**
   * Removes the session of this one's id from OpenSSL's own cache, and marks this one as not resumable.
   * @returns whether it was there
   * @corresponds SSL_CTX_remove_session
   */
  removeSession(session: Session): boolean {
    return native.SSL_CTX_remove_session(this.owned, instanceArgument(session, Session, 'session')[HANDLE]) === 1;
  }

  /** Removes the sessions that have expired at a time, in seconds since 1970. @corresponds SSL_CTX_flush_sessions_ex */
  flushSessions(seconds: number = Date.now() / 1000): void {
    if (typeof seconds !== 'number') throw wrongType('seconds', 'a number', seconds);
    const whole = Math.floor(seconds);
    if (!Number.isSafeInteger(whole))
      throw outOfRange('seconds', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, seconds);
    native.SSL_CTX_flush_sessions(this.owned, whole);
  }
}

/** 1 for a function, 0 for none. */
function on(callback: unknown): 0 | 1 {
  if (callback === null || callback === undefined) return 0;
  callbackArgument(callback, 'callback');
  return 1;
}
