/** The imports that C's trampolines call: what C gives becomes plain data, and what a handler answers bytes of C's. */
import { type Bytes, isUint8Array } from '../../common/bytes.js';
import { afterCall, currentScope } from '../call.js';
import type { RawImports } from '../generated/exports.js';
import { Handle } from '../handle.js';
import { wasm } from '../instance.js';
import { copyOut, heap, heapView, measured, readCString } from '../memory.js';
import { LATER, type Later } from './handlers.js';
import { attempt, contextAt, keyProgressListener, passphraseSource, withConnection } from './routing.js';

/** What C is told for it. */
const LATER_STATUS = -1000;

const encoder = new TextEncoder();
/** RFC 5077, 4; and what wasm-build/shim/context/ticket_keys.c reads beside a length. */
const [TICKET_NAME_BYTES, RENEW_TICKET] = [16, 0x100];

/** What C is told of an answer, which may be one that is to come. */
function statusOf<T>(answer: T | Later, status: (answer: Exclude<T, Later>) => number): number {
  return answer === LATER ? LATER_STATUS : status(answer as Exclude<T, Later>);
}

/** Bytes of the random of a ClientHello (RFC 8446, 4.1.2). */
const HELLO_RANDOM = 32;

function bytesOf(value: unknown, what: string): Uint8Array {
  if (!isUint8Array(value)) throw new TypeError(`${what} must return bytes`);
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

function splitProtocols(list: Bytes): Bytes[] {
  const protocols: Bytes[] = [];
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
        const handlers = contextAt(context >>> 0);
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
    sign: (ssl, signer, which, digest, salt, data, length, out) =>
      withConnection(ssl, 'sign', -1, (c) => {
        const method = { digest: digest === 0 ? null : readCString(digest >>> 0), salt };
        const answer = c.sign(signer >>> 0, which >>> 0, method, () => copyOut(data >>> 0, length));
        return statusOf(answer, (signature) => {
          writeOut(out >>> 0, bytesOf(signature, 'a signer'));
          return 1;
        });
      }),
    key_progress: (stage) => {
      const listener = keyProgressListener();
      if (listener === undefined) return 1;
      return attempt(0, () => {
        listener(stage);
        return 1;
      });
    },
    passphrase: (buffer, max, writing) =>
      attempt(-1, () => {
        // OpenSSL tries one decoder after the other, and each would ask again.
        if (currentScope()?.thrown !== undefined) return -1;
        const passphrase = passphraseSource()?.(max, writing !== 0);
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
