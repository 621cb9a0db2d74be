import { bitsArgument, integerArgument } from '../../common/arguments.js';
import * as c from '../../ffi/constants.js';
import { explained, HANDLE, NativeObject } from '../../ffi/index.js';
import * as methods from '../constants.js';
import { Error as SSLError } from '../errors.js';
import { native } from '../native.js';

/** What each method of the manual is to OpenSSL. */
interface Method {
  readonly datagram: boolean;
  readonly role: 0 | 1 | 2;
  /** The one version that it speaks, where it speaks one. */
  readonly only?: number;
}

const METHODS: ReadonlyMap<number, Method> = new Map<number, Method>([
  [methods.SSLv23_METHOD, { datagram: false, role: 0 }],
  [methods.TLSv1_METHOD, { datagram: false, role: 0, only: c.TLS1_VERSION }],
  [methods.TLSv1_1_METHOD, { datagram: false, role: 0, only: c.TLS1_1_VERSION }],
  [methods.TLSv1_2_METHOD, { datagram: false, role: 0, only: c.TLS1_2_VERSION }],
  [methods.TLS_METHOD, { datagram: false, role: 0 }],
  [methods.TLS_SERVER_METHOD, { datagram: false, role: 2 }],
  [methods.TLS_CLIENT_METHOD, { datagram: false, role: 1 }],
  [methods.DTLS_METHOD, { datagram: true, role: 0 }],
  [methods.DTLS_SERVER_METHOD, { datagram: true, role: 2 }],
  [methods.DTLS_CLIENT_METHOD, { datagram: true, role: 1 }],
]);

const WITHDRAWN = new Map([
  [methods.SSLv2_METHOD, 'SSL 2.0 is withdrawn (RFC 6176)'],
  [methods.SSLv3_METHOD, 'SSL 3.0 is withdrawn (RFC 7568)'],
]);

function methodOf(method: number): Method {
  const withdrawn = WITHDRAWN.get(integerArgument(method, 'method'));
  if (withdrawn !== undefined) throw new RangeError(`${withdrawn} and not in this build: use TLS_METHOD`);
  const found = METHODS.get(method);
  if (found === undefined) throw new RangeError('no such protocol');
  return found;
}

/** How many contexts there have been. */
let contexts = 0;

/** The settings that have a number: versions, options, modes, sessions, levels. */
export abstract class ContextBase extends NativeObject<'SSL_CTX'> {
  #frozen = false;
  #sealed = false;
  /** Whether its connections speak DTLS. */
  readonly isDatagram: boolean;
  /** @internal 0 either side, 1 client, 2 server. */
  readonly role: 0 | 1 | 2;

  /** @param method - one of the `…_METHOD` constants */
  protected constructor(method: number) {
    const { datagram, role, only } = methodOf(method);
    super(() => native.ssl_ctx_new(datagram ? 1 : 0, role));
    this.isDatagram = datagram;
    this.role = role;
    // As pyOpenSSL: a write may be repeated from another buffer, and may take less than it was given.
    native.SSL_CTX_set_mode(this[HANDLE], c.SSL_MODE_ENABLE_PARTIAL_WRITE | c.SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    native.SSL_CTX_set_dh_auto(this[HANDLE], 1);
    // A server without one ends the handshake of each client that shows a certificate and resumes. Each context has its own,
    // so that a session of one virtual host does not open another: see SSL_CTX_set_session_id_context(3).
    contexts += 1;
    native.SSL_CTX_set_session_id_context(this[HANDLE], new TextEncoder().encode(`tsopenssl ${contexts}`));
    if (only !== undefined) {
      native.SSL_CTX_set_min_proto_version(this[HANDLE], only);
      native.SSL_CTX_set_max_proto_version(this[HANDLE], only);
    }
  }

  /** @internal A connection uses this context: from now on it stays as it is. */
  freeze(): void {
    this.#frozen = true;
  }

  /** @internal Many use this context who know nothing of each other: nothing that one does to it may reach another. */
  seal(): void {
    this.#frozen = true;
    this.#sealed = true;
  }

  /** @internal What can be changed after connections have been made, unless the context is not the caller's alone. */
  protected get owned() {
    if (this.#sealed)
      throw new SSLError(
        'this Context is shared by all clients that are told the same: make one of your own to change it',
      );
    return this[HANDLE];
  }

  /** @internal */
  protected get mutable() {
    if (this.#frozen) {
      throw new SSLError('this Context has been used to create a Connection, and cannot be changed any more');
    }
    return this[HANDLE];
  }

  /** @internal Whether a server has a group for ephemeral Diffie-Hellman by itself, as strong as its key. */
  autoDh(on: boolean): void {
    native.SSL_CTX_set_dh_auto(this.mutable, on ? 1 : 0);
  }

  /**
   * Adds options; set ones are kept. Bits above the 31st need a bigint or a sum, for `|` of numbers has 32.
   * @returns all options that are set now
   * @corresponds SSL_CTX_set_options
   */
  setOptions(options: number | bigint): number {
    return native.SSL_CTX_set_options(this.mutable, bitsArgument(options, 'options'));
  }

  /** Removes options. @returns all options that are set now @corresponds SSL_CTX_clear_options */
  clearOptions(options: number | bigint): number {
    return native.SSL_CTX_clear_options(this.mutable, bitsArgument(options, 'options'));
  }

  /** The options that are set. @corresponds SSL_CTX_get_options */
  getOptions(): number {
    return native.SSL_CTX_get_options(this[HANDLE]);
  }

  /** Adds modes, such as `MODE_RELEASE_BUFFERS`. @returns all modes that are set now @corresponds SSL_CTX_set_mode */
  setMode(mode: number): number {
    return native.SSL_CTX_set_mode(this.mutable, bitsArgument(mode, 'mode'));
  }

  /** Removes modes. @returns all modes that are set now @corresponds SSL_CTX_clear_mode */
  clearMode(modeToClear: number): number {
    return native.SSL_CTX_clear_mode(this.mutable, bitsArgument(modeToClear, 'modeToClear'));
  }

  /**
   * Sets the lowest version to speak; 0 for the lowest there is.
   * @throws {Error} for a version that is not in this build
   * @corresponds SSL_CTX_set_min_proto_version
   */
  setMinProtoVersion(version: number): void {
    const wanted = integerArgument(version, 'version', 0);
    const context = this.mutable;
    explained(`no version of TLS in this build has the number ${wanted}`, () =>
      native.SSL_CTX_set_min_proto_version(context, wanted),
    );
  }

  /** Sets the highest version to speak; 0 for the highest there is. @corresponds SSL_CTX_set_max_proto_version */
  setMaxProtoVersion(version: number): void {
    const wanted = integerArgument(version, 'version', 0);
    const context = this.mutable;
    explained(`no version of TLS in this build has the number ${wanted}`, () =>
      native.SSL_CTX_set_max_proto_version(context, wanted),
    );
  }

  /** The lowest version, 0 where none is set. @corresponds SSL_CTX_get_min_proto_version */
  getMinProtoVersion(): number {
    return native.SSL_CTX_get_min_proto_version(this[HANDLE]);
  }

  /** The highest version, 0 where none is set. @corresponds SSL_CTX_get_max_proto_version */
  getMaxProtoVersion(): number {
    return native.SSL_CTX_get_max_proto_version(this[HANDLE]);
  }

  /**
   * Sets the security level (0 to 5): what keys, digests and versions are strong enough; 2 by default, as of OpenSSL.
   * @corresponds SSL_CTX_set_security_level
   */
  setSecurityLevel(level: number): void {
    native.SSL_CTX_set_security_level(this.mutable, integerArgument(level, 'level', 0, 5));
  }

  /** The security level. @corresponds SSL_CTX_get_security_level */
  getSecurityLevel(): number {
    return native.SSL_CTX_get_security_level(this[HANDLE]);
  }

  /** Sets how long new sessions live, in seconds. @returns the former value @corresponds SSL_CTX_set_timeout */
  setTimeout(timeout: number): number {
    return native.SSL_CTX_set_timeout(this.mutable, integerArgument(timeout, 'timeout', 0));
  }

  /** How long new sessions live, in seconds: 7200 for TLS by default of OpenSSL, 300 in its manual of old. @corresponds SSL_CTX_get_timeout */
  getTimeout(): number {
    return native.SSL_CTX_get_timeout(this[HANDLE]);
  }

  /**
   * Limits how often a client may begin a new handshake on a connection of TLS 1.2, where `OP_ALLOW_CLIENT_RENEGOTIATION` lets
   * it: each costs the server far more than the client. Beyond that the connection ends with an error, as in node:tls
   * (CLIENT_RENEG_LIMIT and CLIENT_RENEG_WINDOW). What the server asks for itself does not count.
   * @param limit - how many within the window, beside the first handshake; 3 by default, 0 for none
   * @param window - in seconds, 1 to 2^31 - 1; 600 by default
   * @throws {TypeError} when one is no whole number
   * @throws {RangeError} when one is out of range
   */
  setRenegotiationLimit(limit: number, window = 600): void {
    const most = integerArgument(limit, 'limit', 0);
    native.ssl_ctx_limit_renegotiation(this.mutable, most, integerArgument(window, 'window', 1));
  }

  /** Sets what is kept for resumption: `SESS_CACHE_…`. @returns the former mode @corresponds SSL_CTX_set_session_cache_mode */
  setSessionCacheMode(mode: number): number {
    return native.SSL_CTX_set_session_cache_mode(this.mutable, integerArgument(mode, 'mode', 0));
  }

  /** What is kept for resumption. @corresponds SSL_CTX_get_session_cache_mode */
  getSessionCacheMode(): number {
    return native.SSL_CTX_get_session_cache_mode(this[HANDLE]);
  }
}
