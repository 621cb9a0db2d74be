/** Makes hooks of the callbacks that adapters take as options. */
import type { Bytes } from '../common/bytes.js';
import { wrongType, wrongValue } from '../common/refusals.js';
import { SSL } from '../index.js';
import type { ClientCallbacks, ServerCallbacks, SharedIdentity, SharedKey } from './callback-options.js';
import { derOf } from './certificate.js';
import type { Gate } from './gate.js';
import { type Hooks, tell } from './hooks.js';

const [MAX_KEY, MAX_IDENTITY] = [512, 256];

/** What a server's options say of its hooks. @param gate - holds back output while a session is put away */
export function serverHooks(options: ServerCallbacks, gate: Gate): Hooks {
  const { ALPNCallback, stapleFor, onNewSession, resumeSession } = options;
  return {
    protocolFor:
      ALPNCallback &&
      ((connection, offer) => {
        const protocols = offer.map((bytes) => String.fromCharCode(...bytes));
        const servername = new TextDecoder().decode(connection.getServername() ?? undefined);
        return then(ALPNCallback({ servername, protocols }), (chosen) => offered(chosen, protocols, offer));
      }),
    stapleFor:
      stapleFor &&
      ((connection) => {
        using certificate = connection.getCertificate();
        if (certificate === null) return new Uint8Array();
        using issuer = connection.getCertificateIssuer();
        return then(stapleFor(derOf(certificate), issuer && derOf(issuer)), (staple) =>
          staple == null ? new Uint8Array() : bytesOf(staple, 'the OCSP response'),
        );
      }),
    sessionFor: resumeSession && ((id) => then(resumeSession(id), sessionOf)),
    session:
      onNewSession &&
      ((session) => {
        const { id } = session;
        const der = session.toDer();
        // Once OpenSSL has returned: it may then do with the session what it likes.
        gate.hold(Promise.resolve().then(() => onNewSession(id, der)));
      }),
  };
}

/** What a client's options say of its hooks. */
export function clientHooks({ onOCSPResponse }: ClientCallbacks): Hooks {
  return {
    onStaple:
      onOCSPResponse && ((response) => tell((bytes) => onOCSPResponse(bytes.length === 0 ? null : bytes), response)),
  };
}

/** Gives a connection its callbacks of pre-shared keys. */
export function shareKeys(connection: SSL.Connection, options: ServerCallbacks): void {
  const { pskCallback, pskIdentityHint = null } = options;
  if (pskCallback === undefined) return;
  connection.setPskServerCallback((_connection, identity) => then(pskCallback(identity), keyOf), pskIdentityHint);
}

/** Gives a client its callback of a pre-shared key. */
export function proveByKey(connection: SSL.Connection, { pskCallback }: ClientCallbacks): void {
  if (pskCallback === undefined) return;
  connection.setPskClientCallback((_connection, hint) => then(pskCallback(hint), proofOf));
}

function then<T, U>(answer: SSL.Answer<T>, map: (value: T) => U): SSL.Answer<U> {
  return isPromise(answer) ? answer.then(map) : map(answer);
}

function isPromise<T>(answer: SSL.Answer<T>): answer is Promise<T> {
  return typeof answer === 'object' && answer !== null && 'then' in answer && typeof answer.then === 'function';
}

function bytesOf(value: unknown, name: string): Bytes {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  throw wrongType(name, 'bytes', value);
}

function offered(
  chosen: string | undefined,
  protocols: readonly string[],
  offer: readonly Uint8Array[],
): Uint8Array | undefined {
  if (chosen === undefined) return undefined;
  const found = offer[protocols.indexOf(chosen)];
  if (found !== undefined) return found;
  const error = new TypeError(
    `ALPN callback returned a value (${String(chosen)}) that did not match any of the client's offered protocols (${protocols.join(', ')})`,
  );
  throw Object.assign(error, { code: 'ERR_TLS_ALPN_CALLBACK_INVALID_RESULT' });
}

/** One that cannot be read is none, and the handshake a full one. */
function sessionOf(der: Uint8Array | null | undefined): SSL.Session | null {
  if (der == null) return null;
  try {
    return SSL.Session.fromDer(bytesOf(der, 'the session'));
  } catch (error) {
    if (error instanceof SSL.Error) return null;
    throw error;
  }
}

function checkedKey(psk: unknown): Bytes {
  const key = bytesOf(psk, 'psk');
  if (key.length > MAX_KEY) throw wrongValue('psk', `a key of at most ${MAX_KEY} bytes`, `${key.length} bytes`);
  return key;
}

function keyOf(answer: SharedKey | null | undefined): Bytes | null {
  if (answer == null) return null;
  if (typeof answer !== 'object') throw wrongType('the answer of pskCallback', 'bytes, or an object with psk', answer);
  return checkedKey('psk' in answer ? answer.psk : answer);
}

function proofOf(answer: SharedIdentity | null | undefined): SSL.PskIdentity | null {
  if (answer == null) return null;
  if (typeof answer !== 'object') throw wrongType('the answer of pskCallback', 'an object', answer);
  const { psk, identity } = answer;
  const key = checkedKey(psk);
  if (typeof identity !== 'string') throw wrongType('identity', 'a string', identity);
  const { length } = new TextEncoder().encode(identity);
  if (length > MAX_IDENTITY) throw wrongValue('identity', `a name of at most ${MAX_IDENTITY} bytes`, `${length} bytes`);
  return { identity, key };
}
