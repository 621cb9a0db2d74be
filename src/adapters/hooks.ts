/** Routes what a context calls back with to the session that it is about: a context serves many. */
import type { Bytes } from '../common/bytes.js';
import { SSL } from '../index.js';
import { type Attention, attend } from './attention.js';

/** What a session wants to hear of. */
export interface Hooks extends Attention {
  readonly keylog?: ((line: Bytes) => void) | undefined;
  readonly contextFor?: ((servername: string) => SSL.Answer<SSL.Context | undefined>) | undefined;
  readonly protocols?: readonly Uint8Array[] | undefined;
  /** Chooses a protocol in place of `protocols`. */
  readonly protocolFor?:
    | ((connection: SSL.ConnectionCore, offer: readonly Uint8Array[]) => SSL.Answer<Uint8Array | undefined>)
    | undefined;
}

const hooksOf = new WeakMap<object, Hooks>();

const attentionOf = (connection: object): Attention | undefined => hooksOf.get(connection);

/** What each context of ours does with a line of key material. */
const keylogOf = new WeakMap<SSL.Context, SSL.KeylogCallback>();

/** Names what a connection wants to hear of; called again, it adds. */
export function setHooks(connection: SSL.Connection, hooks: Hooks): void {
  hooksOf.set(connection, { ...hooksOf.get(connection), ...hooks });
  if (hooks.keylog !== undefined) logKeys(connection.getContext());
  attend(connection.getContext(), hooks, attentionOf);
}

/** Secrets leave OpenSSL only once somebody has asked for them. */
function logKeys(context: SSL.Context): void {
  const keylog = keylogOf.get(context);
  if (keylog !== undefined) context.logKeys(keylog);
}

/** Makes a context of ours call back. @param keylogFile - gets every line too */
export function installHooks(context: SSL.Context, role: 'client' | 'server', keylogFile: Hooks['keylog']): void {
  keylogOf.set(context, (connection, line) => {
    keylogFile?.(line);
    tell(hooksOf.get(connection)?.keylog, line);
  });
  if (keylogFile !== undefined) logKeys(context);
  if (role === 'client') {
    context.setSessionNewCallback((connection, session) => {
      hooksOf.get(connection)?.session?.(session);
      session.free();
    });
    return;
  }
  context.setTlsextServernameCallback(chooseContext);
  context.setAlpnSelectCallback((connection, offer) => chooseProtocol(connection, offer, undefined));
}

/**
 * Makes a context of the caller's call back too, about the sessions that adapters make of it. Callbacks of the caller's own go
 * on: they hear of all other connections, and of those that have said nothing of the kind.
 */
export function adoptContext(context: SSL.Context): void {
  if (keylogOf.has(context)) return;
  const { keylog, servername, alpnSelect, sessionNew } = context.callbacks;
  keylogOf.set(context, (connection, line) => {
    keylog?.(connection, line);
    tell(hooksOf.get(connection)?.keylog, line);
  });
  context.adopt({
    servername(connection) {
      const answer = servername?.(connection);
      return answer instanceof Promise ? answer.then(() => chooseContext(connection)) : chooseContext(connection);
    },
    alpnSelect: (connection, offer) => chooseProtocol(connection, offer, alpnSelect),
    sessionNew(connection, session) {
      const hooks = hooksOf.get(connection);
      hooks?.session?.(session);
      if (sessionNew !== undefined) sessionNew(connection, session);
      else session.free();
    },
  });
}

function chooseContext(connection: object): SSL.Answer<void> {
  if (!(connection instanceof SSL.Connection)) return undefined;
  const name = connection.getServername();
  const chosen = name === null ? undefined : hooksOf.get(connection)?.contextFor?.(new TextDecoder().decode(name));
  return chosen instanceof Promise ? chosen.then((context) => show(connection, context)) : show(connection, chosen);
}

function show(connection: SSL.Connection, context: SSL.Context | undefined): void {
  // It may have been freed while the context was looked for.
  if (context === undefined || connection.isFreed) return;
  const hooks = hooksOf.get(connection);
  connection.setContext(context);
  adoptContext(context);
  if (hooks?.keylog !== undefined) logKeys(context);
  if (hooks?.stapleFor !== undefined) attend(context, { stapleFor: hooks.stapleFor }, attentionOf);
}

type Select = NonNullable<SSL.Context['callbacks']['alpnSelect']>;

function chooseProtocol(
  connection: Parameters<Select>[0],
  offer: Parameters<Select>[1],
  otherwise: Select | undefined,
): ReturnType<Select> {
  const hooks = hooksOf.get(connection);
  if (hooks?.protocolFor !== undefined) return agreed(hooks.protocolFor(connection, offer), offer);
  const ours = hooks?.protocols;
  if (ours === undefined || ours.length === 0)
    return otherwise === undefined ? SSL.NO_OVERLAPPING_PROTOCOLS : otherwise(connection, offer);
  const offered = new Set(offer.map(latin1));
  const chosen = ours.find((protocol) => offered.has(latin1(protocol)));
  // The handshake ends with the alert that RFC 7301, 3.2, asks for.
  if (chosen === undefined) throw noProtocol(offer.map((protocol) => new TextDecoder().decode(protocol)));
  return chosen;
}

function agreed(answer: SSL.Answer<Uint8Array | undefined>, offer: readonly Uint8Array[]): SSL.Answer<Uint8Array> {
  if (answer instanceof Promise) return answer.then((chosen) => agreed(chosen, offer));
  if (answer === undefined) throw noProtocol(offer.map((protocol) => new TextDecoder().decode(protocol)));
  return answer;
}

/** Bytes as a text to compare. */
function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function noProtocol(offered: readonly string[]): Error {
  const error = new SSL.Error(`no common application protocol: the client offers ${offered.join()}`);
  return Object.assign(error, {
    code: 'ERR_SSL_NO_APPLICATION_PROTOCOL',
    library: 'SSL routines',
    reason: 'no application protocol',
  });
}

/**
 * Tells a listener of the user's once OpenSSL has returned: it may then do with the session what it likes, and what it
 * throws is not the session's failure.
 */
export function tell(listener: ((bytes: Bytes) => void) | undefined, bytes: Bytes): void {
  if (listener !== undefined) queueMicrotask(() => listener(bytes));
}
