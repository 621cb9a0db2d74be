import { bitsArgument, callbackArgument, instanceArgument, integerArgument } from '../common/arguments.js';
import { PKey, X509 } from '../crypto/index.js';
import { constants as c, DISPOSE, HANDLE, type Handle, io, ReleasedError, registerConnection } from '../ffi/index.js';
import { ConnectionCallbacks } from './connection-callbacks.js';
import type { ConnectionCore } from './connection-core.js';
import { Context, type InfoCallback } from './context.js';
import type { VerifyCallback } from './context-verification.js';
import {
  Error as SSLError,
  SysCallError,
  WantReadError,
  WantWriteError,
  WantX509LookupError,
  ZeroReturnError,
} from './errors.js';
import { native } from './native.js';
import { VERIFIER_REPORT, verifierOf } from './verifiers.js';

/** A connection's own state: handle, context, callbacks, and how statuses become errors. */
export abstract class ConnectionBase {
  readonly #ssl: Handle<'SSL'>;
  /** Held strongly: the registry in ffi/ is weak, and OpenSSL calls back as long as the connection lives. */
  readonly #callbacks: ConnectionCallbacks;
  #context: Context;
  #appData: unknown;
  #busy = false;

  /** @param make - makes the connection over another transport than memory of its own */
  protected constructor(context: Context, make?: (context: Handle<'SSL_CTX'>) => Handle<'SSL'>) {
    this.#context = instanceArgument(context, Context, 'context');
    this.#ssl = make?.(context[HANDLE]) ?? native.ssl_new(context[HANDLE], context.isDatagram ? 1 : 0);
    context.freeze();
    this.#callbacks = new ConnectionCallbacks(this as unknown as ConnectionCore);
    registerConnection(this.#ssl, this.#callbacks);
  }

  /** @internal */
  get [HANDLE](): Handle<'SSL'> {
    if (this.#ssl.released) throw new ReleasedError('this Connection has been freed');
    return this.#ssl;
  }

  /** @internal Callbacks get this object instead. */
  protected useIdentity(connection: ConnectionCore): void {
    this.#callbacks.identity = connection;
  }

  /**
   * Runs one I/O operation.
   * @throws {Error} when a callback of this connection calls back into it: OpenSSL's state machine is not made for that
   */
  protected exclusively<T>(body: (ssl: Handle<'SSL'>) => T): T {
    if (this.#busy) throw new SSLError('the connection is in use: a callback must not read from it or write to it');
    const ssl = this[HANDLE];
    this.#busy = true;
    try {
      return body(ssl);
    } finally {
      this.#busy = false;
    }
  }

  /** The error of a negative status, as pyOpenSSL's _raise_ssl_error makes it. */
  protected errorOf(status: number): SSLError {
    switch (-status) {
      case c.SSL_ERROR_WANT_READ:
        return new WantReadError('more data from the peer is needed');
      case c.SSL_ERROR_WANT_WRITE:
        return new WantWriteError('the transport must take data first');
      case c.SSL_ERROR_ZERO_RETURN:
        return new ZeroReturnError('the peer has closed the TLS session');
      case c.SSL_ERROR_WANT_X509_LOOKUP:
        return new WantX509LookupError('a certificate callback asked to be called again');
      case c.SSL_ERROR_SYSCALL:
        return new SysCallError(-1, 'Unexpected EOF');
      default:
        if (io.unexpectedEof()) return new SysCallError(-1, 'Unexpected EOF');
        return native.failure() as SSLError;
    }
  }

  /** The context of this connection. */
  getContext(): Context {
    return this.#context;
  }

  /**
   * Switches to another context, as an SNI callback does. Only certificates and the like are taken from it.
   * @corresponds SSL_set_SSL_CTX
   */
  setContext(context: Context): void {
    native.SSL_set_SSL_CTX(this[HANDLE], instanceArgument(context, Context, 'context')[HANDLE]);
    context.freeze();
    this.#context = context;
  }

  /** What {@link setAppData} set, null before. */
  getAppData(): unknown {
    return this.#appData ?? null;
  }

  /** Keeps any value with this connection. */
  setAppData(data: unknown): void {
    this.#appData = data;
  }

  /** Adds options to this connection alone. @returns all that are set now @corresponds SSL_set_options */
  setOptions(options: number | bigint): number {
    return native.SSL_set_options(this[HANDLE], bitsArgument(options, 'options'));
  }

  /** Verifies the peer of this connection otherwise than its context says; without callback OpenSSL alone judges. @corresponds SSL_set_verify */
  setVerify(mode: number, callback?: VerifyCallback | null): void {
    const bits = integerArgument(mode, 'mode', 0);
    if (callback != null) callbackArgument(callback, 'callback');
    native.SSL_use_verify(this[HANDLE], bits, verifierOf(callback));
    this.#callbacks.own.verify = callback ?? null;
  }

  /** @internal Verifies the peer without ending the handshake: what OpenSSL has found stays in {@link ConnectionPeer.getVerifyResult}. */
  reportVerification(mode: number): void {
    native.SSL_use_verify(this[HANDLE], mode, VERIFIER_REPORT);
    this.#callbacks.own.verify = null;
  }

  /** The verification mode of this connection. @corresponds SSL_get_verify_mode */
  getVerifyMode(): number {
    return native.SSL_get_verify_mode(this[HANDLE]);
  }

  /** Calls back on each step of this connection's handshake; null for none. @corresponds SSL_set_info_callback */
  setInfoCallback(callback: InfoCallback | null): void {
    if (callback !== null) callbackArgument(callback, 'callback');
    native.SSL_use_info_callback(this[HANDLE], callback === null ? 0 : 1);
    this.#callbacks.own.info = callback;
  }

  /** Shows this certificate on this connection. @corresponds SSL_use_certificate */
  useCertificate(cert: X509): void {
    native.SSL_use_certificate(this[HANDLE], instanceArgument(cert, X509, 'cert')[HANDLE]);
  }

  /** Proves with this key on this connection. @corresponds SSL_use_PrivateKey */
  usePrivatekey(pkey: PKey): void {
    native.SSL_use_PrivateKey(this[HANDLE], instanceArgument(pkey, PKey, 'pkey')[HANDLE]);
  }

  /** Whether the connection has been freed. */
  get isFreed(): boolean {
    return this.#ssl.released;
  }

  /** Frees the connection now, without a word to the peer. A second call does nothing. */
  free(): void {
    this.#ssl.release();
  }

  /** Frees it at the end of a `using` block. */
  [DISPOSE](): void {
    this.free();
  }
}
