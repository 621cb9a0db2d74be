/** `tsopenssl/web`: TLS over any pair of web streams, in the shape of the sockets of WinterTC. */
import { boolean, bytes, declareOptions } from '../../common/options.js';
import { CLIENT_RULES, SERVER_RULES } from '../checked-options.js';
import type { ClientOptions, ServerOptions } from '../options.js';
import { openClient, openServer } from '../sessions.js';
import { TlsSocket } from './socket.js';
import { type StreamSource, StreamTransport, sourceArgument } from './transport.js';

export { pinOf } from '../../verification/pins.js';
export { createSecureContext } from '../context.js';
export { checkServerIdentity, type PlainCertificate } from '../identity.js';
export type { ClientOptions, ContextOptions, ServerOptions, TlsVersion } from '../options.js';
export { type TlsInfo, TlsSocket } from './socket.js';
export type { OpeningPair, StreamPair, StreamSource } from './transport.js';

/** What a pair of streams is told. */
export interface StreamOptions {
  /** Whether this side may go on writing after the peer has ended: false by default, as in WinterTC. */
  readonly allowHalfOpen?: boolean | undefined;
  /** What was read of the transport already, as when a plain protocol came before. */
  readonly head?: Uint8Array | undefined;
}

const STREAM_RULES = { allowHalfOpen: boolean, head: bytes };
const clientStreamOptions = declareOptions<ClientOptions & StreamOptions>({ ...CLIENT_RULES, ...STREAM_RULES });
const serverStreamOptions = declareOptions<ServerOptions & StreamOptions>({ ...SERVER_RULES, ...STREAM_RULES });

/**
 * Starts TLS as a client over a transport: `cloudflare:sockets`, `Deno.connect`, WebSocketStream, a Direct Socket, or any
 * other pair. The peer must be of a trusted CA and name `host`.
 * @throws {TypeError} when a stream is locked, or nobody was named
 */
export function connect(transport: StreamSource, options: ClientOptions & StreamOptions): TlsSocket {
  const { head, allowHalfOpen = false, ...session } = clientStreamOptions(options);
  return new TlsSocket(openClient(new StreamTransport(unlocked(transport), head), session), allowHalfOpen);
}

/** Starts TLS as a server over a transport. */
export function accept(transport: StreamSource, options: ServerOptions & StreamOptions): TlsSocket {
  const { head, allowHalfOpen = false, ...session } = serverStreamOptions(options);
  return new TlsSocket(openServer(new StreamTransport(unlocked(transport), head), session), allowHalfOpen);
}

/**
 * Goes over to TLS as a client in the middle of a plain protocol (STARTTLS): release the locks of its streams first, and
 * pass in `head` what was read beyond the server's go-ahead. Bytes that came before the handshake must not be trusted.
 */
export function upgrade(transport: StreamSource, options: ClientOptions & StreamOptions): TlsSocket {
  return connect(transport, options);
}

function unlocked(source: StreamSource): StreamSource {
  const transport = sourceArgument(source);
  if ('readable' in transport && (transport.readable.locked || transport.writable.locked)) {
    throw new TypeError('a stream of the transport is locked: release its reader and writer first');
  }
  return transport;
}
