/**
 * Every callback from C to JavaScript: find the Connection by the address of its SSL, run its handler, catch what it
 * throws, give C the safe failure value, rethrow after the call. No exception ever crosses C's frames: they would not
 * be unwound, and the connection's state would be half-written.
 */
import { afterCall, currentScope, onFree } from './call.js';
import type { RawImports } from './generated/exports.js';
import { addressOf, Handle } from './handle.js';
import { fate, trapError, wasm } from './instance.js';
import { copyOut, heap, heapView, measured, readCString } from './memory.js';

/** The answer is a promise: the handshake is suspended, and C asks again. */
export const LATER = Symbol('later');
export type Later = typeof LATER;

/** What C is told for it. */
const LATER_STATUS = -1000;

/** What a Connection answers when C calls back. All results are plain data; every method may throw. */
export interface ConnectionHandlers {
  /** The callback in which C waits for this connection; undefined for none. */
  running: CallbackName | undefined;
  /**
   * @returns whether to accept the certificate
   * @param certificate - belongs to the handler
   * @param place - which of the questions about this chain it is
   * @param again - whether the chain has been asked about before, and had to wait for an answer
   */
  verify(
    certificate: Handle<'X509'> | null,
    error: number,
    depth: number,
    ok: boolean,
    place: number,
    again: boolean,
  ): boolean | Later;
  info(where: number, result: number): void;
  /** @param contentType - of the record layer, or a pseudo type above 255 */
  message(sent: boolean, version: number, contentType: number, bytes: Uint8Array): void;
  keylog(line: Uint8Array): void;
  /** @param offer - the client's protocols, in its order. @returns undefined for none of them */
  alpnSelect(offer: readonly Uint8Array[]): Uint8Array | Later | undefined;
  /** @returns whether the name is known, and the handshake goes on either way; or the alert that ends it */
  servername(): boolean | number | Later;
  /** @param hello - what the client has sent, copied when it is asked for */
  clientHello(hello: () => RawClientHello): Later | undefined;
  /** Chooses what this side shows. */
  certificate(): Later | undefined;
  /** @returns the DER of an OCSP response, empty for none */
  ocspServer(): Uint8Array | Later;
  /** @param response - empty where the server sent none */
  ocspClient(response: Uint8Array): boolean;
  cookieGenerate(): Uint8Array;
  cookieVerify(cookie: Uint8Array): boolean;
  /** @param session - belongs to the handler */
  sessionNew(session: Handle<'SSL_SESSION'>): void;
  /** @returns the DER of a session, which is wiped once it has been copied */
  sessionGet(id: Uint8Array): Uint8Array | Later | undefined;
  /** @param name - of a ticket's keys, null where one is to be sealed. @returns undefined for none */
  ticketKeys(name: Uint8Array | null): { keys: Uint8Array; renew: boolean } | undefined;
  pskClient(hint: string | null): { identity: Uint8Array; key: Uint8Array } | Later | undefined;
  /** @returns the key, which is wiped once it has been copied */
  pskServer(identity: string): Uint8Array | Later | undefined;
}

/** A ClientHello, its fields as they were sent. */
export interface RawClientHello {
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  /** Two bytes each. */
  readonly ciphers: Uint8Array;
  /** Each with type and length before it, two bytes each. */
  readonly extensions: Uint8Array;
}

/** The callbacks that C makes for a connection. */
export type CallbackName = Exclude<keyof ConnectionHandlers, 'running'>;

/** What a Context answers where C knows no connection. */
export interface ContextHandlers {
  sessionRemove(id: Uint8Array): void;
}

/** Gives a passphrase of at most `max` bytes, or undefined for none. */
export type PassphraseSource = (max: number, writing: boolean) => string | Uint8Array | undefined;

/** Weak: C calls back only while a method of the Connection runs, which keeps it alive, and a forgotten one must go. */
const connections = new Map<number, WeakRef<ConnectionHandlers>>();
const contexts = new Map<number, WeakRef<ContextHandlers>>();
const passphrases: PassphraseSource[] = [];
const encoder = new TextEncoder();
/** RFC 5077, 4; and what wasm-build/shim/context/ticket_keys.c reads beside a length. */
const [TICKET_NAME_BYTES, RENEW_TICKET] = [16, 0x100];

onFree('SSL', (address) => connections.delete(address));
onFree('SSL_CTX', (address) => contexts.delete(address));

/** Routes the callbacks of an SSL to its Connection, until the SSL is freed. */
export function registerConnection(ssl: Handle<'SSL'>, handlers: ConnectionHandlers): void {
  connections.set(addressOf(ssl, 'SSL'), new WeakRef(handlers));
}

/** Routes the callbacks of an SSL_CTX that have no connection, until the SSL_CTX is freed. */
export function registerContext(context: Handle<'SSL_CTX'>, handlers: ContextHandlers): void {
  contexts.set(addressOf(context, 'SSL_CTX'), new WeakRef(handlers));
}

/** Runs `body` with a source for the passphrases that PEM functions ask for. */
export function withPassphrase<T>(source: PassphraseSource, body: () => T): T {
  const { length } = passphrases;
  passphrases.push(source);
  try {
    return body();
  } finally {
    passphrases.length = length;
  }
}

/** Runs what answers C. Once the instance has trapped C must not run on: an exception ends it, up to where it was called. */
function attempt<T>(failed: T, body: () => T): T {
  const scope = currentScope();
  let answer = failed;
  try {
    answer = body();
  } catch (error) {
    if (scope !== undefined) scope.thrown ??= { error };
  }
  if (fate.isDead) throw trapError();
  return answer;
}

function withConnection<T>(ssl: number, name: CallbackName, failed: T, body: (handlers: ConnectionHandlers) => T): T {
  return attempt(failed, () => {
    const handlers = connections.get(ssl >>> 0)?.deref();
    // Dead already: its handshake must not be steered by nobody.
    if (handlers === undefined) return failed;
    const { running } = handlers;
    handlers.running = name;
    try {
      return body(handlers);
    } finally {
      handlers.running = running;
    }
  });
}

/** What C is told of an answer, which may be one that is to come. */
function statusOf<T>(answer: T | Later, status: (answer: Exclude<T, Later>) => number): number {
  return answer === LATER ? LATER_STATUS : status(answer as Exclude<T, Later>);
}

/** Bytes of the random of a ClientHello (RFC 8446, 4.1.2). */
const HELLO_RANDOM = 32;

function bytesOf(value: unknown, what: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${what} must return bytes`);
  return measured(value);
}

/** Writes at most `max` bytes at an address that C gave, and returns their number. */
function writeBounded(address: number, max: number, value: unknown, what: string): number {
  const bytes = bytesOf(value, what);
  if (bytes.length > max) throw new RangeError(`${what} gave ${bytes.length} bytes where at most ${max} fit`);
  heap().set(bytes, address);
  return bytes.length;
}

/** Fills a struct Out with bytes that C frees. */
function writeOut(out: number, value: Uint8Array): void {
  const bytes = measured(value);
  const address = wasm().memory_alloc(Math.max(bytes.length, 1)) >>> 0;
  if (address === 0) throw new RangeError('the WebAssembly heap has no room for a callback result');
  heap().set(bytes, address);
  const view = heapView();
  view.setUint32(out, address, true);
  view.setUint32(out + 4, bytes.length, true);
  view.setInt32(out + 8, 1, true);
}

function splitProtocols(list: Uint8Array): Uint8Array[] {
  const protocols: Uint8Array[] = [];
  for (let at = 0; at < list.length; at += 1 + (list[at] ?? 0)) {
    protocols.push(list.slice(at + 1, at + 1 + (list[at] ?? 0)));
  }
  return protocols;
}

/** The imports that C's trampolines call. */
export function callbackImports(): Omit<RawImports, 'entropy'> {
  return {
    verify: (ssl, cert, error, depth, ok, place, again) => {
      const certificate = cert === 0 ? null : new Handle('X509', cert >>> 0);
      return withConnection(ssl, 'verify', 0, (c) =>
        statusOf(c.verify(certificate, error, depth, ok === 1, place, again === 1), (good) => (good ? 1 : 0)),
      );
    },
    info: (ssl, where, ret) => withConnection(ssl, 'info', undefined, (c) => c.info(where, ret)),
    message: (ssl, sent, version, contentType, data, length) =>
      withConnection(ssl, 'message', undefined, (c) =>
        c.message(sent === 1, version, contentType, copyOut(data >>> 0, length)),
      ),
    keylog: (ssl, line, length) =>
      withConnection(ssl, 'keylog', undefined, (c) => c.keylog(copyOut(line >>> 0, length))),
    client_hello: (ssl, version, random, id, idLen, ciphers, ciphersLen, extensions, extensionsLen) =>
      withConnection(ssl, 'clientHello', -1, (c) =>
        statusOf(
          c.clientHello(() => ({
            version,
            random: copyOut(random >>> 0, HELLO_RANDOM),
            sessionId: copyOut(id >>> 0, idLen),
            ciphers: copyOut(ciphers >>> 0, ciphersLen),
            extensions: copyOut(extensions >>> 0, extensionsLen),
          })),
          () => 1,
        ),
      ),
    alpn_select: (ssl, offer, offerLength, out, max) =>
      withConnection(ssl, 'alpnSelect', -1, (c) =>
        statusOf(c.alpnSelect(splitProtocols(copyOut(offer >>> 0, offerLength))), (chosen) =>
          chosen === undefined ? 0 : writeBounded(out >>> 0, max, chosen, 'the ALPN callback'),
        ),
      ),
    servername: (ssl) =>
      withConnection(ssl, 'servername', -1, (c) =>
        statusOf(c.servername(), (answer) => (typeof answer === 'number' ? -2 - answer : answer ? 1 : 0)),
      ),
    certificate: (ssl) => withConnection(ssl, 'certificate', -1, (c) => statusOf(c.certificate(), () => 1)),
    ocsp_server: (ssl, out) =>
      withConnection(ssl, 'ocspServer', -1, (c) =>
        statusOf(c.ocspServer(), (answer) => {
          const response = bytesOf(answer, 'an OCSP server callback');
          if (response.length === 0) return 0;
          if (out !== 0) writeOut(out >>> 0, response);
          return 1;
        }),
      ),
    ocsp_client: (ssl, response, length) =>
      withConnection(ssl, 'ocspClient', -1, (c) => (c.ocspClient(copyOut(response >>> 0, length)) ? 1 : 0)),
    cookie_generate: (ssl, out, max) =>
      withConnection(ssl, 'cookieGenerate', -1, (c) =>
        writeBounded(out >>> 0, max, c.cookieGenerate(), 'the cookie callback'),
      ),
    cookie_verify: (ssl, cookie, length) =>
      withConnection(ssl, 'cookieVerify', 0, (c) => (c.cookieVerify(copyOut(cookie >>> 0, length)) ? 1 : 0)),
    session_new: (ssl, session) => {
      const handle = new Handle('SSL_SESSION', session >>> 0);
      withConnection(ssl, 'sessionNew', undefined, (c) => c.sessionNew(handle));
    },
    session_get: (ssl, id, length, out) =>
      withConnection(ssl, 'sessionGet', -1, (c) =>
        statusOf(c.sessionGet(copyOut(id >>> 0, length)), (session) => {
          if (session === undefined) return 0;
          const der = bytesOf(session, 'a session callback');
          if (out !== 0) writeOut(out >>> 0, der);
          der.fill(0);
          return 1;
        }),
      ),
    ticket_keys: (ssl, name, out, max) =>
      withConnection(ssl, 'ticketKeys', -1, (c) => {
        const choice = c.ticketKeys(name === 0 ? null : copyOut(name >>> 0, TICKET_NAME_BYTES));
        if (choice === undefined) return 0;
        return writeBounded(out >>> 0, max, choice.keys, 'the ticket-key callback') | (choice.renew ? RENEW_TICKET : 0);
      }),
    // Told of when the call is over: OpenSSL is in the middle of its list, and one that is added there is removed again.
    session_remove: (context, id, length) =>
      attempt(undefined, () => {
        const handlers = contexts.get(context >>> 0)?.deref();
        const copy = copyOut(id >>> 0, length);
        if (handlers !== undefined) afterCall(() => handlers.sessionRemove(copy));
      }),
    psk_client: (ssl, hint, identity, maxIdentity, psk, maxPsk) =>
      withConnection(ssl, 'pskClient', -1, (c) =>
        statusOf(c.pskClient(hint === 0 ? null : readCString(hint >>> 0)), (answer) => {
          if (answer === undefined) return 0;
          if (psk === 0) return 1;
          const name = bytesOf(answer.identity, 'the PSK identity');
          if (name.includes(0)) throw new TypeError('a PSK identity must not contain a NUL byte');
          const end = writeBounded(identity >>> 0, maxIdentity, name, 'the PSK identity');
          heap()[(identity >>> 0) + end] = 0;
          return writeBounded(psk >>> 0, maxPsk, answer.key, 'the PSK callback');
        }),
      ),
    psk_server: (ssl, identity, psk, maxPsk) =>
      withConnection(ssl, 'pskServer', -1, (c) =>
        statusOf(c.pskServer(identity === 0 ? '' : readCString(identity >>> 0)), (key) => {
          if (key === undefined) return 0;
          if (psk === 0) return bytesOf(key, 'the PSK callback').length > 0 ? 1 : 0;
          return writeBounded(psk >>> 0, maxPsk, key, 'the PSK callback');
        }),
      ),
    passphrase: (buffer, max, writing) =>
      attempt(-1, () => {
        // OpenSSL tries one decoder after the other, and each would ask again.
        if (currentScope()?.thrown !== undefined) return -1;
        const passphrase = passphrases.at(-1)?.(max, writing !== 0);
        if (passphrase === undefined) return -1;
        if (typeof passphrase !== 'string')
          return writeBounded(buffer >>> 0, max, passphrase, 'the passphrase callback');
        const bytes = encoder.encode(passphrase);
        try {
          return writeBounded(buffer >>> 0, max, bytes, 'the passphrase callback');
        } finally {
          bytes.fill(0);
        }
      }),
  };
}
