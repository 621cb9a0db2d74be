import net from 'node:net';
import type { Duplex } from 'node:stream';
import { func, text } from '../../common/options.js';
import { wrongType } from '../../common/refusals.js';
import { SSL } from '../../index.js';
import { SecureContext } from '../context/secure-context.js';
import type { ContextOptions } from '../options.js';
import { nodeContextOptions } from './module/context-options.js';
import { listenerOptions } from './options/checked.js';
import type { TlsServerOptions } from './options/server.js';
import { callable } from './serving/callable.js';
import { takeConnection } from './serving/connection.js';
import { ServerState } from './serving/state.js';
import { sealTickets, ticketKeysOf } from './serving/tickets.js';
import type { TLSSocket } from './socket.js';

type Listener = (socket: TLSSocket) => void;

class TlsServer extends net.Server {
  constructor(listener?: Listener);
  constructor(options?: TlsServerOptions | null, listener?: Listener | null);
  constructor(first?: TlsServerOptions | Listener | null, second?: Listener | null) {
    const { options, listener } = argumentsOf(first, second);
    super(netOptions(options));
    start(this, options, listener);
  }

  /**
   * Serves names that match `hostname`, in which `*` stands for one label, with another context. The last one added wins.
   * @throws {Error} `ERR_TLS_REQUIRED_SERVER_NAME` without a name
   */
  addContext(hostname: string, context: SSL.Context | SecureContext | ContextOptions): void {
    const name = requiredName(hostname);
    const isMade = context instanceof SSL.Context || context instanceof SecureContext;
    ServerState.of(this).add(name, isMade ? context : nodeContextOptions(given(context)));
  }

  /**
   * Serves new connections with other credentials; those that are open keep theirs. As in node:tls, sessions from before are
   * resumed only where `ticketKeys` was given, here or to the server.
   */
  setSecureContext(options: ContextOptions): void {
    ServerState.of(this).change(nodeContextOptions(given(options)));
  }

  /** The keys that seal session tickets: 48 bytes, for {@link setTicketKeys} of another server. Secret. */
  getTicketKeys(): Buffer {
    return ticketKeysOf(ServerState.of(this).current);
  }

  /**
   * Sets the keys that seal the tickets of new connections, until the context changes. Tickets of others are no longer resumed.
   * @param keys - 48 bytes
   */
  setTicketKeys(keys: Uint8Array): void {
    sealTickets(ServerState.of(this).current, keys);
  }

  /** @internal What node:cluster shares among the workers that listen on one port. */
  _getServerData(): { readonly ticketKeys: string } {
    return { ticketKeys: this.getTicketKeys().toString('hex') };
  }

  /** @internal */
  _setServerData(data: { readonly ticketKeys: string }): void {
    this.setTicketKeys(Buffer.from(data.ticketKeys, 'hex'));
  }

  /** @internal Where the application captures rejections, one of a listener for `secureConnection` ends the connection. */
  [Symbol.for('nodejs.rejection')](error: Error, event: string, ...args: unknown[]): void {
    const [socket] = args as [Duplex | undefined];
    if (event === 'secureConnection' || event === 'connection') socket?.destroy(error);
    else this.emit('error', error);
  }
}

function argumentsOf(first: unknown, second: unknown) {
  const isListener = typeof first === 'function';
  const listener: unknown = isListener ? first : second;
  return {
    options: listenerOptions(isListener ? undefined : first),
    listener: listener == null ? undefined : func<Listener>()(listener, 'listener'),
  };
}

function netOptions(options: TlsServerOptions): net.ServerOpts {
  const { pauseOnConnect, noDelay, keepAlive, keepAliveInitialDelay, highWaterMark, blockList } = options;
  return {
    // The client's end of the stream must not cut off what is still to be sent, close_notify at least.
    allowHalfOpen: true,
    ...(pauseOnConnect !== undefined && { pauseOnConnect }),
    ...(noDelay !== undefined && { noDelay }),
    ...(keepAlive !== undefined && { keepAlive }),
    ...(keepAliveInitialDelay !== undefined && { keepAliveInitialDelay }),
    ...(highWaterMark !== undefined && { highWaterMark }),
    ...(blockList !== undefined && { blockList }),
  };
}

function start(server: TlsServer, options: TlsServerOptions, listener: Listener | undefined): void {
  const state = new ServerState(server, options);
  server.on('connection', (stream: Duplex) => takeConnection(server, state, stream));
  if (listener !== undefined) server.on('secureConnection', listener);
}

/** As of old, `Server.call(this)` makes a server of what inherits from one. */
function call(self: TlsServer | undefined, [first, second]: readonly unknown[]): TlsServer {
  if (self === undefined) return new TlsServer(first as TlsServerOptions, second as Listener);
  const { options, listener } = argumentsOf(first, second);
  Reflect.apply(net.Server as unknown as (options: net.ServerOpts) => void, self, [netOptions(options)]);
  start(self, options, listener);
  return self;
}

function requiredName(hostname: unknown): string {
  if (hostname === undefined || hostname === null || hostname === '') {
    const error = new Error('"servername" is required parameter for Server.addContext');
    throw Object.assign(error, { code: 'ERR_TLS_REQUIRED_SERVER_NAME' });
  }
  return text(hostname, 'hostname');
}

/** A server is not to fall back to a context without a certificate because a variable was empty. */
function given<T extends object>(options: T): T {
  if (typeof options !== 'object' || options === null)
    throw wrongType('context', 'an SSL.Context or what it is made of', options);
  return options;
}

/** What {@link Server} can be called as. */
export interface ServerConstructor {
  new (listener?: Listener): TlsServer;
  new (options?: TlsServerOptions | null, listener?: Listener | null): TlsServer;
  (listener?: Listener): TlsServer;
  (options?: TlsServerOptions | null, listener?: Listener | null): TlsServer;
  /** What every server has. */
  readonly prototype: TlsServer;
}

/**
 * A TLS server in the shape of `tls.Server`, made with `new` or without: it emits `secureConnection` with a {@link TLSSocket}
 * after each handshake, `tlsClientError` with the error and the socket where one fails, and `keylog`. Whatever a client does
 * ends its connection alone.
 */
export const Server = callable(TlsServer, 'Server', call as never) as unknown as ServerConstructor;
export type Server = TlsServer;

/** Makes a server, as `tls.createServer` does. @param listener - for `secureConnection` */
export function createServer(listener?: (socket: TLSSocket) => void): Server;
export function createServer(
  options?: TlsServerOptions | null,
  listener?: ((socket: TLSSocket) => void) | null,
): Server;
export function createServer(options?: TlsServerOptions | Listener | null, listener?: Listener | null): Server {
  return new TlsServer(options as TlsServerOptions, listener);
}
