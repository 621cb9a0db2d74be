/** What a Connection answers when OpenSSL calls back: it runs the callbacks of its context, or its own. */

import { bytesArgument } from '../../common/arguments.js';
import { type Bytes, isUint8Array } from '../../common/bytes.js';
import { X509 } from '../../crypto/index.js';
import {
  adopt,
  type CallbackName,
  type ConnectionHandlers,
  HANDLE,
  type Handle,
  type Later,
  type RawClientHello,
  type RawSigningMethod,
} from '../../ffi/index.js';
import type { ExternalKey } from '../../signers/index.js';
import type { Classes } from '../classes.js';
import { NO_OVERLAPPING_PROTOCOLS } from '../constants.js';
import type {
  InfoCallback,
  MessageCallback,
  PskClientCallback,
  PskIdentity,
  PskServerCallback,
} from '../context/callbacks.js';
import type { Context } from '../context/context.js';
import type { VerifyCallback } from '../context/verification.js';
import { Answers } from '../handshake/answers.js';
import { clientHelloOf } from '../handshake/client-hello.js';
import { signatureBy } from '../handshake/signers.js';
import { native } from '../native.js';
import { Session } from '../session/session.js';
import { chosenKeys } from '../session/ticket-keys.js';

type ConnectionCore = Classes['ConnectionCore'];

/** The callbacks that a connection has of its own, instead of its context's. */
export interface OwnCallbacks {
  verify?: VerifyCallback | null;
  info?: InfoCallback | null;
  message?: MessageCallback | null;
  pskClient?: PskClientCallback | null;
  pskServer?: PskServerCallback | null;
  /** The keys that are elsewhere and that this connection was given: what signs with them must not be forgotten before it. */
  signers?: Set<ExternalKey>;
  /** Whose credentials are shown: it holds the keys of them that are elsewhere. */
  credentials?: object;
}

const encoder = new TextEncoder();

export class ConnectionCallbacks implements ConnectionHandlers {
  #connection: ConnectionCore;
  readonly own: OwnCallbacks = {};
  readonly answers = new Answers();
  running: CallbackName | undefined;
  /** The context that the connection was made of: sessions, tickets and pre-shared keys are its own, whichever is shown by now. */
  readonly #first: Context;

  constructor(connection: ConnectionCore, context: Context) {
    this.#connection = connection;
    this.#first = context;
  }

  /** The callback that runs, or that has not answered yet. */
  get asking(): CallbackName | undefined {
    return this.running ?? this.answers.awaited;
  }

  /** The connection as its user holds it: a proxy over a socket is another object than the one inside. */
  set identity(connection: ConnectionCore) {
    this.#connection = connection;
  }

  /** Read at each call: an SNI callback may have changed the context. */
  get #shared() {
    return this.#connection.getContext().callbacks;
  }

  verify(
    certificate: Handle<'X509'> | null,
    error: number,
    depth: number,
    ok: boolean,
    place: number,
    again: boolean,
  ): boolean | Later {
    const cert = certificate === null ? null : adopt(X509, certificate);
    const callback = this.own.verify === undefined ? this.#connection.getContext().verifyCallback : this.own.verify;
    if (callback == null || cert === null) return ok;
    // What was answered about another chain says nothing of this one.
    if (place === 0 && !again) this.answers.forget('verify');
    let isAsked = false;
    const run = () => {
      isAsked = true;
      const answer = callback(this.#connection, cert, error, depth, ok ? 1 : 0);
      if (isPromise(answer) && native.SSL_is_server(this.#connection[HANDLE]) === 1)
        throw new TypeError('a verify callback of a server must answer at once, not with a promise');
      return answer;
    };
    const answer = this.answers.ask('verify', `${place} ${error} ${depth} ${ok}`, run, Boolean);
    if (!isAsked) cert.free();
    return answer;
  }

  info(where: number, result: number): void {
    (this.own.info === undefined ? this.#shared.info : this.own.info)?.(this.#connection, where, result);
  }

  message(sent: boolean, version: number, contentType: number, bytes: Bytes): void {
    const callback = this.own.message === undefined ? this.#shared.message : this.own.message;
    callback?.(this.#connection, sent, version, contentType, bytes);
  }

  keylog(line: Bytes): void {
    this.#shared.keylog?.(this.#connection, line);
  }

  alpnSelect(offer: readonly Bytes[]): Uint8Array | Later | undefined {
    const run = () => this.#shared.alpnSelect?.(this.#connection, offer);
    return this.answers.ask('alpnSelect', offer.join(';'), run, protocolOf);
  }

  clientHello(hello: () => RawClientHello): Later | undefined {
    // OpenSSL shows the hello again after each suspension, and the second one of a HelloRetryRequest: its random is the same.
    const raw = hello();
    const run = () => this.#shared.clientHello?.(this.#connection, clientHelloOf(raw));
    return this.answers.ask('clientHello', raw.random.join(), run, nothing);
  }

  servername(): boolean | number | Later {
    const name = this.#connection.getServername()?.join() ?? 'none';
    const run = () => {
      const { servername, servernameAlert } = this.#shared;
      const answer: unknown = servername?.(this.#connection);
      return isPromise(answer) ? answer.then(() => true) : (servernameAlert?.(this.#connection) ?? true);
    };
    return this.answers.ask<boolean | number, boolean | number>('servername', name, run, (answer) => answer);
  }

  certificate(): Later | undefined {
    return this.answers.ask('certificate', '', () => this.#shared.certificate?.(this.#connection), nothing);
  }

  ocspServer(): Uint8Array | Later {
    const entry = this.#shared.ocspServer;
    if (entry === undefined) return new Uint8Array();
    return this.answers.ask('ocspServer', '', () => entry.callback(this.#connection, entry.data), stapleOf);
  }

  ocspClient(response: Bytes): boolean {
    const entry = this.#shared.ocspClient;
    return entry === undefined || Boolean(entry.callback(this.#connection, response, entry.data));
  }

  cookieGenerate(): Uint8Array {
    const callback = this.#shared.cookieGenerate;
    if (callback === undefined) throw new TypeError('a cookie callback is needed');
    return callback(this.#connection);
  }

  cookieVerify(cookie: Bytes): boolean {
    return Boolean(this.#shared.cookieVerify?.(this.#connection, cookie));
  }

  sessionNew(session: Handle<'SSL_SESSION'>): void {
    this.#first.callbacks.sessionNew?.(this.#connection, adopt(Session, session));
  }

  sessionGet(id: Bytes): Uint8Array | Later | undefined {
    const run = () => this.#first.callbacks.sessionGet?.(this.#connection, id);
    const der = this.answers.ask('sessionGet', id.join(), run, derOf);
    return isUint8Array(der) ? der.slice() : der;
  }

  ticketKeys(name: Bytes | null): { keys: Uint8Array; renew: boolean } | undefined {
    return chosenKeys(this.#first.callbacks.ticketKey?.(this.#connection, name), name);
  }

  pskClient(hint: string | null): { identity: Uint8Array; key: Uint8Array } | Later | undefined {
    const callback = this.own.pskClient === undefined ? this.#first.callbacks.pskClient : this.own.pskClient;
    const run = () => callback?.(this.#connection, hint) ?? null;
    return this.answers.ask('pskClient', hint === null ? '' : `:${hint}`, run, proofOf);
  }

  pskServer(identity: string): Uint8Array | Later | undefined {
    const callback = this.own.pskServer === undefined ? this.#first.callbacks.pskServer : this.own.pskServer;
    const run = () => callback?.(this.#connection, identity) ?? null;
    return this.answers.ask('pskServer', identity, run, keyOf);
  }

  sign(signer: number, which: number, method: RawSigningMethod, data: () => Bytes): Uint8Array | Later {
    return this.answers.ask(
      'sign',
      `${which}`,
      () => signatureBy(signer, data(), method),
      (signature) => signature,
    );
  }
}

function isPromise(answer: unknown): answer is Promise<unknown> {
  return answer instanceof Promise;
}

function nothing(): undefined {
  return undefined;
}

function protocolOf(chosen: Uint8Array | string | typeof NO_OVERLAPPING_PROTOCOLS | undefined): Uint8Array | undefined {
  if (chosen === undefined)
    throw new TypeError('an ALPN callback must return one protocol or NO_OVERLAPPING_PROTOCOLS');
  if (chosen === NO_OVERLAPPING_PROTOCOLS) return undefined;
  const bytes = bytesArgument(chosen as string | Uint8Array, 'the result of the ALPN callback');
  if (bytes.length === 0) throw new RangeError('a protocol has 1 to 255 bytes, not 0');
  return bytes.slice();
}

function stapleOf(response: unknown): Uint8Array {
  if (!isUint8Array(response)) throw new TypeError('an OCSP server callback must return bytes');
  return response.slice();
}

function derOf(session: Session | null | undefined): Bytes | undefined {
  if (session == null) return undefined;
  if (!(session instanceof Session)) throw new TypeError('a session callback must return a Session or null');
  return session.toDer();
}

function proofOf(answer: PskIdentity | null): { identity: Uint8Array; key: Uint8Array } | undefined {
  if (answer === null) return undefined;
  const { identity, key } = answer;
  if (!isUint8Array(key)) throw new TypeError('a PSK callback must return identity and key');
  return { identity: typeof identity === 'string' ? encoder.encode(identity) : identity, key: key.slice() };
}

function keyOf(key: Uint8Array | null): Bytes | undefined {
  if (key === null) return undefined;
  if (!isUint8Array(key)) throw new TypeError('the PSK callback must return bytes');
  return key.slice();
}
