/** `tsopenssl/node`: TLS over Node's streams, in the shape of node:tls. */

export { pinOf } from '../../verification/pins.js';
export { createSecureContext } from '../context.js';
export { checkServerIdentity, type PlainCertificate } from '../identity.js';
export type { ClientOptions, ContextOptions, ServerOptions, TlsVersion } from '../options.js';
export { type ConnectOptions, connect } from './connect.js';
export type { CipherInfo } from './peer.js';
export { createServer, Server, type TlsServerOptions } from './server.js';
export { type EphemeralKeyInfo, TLSSocket } from './socket.js';
export type { ClientSide, ServerSide, SocketOptions, TLSSocketOptions } from './socket-options.js';
