/** What a Connection answers when OpenSSL calls back: it runs the callbacks of its context, or its own. */
import { bytesArgument } from '../common/arguments.js';
import { X509 } from '../crypto/index.js';
import { adopt, type CallbackName, type ConnectionHandlers, type Handle } from '../ffi/index.js';
import type { ConnectionCore } from './connection-core.js';
import { NO_OVERLAPPING_PROTOCOLS } from './constants.js';
import type { Context, InfoCallback, MessageCallback } from './context.js';
import type { VerifyCallback } from './context-verification.js';
import { Session } from './session.js';
import { chosenKeys } from './ticket-keys.js';

/** The callbacks that a connection has of its own, instead of its context's. */
export interface OwnCallbacks {
  verify?: VerifyCallback | null;
  info?: InfoCallback | null;
  message?: MessageCallback | null;
}

const encoder = new TextEncoder();

export class ConnectionCallbacks implements ConnectionHandlers {
  #connection: ConnectionCore;
  /** The context that the connection was made of: sessions and tickets are its own, whichever is shown by now. */
  readonly #sessions: Context;
  readonly own: OwnCallbacks = {};
  running: CallbackName | undefined;

  constructor(connection: ConnectionCore) {
    this.#connection = connection;
    this.#sessions = connection.getContext();
  }

  /** The connection as its user holds it: a proxy over a socket is another object than the one inside. */
  set identity(connection: ConnectionCore) {
    this.#connection = connection;
  }

  /** Read at each call: an SNI callback may have changed the context. */
  get #shared() {
    return this.#connection.getContext().callbacks;
  }

  verify(certificate: Handle<'X509'> | null, error: number, depth: number, ok: boolean): boolean {
    const cert = certificate === null ? null : adopt(X509, certificate);
    const callback = this.own.verify === undefined ? this.#connection.getContext().verifyCallback : this.own.verify;
    if (callback == null || cert === null) return ok;
    const answer = callback(this.#connection, cert, error, depth, ok ? 1 : 0);
    if ((answer as unknown) instanceof Promise)
      throw new TypeError('a verify callback must answer at once, not with a promise');
    return Boolean(answer);
  }

  info(where: number, result: number): void {
    (this.own.info === undefined ? this.#shared.info : this.own.info)?.(this.#connection, where, result);
  }

  message(sent: boolean, version: number, contentType: number, bytes: Uint8Array): void {
    const callback = this.own.message === undefined ? this.#shared.message : this.own.message;
    callback?.(this.#connection, sent, version, contentType, bytes);
  }

  keylog(line: Uint8Array): void {
    this.#shared.keylog?.(this.#connection, line);
  }

  alpnSelect(offer: readonly Uint8Array[]): Uint8Array | undefined {
    const chosen = this.#shared.alpnSelect?.(this.#connection, offer);
    if (chosen === undefined)
      throw new TypeError('an ALPN callback must return one protocol or NO_OVERLAPPING_PROTOCOLS');
    if (chosen === NO_OVERLAPPING_PROTOCOLS) return undefined;
    const bytes = bytesArgument(chosen as string | Uint8Array, 'the result of the ALPN callback');
    if (bytes.length === 0) throw new RangeError('a protocol has 1 to 255 bytes, not 0');
    return bytes;
  }

  servername(): boolean | number {
    this.#shared.servername?.(this.#connection);
    return this.#shared.servernameAlert?.(this.#connection) ?? true;
  }

  ocspServer(): Uint8Array {
    const entry = this.#shared.ocspServer;
    if (entry === undefined) return new Uint8Array();
    const response: unknown = entry.callback(this.#connection, entry.data);
    if (!(response instanceof Uint8Array)) throw new TypeError('an OCSP server callback must return bytes');
    return response;
  }

  ocspClient(response: Uint8Array): boolean {
    const entry = this.#shared.ocspClient;
    return entry === undefined || Boolean(entry.callback(this.#connection, response, entry.data));
  }

  cookieGenerate(): Uint8Array {
    const callback = this.#shared.cookieGenerate;
    if (callback === undefined) throw new TypeError('a cookie callback is needed');
    return callback(this.#connection);
  }

  cookieVerify(cookie: Uint8Array): boolean {
    return Boolean(this.#shared.cookieVerify?.(this.#connection, cookie));
  }

  sessionNew(session: Handle<'SSL_SESSION'>): void {
    this.#sessions.callbacks.sessionNew?.(this.#connection, adopt(Session, session));
  }

  sessionGet(id: Uint8Array): Uint8Array | undefined {
    const session = this.#sessions.callbacks.sessionGet?.(this.#connection, id);
    if (session == null) return undefined;
    if (!(session instanceof Session)) throw new TypeError('a session callback must return a Session or null');
    return session.toDer();
  }

  ticketKeys(name: Uint8Array | null): { keys: Uint8Array; renew: boolean } | undefined {
    return chosenKeys(this.#sessions.callbacks.ticketKey?.(this.#connection, name), name);
  }

  pskClient(hint: string | null): { identity: Uint8Array; key: Uint8Array } | undefined {
    const answer = this.#shared.pskClient?.(this.#connection, hint);
    if (answer == null) return undefined;
    const { identity, key } = answer;
    if (!(key instanceof Uint8Array)) throw new TypeError('a PSK callback must return identity and key');
    return { identity: typeof identity === 'string' ? encoder.encode(identity) : identity, key };
  }

  pskServer(identity: string): Uint8Array | undefined {
    return this.#shared.pskServer?.(this.#connection, identity) ?? undefined;
  }
}
