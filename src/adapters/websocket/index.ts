/** `tsopenssl/websocket`: TLS end to end from a page, over a WebSocket that carries a TCP stream: the proxy sees ciphertext. */
import { declareOptions } from '../../common/options.js';
import { CLIENT_RULES } from '../checked-options.js';
import type { ClientOptions } from '../options.js';
import { connect as connectStreams } from '../web/index.js';
import type { TlsSocket } from '../web/socket.js';
import { openWebSocket } from './open.js';
import { WEB_SOCKET_RULES, type WebSocketLike, type WebSocketOptions } from './pair.js';

export { openWebSocket } from './open.js';
export { pairOf, type WebSocketLike, type WebSocketOptions } from './pair.js';
export { Wisp } from './wisp.js';

const connectOptions = declareOptions<ClientOptions & WebSocketOptions>({ ...CLIENT_RULES, ...WEB_SOCKET_RULES });

/**
 * Starts TLS as a client over a WebSocket whose other end is a proxy's TCP connection (websockify and its kin). The server
 * behind the proxy must be of a trusted CA and name `host`.
 */
export function connect(target: string | URL | WebSocketLike, options: ClientOptions & WebSocketOptions): TlsSocket {
  const checked = connectOptions(options);
  return connectStreams(openWebSocket(target, checked), checked);
}
