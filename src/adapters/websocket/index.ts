/** `tsopenssl/websocket`: TLS end to end from a page, over a WebSocket that carries a TCP stream: the proxy sees ciphertext. */
import type { ClientOptions } from '../options.js';
import { connect as connectStreams } from '../web/index.js';
import type { TlsSocket } from '../web/socket.js';
import { openWebSocket } from './open.js';
import type { WebSocketLike, WebSocketOptions } from './pair.js';

export { openWebSocket } from './open.js';
export { pairOf, type WebSocketLike, type WebSocketOptions } from './pair.js';
export { Wisp } from './wisp.js';

/**
 * Starts TLS as a client over a WebSocket whose other end is a proxy's TCP connection (websockify and its kin). The server
 * behind the proxy must be of a trusted CA and name `host`.
 */
export function connect(target: string | URL | WebSocketLike, options: ClientOptions & WebSocketOptions): TlsSocket {
  return connectStreams(openWebSocket(target, options), options);
}
