/** A connection of a server: its socket, and what the server says of it. */
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { handshakeTimeoutOf } from '../options/checked.js';
import { TLSSocket } from '../socket.js';
import { callbacksOf } from './callbacks.js';
import type { ServerState } from './state.js';

/** Starts TLS over a stream that has come in. */
export function takeConnection(server: Server, state: ServerState, stream: Duplex): void {
  if (state.isBlocked(stream)) {
    stream.destroy();
    return;
  }
  const socket = socketOver(server, state, stream);
  if (socket === undefined) return;
  if (server.listenerCount('keylog') > 0) {
    socket.on('keylog', (line: Buffer) => server.emit('keylog', line, socket));
  }
  // A server's time is told from the beginning, as by node:tls: there is none.
  socket.timeout = 0;
  if (state.options.pauseOnConnect === true) socket.pause();
  // Told once, and only before the application has the socket: what comes later it hears from that.
  const fail = (error: Error) => {
    socket.off('error', fail).off('close', onClose);
    server.emit('tlsClientError', isHangUp(error) ? hangUp(error) : error, socket);
  };
  const onClose = () => fail(hangUp());
  socket.once('error', fail);
  socket.once('close', onClose);
  socket.once('secure', () => {
    if (socket.destroyed) return;
    socket.off('error', fail).off('close', onClose);
    server.emit('secureConnection', socket);
  });
}

/** A server outlives a connection for which there is no room. */
function socketOver(server: Server, state: ServerState, stream: Duplex): TLSSocket | undefined {
  let socket: TLSSocket | undefined;
  try {
    socket = new TLSSocket(stream, {
      ...state.options,
      // The stream itself is half-open, for our close_notify.
      allowHalfOpen: state.options.allowHalfOpen ?? false,
      isServer: true,
      handshakeTimeout: handshakeTimeoutOf(state.options),
      secureContext: state.context,
      ...callbacksOf(server, state, () => socket),
    });
    return socket;
  } catch (error) {
    stream.destroy();
    server.emit('tlsClientError', error, stream);
    return undefined;
  }
}

const HUNG_UP = 'the peer hung up before the TLS handshake was done';

/** Whether the stream ended within the handshake; a reset has words of its own. */
const isHangUp = (error: Error) => error.message === HUNG_UP;

/** In the words of node:http and node:tls, by which applications know it. */
function hangUp(cause?: Error): Error {
  return Object.assign(new Error('socket hang up', { cause }), { code: 'ECONNRESET' });
}
