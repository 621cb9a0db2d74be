/** A socket of the platform's that is made for a session, or is still to be connected. */
import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocketOptions } from '../options/socket.js';

/** What a socket that dials itself passes on of its own connection. */
export const OF_DIALLING: ReadonlySet<string | symbol> = new Set([
  'connect',
  'ready',
  'lookup',
  'connectionAttempt',
  'connectionAttemptFailed',
  'connectionAttemptTimeout',
]);

/** A socket that nobody has connected yet. Half-open: the peer's end must not cut off our close_notify. */
export function freshSocket({ noDelay, keepAlive, keepAliveInitialDelay }: TLSSocketOptions): net.Socket {
  return new net.Socket({
    allowHalfOpen: true,
    ...(noDelay !== undefined && { noDelay }),
    ...(keepAlive !== undefined && { keepAlive }),
    ...(keepAliveInitialDelay !== undefined && { keepAliveInitialDelay }),
  } as net.SocketConstructorOpts);
}

/** Whether a socket is still to be connected, by whomever. */
export function isUnconnected(stream: Duplex): boolean {
  if (stream.destroyed) return false;
  const { connecting, pending } = stream as Partial<net.Socket>;
  return connecting === true || (pending === true && stream instanceof net.Socket);
}

/** A socket that nobody dials may wait for ever: no handshake is late before it is. */
export function patienceFor(stream: Duplex, options: TLSSocketOptions): { handshakeTimeout?: number } {
  const { connecting } = stream as Partial<net.Socket>;
  return options.handshakeTimeout === undefined && isUnconnected(stream) && !connecting ? { handshakeTimeout: 0 } : {};
}
