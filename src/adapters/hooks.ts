/** Routes what a context calls back with to the session that it is about: a context serves many. */
import { SSL } from '../index.js';

/** What a session wants to hear of. */
export interface Hooks {
  readonly keylog?: ((line: Uint8Array) => void) | undefined;
  readonly session?: ((session: Uint8Array) => void) | undefined;
  readonly contextFor?: ((servername: string) => SSL.Context | undefined) | undefined;
  readonly protocols?: readonly string[] | undefined;
}

const hooksOf = new WeakMap<object, Hooks>();

/** Names what a connection wants to hear of. */
export function setHooks(connection: SSL.Connection, hooks: Hooks): void {
  hooksOf.set(connection, hooks);
}

/** Makes a context of ours call back. @param keylogFile - gets every line too */
export function installHooks(context: SSL.Context, role: 'client' | 'server', keylogFile: Hooks['keylog']): void {
  context.setKeylogCallback((connection, line) => {
    keylogFile?.(line);
    hooksOf.get(connection)?.keylog?.(line);
  });
  if (role === 'client') {
    context.setSessionNewCallback((connection, session) => {
      hooksOf.get(connection)?.session?.(session.toDer());
      session.free();
    });
    return;
  }
  context.setTlsextServernameCallback((connection) => {
    const name = connection.getServername();
    const chosen = name === null ? undefined : hooksOf.get(connection)?.contextFor?.(new TextDecoder().decode(name));
    if (chosen !== undefined) connection.setContext(chosen);
  });
  context.setAlpnSelectCallback((connection, offer) => {
    const ours = hooksOf.get(connection)?.protocols;
    if (ours === undefined || ours.length === 0) return SSL.NO_OVERLAPPING_PROTOCOLS;
    const names = offer.map((protocol) => new TextDecoder().decode(protocol));
    const chosen = ours.find((protocol) => names.includes(protocol));
    // The handshake ends with the alert that RFC 7301, 3.2, asks for.
    if (chosen === undefined) throw new SSL.Error(`no common application protocol: the client offers ${names.join()}`);
    return chosen;
  });
}
