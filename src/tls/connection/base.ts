import { bitsArgument, callbackArgument, instanceArgument, integerArgument } from '../../common/arguments.js';
import * as c from '../../ffi/constants.js';
import { type CallbackName, DISPOSE, HANDLE, type Handle, ReleasedError, registerConnection } from '../../ffi/index.js';
import * as io from '../../ffi/io.js';
import type { Classes } from '../classes.js';
import type { InfoCallback, MessageCallback } from '../context/callbacks.js';
import { Context } from '../context/context.js';
import type { VerifyCallback } from '../context/verification.js';
import {
  Error as SSLError,
  SysCallError,
  WantCallbackError,
  WantReadError,
  WantWriteError,
  WantX509LookupError,
  ZeroReturnError,
} from '../errors.js';
import { VERIFIER_REPORT, verifierOf } from '../handshake/verifiers.js';
import { native } from '../native.js';
import { ConnectionCallbacks, type OwnCallbacks } from './callbacks.js';

type ConnectionCore = Classes['ConnectionCore'];

/** The callbacks in which a connection may go over to another context: a client has asked, and nothing has been answered. */
const CHOOSING: readonly CallbackName[] = ['clientHello', 'servername'];
/** @internal Those in which what it shows may be chosen. */
export const SHOWING: readonly CallbackName[] = [...CHOOSING, 'certificate', 'alpnSelect'];
/** Those in which it may be set too what OpenSSL reads anew at each step. */
const SETTING: readonly CallbackName[] = [...CHOOSING, 'info'];

/** What {@link Context.role} says. */
const CLIENT = 1;
const SERVER = 2;

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
    this.#callbacks = new ConnectionCallbacks(this as unknown as ConnectionCore, context);
    registerConnection(this.#ssl, this.#callbacks);
  }

  /** @internal */
  get [HANDLE](): Handle<'SSL'> {
    if (this.#ssl.released) throw new ReleasedError('this Connection has been freed');
    return this.#ssl;
  }

  /** @internal The callbacks that it has instead of its context's. */
  protected get own(): OwnCallbacks {
    return this.#callbacks.own;
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
    const { answers } = this.#callbacks;
    // They are for one handshake. Not after the operation: OpenSSL's queue holds the reasons of the last call alone.
    if (!answers.isEmpty && native.SSL_is_init_finished(ssl) === 1) answers.clear();
    this.#busy = true;
    try {
      return body(ssl);
    } finally {
      this.#busy = false;
    }
  }

  /**
   * Changes the connection. In the middle of an operation OpenSSL holds on to much of what a setter frees.
   * @param what - the method
   * @param within - the callbacks of this connection in which it is safe
   * @throws {Error} in every other one
   */
  protected changing<T>(what: string, within: readonly CallbackName[], body: (ssl: Handle<'SSL'>) => T): T {
    const ssl = this[HANDLE];
    const { running } = this.#callbacks;
    const isBusy = this.#busy;
    if (isBusy && (running === undefined || !within.includes(running)))
      throw new SSLError(inUse(what, within, running));
    this.#busy = true;
    try {
      return body(ssl);
    } finally {
      this.#busy = isBusy;
    }
  }

  /** The same for what OpenSSL reads anew at each step: also in the callbacks of the ClientHello, of the server name and of info. */
  protected setting<T>(what: string, body: (ssl: Handle<'SSL'>) => T): T {
    return this.changing(what, SETTING, body);
  }

  /** The same for what OpenSSL reads once: before the handshake, and in the callbacks of the ClientHello and of the server name on a server. */
  protected choosing<T>(what: string, body: (ssl: Handle<'SSL'>) => T): T {
    return this.changing(what, CHOOSING, (ssl) => {
      if (!this.#isAsked(CHOOSING) && native.SSL_in_before(ssl) !== 1)
        throw new SSLError(
          `${what} is for the time before the handshake, and for the callbacks of the ClientHello and of the server name`,
        );
      return body(ssl);
    });
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
        return new WantX509LookupError('a callback has promised its answer, and the handshake waits for it');
      case c.SSL_ERROR_WANT_CLIENT_HELLO_CB:
      case c.SSL_ERROR_WANT_RETRY_VERIFY:
        return new WantCallbackError('a callback has promised its answer, and the handshake waits for it');
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
   * Switches to another context: before the handshake, or in the callbacks of the ClientHello and of the server name on a
   * server, until they have answered. Only certificates and the like are taken from it.
   * @throws {Error} at any other time, and for a context of another protocol or of the other side
   * @corresponds SSL_set_SSL_CTX
   */
  setContext(context: Context): void {
    const next = instanceArgument(context, Context, 'context');
    this.choosing('setContext', (ssl) => {
      this.#accept(next, native.SSL_is_server(ssl) === 1);
      native.SSL_set_SSL_CTX(ssl, next[HANDLE]);
    });
    next.freeze();
    this.#context = next;
  }

  /** Whether one of these callbacks runs, or has not answered yet. */
  #isAsked(callbacks: readonly CallbackName[]): boolean {
    const { asking } = this.#callbacks;
    return asking !== undefined && callbacks.includes(asking);
  }

  /** @throws {Error} for a context that this connection could not have been made of */
  #accept({ isDatagram, role }: Context, isServer: boolean): void {
    if (isDatagram !== this.#context.isDatagram)
      throw new SSLError(`the context is for ${isDatagram ? 'DTLS' : 'TLS'}, and the connection is not`);
    if (this.#isAsked(CHOOSING) && !isServer)
      throw new SSLError('setContext is for a server in the callback of the server name');
    if (isServer ? role === CLIENT : role === SERVER)
      throw new SSLError(`the context is for ${isServer ? 'clients' : 'servers'}, and the connection is none`);
  }

  /** What {@link setAppData} set, null before. */
  getAppData(): unknown {
    return this.#appData ?? null;
  }

  /** Keeps any value with this connection. */
  setAppData(data: unknown): void {
    this.#appData = data;
  }

  /**
   * Adds options to this connection alone; of its callbacks, in those of the ClientHello, of the server name and of info.
   * @returns all that are set now
   * @corresponds SSL_set_options
   */
  setOptions(options: number | bigint): number {
    const bits = bitsArgument(options, 'options');
    return this.setting('setOptions', (ssl) => native.SSL_set_options(ssl, bits));
  }

  /**
   * Verifies the peer of this connection otherwise than its context says; without callback OpenSSL alone judges. Of its
   * callbacks it is for those of the ClientHello, of the server name and of info.
   * @corresponds SSL_set_verify
   */
  setVerify(mode: number, callback?: VerifyCallback | null): void {
    const bits = integerArgument(mode, 'mode', 0);
    if (callback != null) callbackArgument(callback, 'callback');
    this.setting('setVerify', (ssl) => native.SSL_use_verify(ssl, bits, verifierOf(callback)));
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

  /**
   * Calls back on each step of this connection's handshake; null for none. Of its callbacks it is for those of the
   * ClientHello, of the server name and of info.
   * @corresponds SSL_set_info_callback
   */
  setInfoCallback(callback: InfoCallback | null): void {
    if (callback !== null) callbackArgument(callback, 'callback');
    this.setting('setInfoCallback', (ssl) => native.SSL_use_info_callback(ssl, callback === null ? 0 : 1));
    this.#callbacks.own.info = callback;
  }

  /**
   * Calls back with each message of this connection's handshake, each alert and each record's header; null for none. Of its
   * callbacks it is for those of the ClientHello, of the server name and of info.
   * @corresponds SSL_set_msg_callback
   */
  setMessageCallback(callback: MessageCallback | null): void {
    if (callback !== null) callbackArgument(callback, 'callback');
    this.setting('setMessageCallback', (ssl) => native.SSL_use_message_callback(ssl, callback === null ? 0 : 1));
    this.#callbacks.own.message = callback;
  }

  /**
   * Resolves when the callback that {@link WantCallbackError} is about has answered, in whatever way, and at once where none
   * is waited for: then the operation is to be repeated. It resolves too when the connection is freed.
   */
  callbackAnswered(): Promise<void> {
    return this.#callbacks.answers.answered();
  }

  /** Whether the connection has been freed. */
  get isFreed(): boolean {
    return this.#ssl.released;
  }

  /** Frees the connection now, without a word to the peer. A second call does nothing. */
  free(): void {
    this.#ssl.release();
    this.#callbacks.answers.clear();
  }

  /** Frees it at the end of a `using` block. */
  [DISPOSE](): void {
    this.free();
  }
}

function inUse(what: string, within: readonly CallbackName[], running: CallbackName | undefined): string {
  const place = running === undefined ? 'while it works' : `in its callback ${running}`;
  const where = within.length === 0 ? '' : `, but in ${within.join(' or ')}`;
  return `the connection is in use: ${what} must not be called ${place}${where}`;
}
