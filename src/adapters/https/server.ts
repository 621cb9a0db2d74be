import type http from 'node:http';
import type net from 'node:net';
import { func } from '../../common/options.js';
import { SERVER_OPTIONS } from '../node/options/checked.js';
import type { TlsServerOptions } from '../node/options/server.js';
import { Server as TlsServer } from '../node/server.js';
import { callable } from '../node/serving/callable.js';
import type { TLSSocket } from '../node/socket.js';
import { HttpServer } from './http-server.js';

/** What a server is told: what one of TLS is, and what one of node:http is. */
export interface ServerOptions extends TlsServerOptions, Omit<http.ServerOptions, keyof TlsServerOptions> {}

type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => void;

const parsers = new WeakMap<net.Server, HttpServer>();

function parserOf(server: net.Server): HttpServer {
  const parser = parsers.get(server);
  if (parser === undefined) throw new TypeError('this is no server of tsopenssl/https');
  return parser;
}

class HttpsServer extends TlsServer {
  constructor(listener?: Listener);
  constructor(options?: ServerOptions | null, listener?: Listener | null);
  constructor(first?: ServerOptions | Listener | null, second?: Listener | null) {
    const { options, listener } = argumentsOf(first, second);
    super(tlsOptions(options));
    start(this, options, listener);
  }

  /** How many milliseconds a connection may be idle within a request: 0, for no limit, by default. */
  get timeout(): number {
    return parserOf(this).timeout;
  }

  set timeout(milliseconds: number) {
    parserOf(this).timeout = milliseconds;
  }

  /** How many milliseconds the head of a request may take: 60,000 by default, 0 for no limit. */
  get headersTimeout(): number {
    return parserOf(this).headersTimeout;
  }

  set headersTimeout(milliseconds: number) {
    parserOf(this).headersTimeout = milliseconds;
  }

  /** How many milliseconds a request may take to come: 300,000 by default, 0 for no limit. */
  get requestTimeout(): number {
    return parserOf(this).requestTimeout;
  }

  set requestTimeout(milliseconds: number) {
    parserOf(this).requestTimeout = milliseconds;
  }

  /** How many milliseconds an idle connection is kept after a request: 5,000 by default, 0 for no limit. */
  get keepAliveTimeout(): number {
    return parserOf(this).keepAliveTimeout;
  }

  set keepAliveTimeout(milliseconds: number) {
    parserOf(this).keepAliveTimeout = milliseconds;
  }

  /** How many milliseconds are added to what clients are told of {@link keepAliveTimeout}, in Node 24.6 and newer. */
  get keepAliveTimeoutBuffer(): number | undefined {
    return (parserOf(this) as { keepAliveTimeoutBuffer?: number }).keepAliveTimeoutBuffer;
  }

  set keepAliveTimeoutBuffer(milliseconds: number) {
    Object.assign(parserOf(this), { keepAliveTimeoutBuffer: milliseconds });
  }

  /** How many lines the head of a request may have: 2,000 where it is null, 0 for no limit. */
  get maxHeadersCount(): number | null {
    return parserOf(this).maxHeadersCount;
  }

  set maxHeadersCount(count: number | null) {
    parserOf(this).maxHeadersCount = count;
  }

  /** How many requests a connection may bring: any number where it is null or 0. */
  get maxRequestsPerSocket(): number | null {
    return parserOf(this).maxRequestsPerSocket;
  }

  set maxRequestsPerSocket(count: number | null) {
    parserOf(this).maxRequestsPerSocket = count;
  }

  /** Sets {@link timeout}. @param listener - for `timeout` */
  setTimeout(milliseconds?: number | ((socket: TLSSocket) => void), listener?: (socket: TLSSocket) => void): this {
    if (typeof milliseconds === 'number') this.timeout = milliseconds;
    const told = typeof milliseconds === 'function' ? milliseconds : listener;
    if (told !== undefined) this.on('timeout', told);
    return this;
  }

  /** Takes no new connections, and lets go of those without a request. */
  override close(callback?: (error?: Error) => void): this {
    // It listens to nothing, and says so: what it does first is to let go.
    parserOf(this).close(() => undefined);
    return super.close(callback);
  }

  /** Lets go of all connections, also in the middle of a request. */
  closeAllConnections(): void {
    parserOf(this).closeAllConnections();
  }

  /** Lets go of the connections without a request. */
  closeIdleConnections(): void {
    parserOf(this).closeIdleConnections();
  }
}

function argumentsOf(first: unknown, second: unknown) {
  const isListener = typeof first === 'function';
  const listener: unknown = isListener ? first : second;
  return {
    options: (isListener ? {} : (first ?? {})) as ServerOptions,
    listener: listener == null ? undefined : func<Listener>()(listener, 'listener'),
  };
}

function tlsOptions(options: ServerOptions): TlsServerOptions {
  // What is no object, the server of TLS refuses.
  if (typeof options !== 'object') return options;
  const { ALPNCallback } = options as { ALPNCallback?: unknown };
  const speaksFor = options.ALPNProtocols ?? ALPNCallback;
  return { noDelay: true, ...(speaksFor == null && { ALPNProtocols: ['http/1.1'] }), ...given(options) };
}

function given<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value != null)) as T;
}

/** What is TLS's is not node:http's: it never sees a key. */
function httpOptions(options: ServerOptions): http.ServerOptions {
  const names = new Set([...SERVER_OPTIONS, 'blockList', 'pauseOnConnect', 'SNICallback']);
  return Object.fromEntries(Object.entries(given(options)).filter(([name]) => !names.has(name)));
}

function start(server: HttpsServer, options: ServerOptions, listener: Listener | undefined): void {
  const parser = new HttpServer(server, httpOptions(options));
  parsers.set(server, parser);
  server.on('secureConnection', (socket: TLSSocket) => {
    parser.emit('connection', socket);
    // Whoever asks a request for its server means this one.
    Object.assign(socket, { server });
  });
  // Watches over the time-outs from here on.
  server.on('listening', () => parser.emit('listening'));
  server.on('tlsClientError', (error: Error, socket: TLSSocket) => {
    if (!server.emit('clientError', error, socket)) socket.destroy(error);
  });
  if (listener !== undefined) server.on('request', listener);
}

/** As of old, `Server.call(this)` makes a server of what inherits from one. */
function call(self: HttpsServer | undefined, [first, second]: readonly unknown[]): HttpsServer {
  if (self === undefined) return new HttpsServer(first as ServerOptions, second as Listener);
  const { options, listener } = argumentsOf(first, second);
  Reflect.apply(TlsServer, self, [tlsOptions(options)]);
  start(self, options, listener);
  return self;
}

/** What {@link Server} can be called as. */
export interface ServerConstructor {
  new (listener?: Listener): HttpsServer;
  new (options?: ServerOptions | null, listener?: Listener | null): HttpsServer;
  (listener?: Listener): HttpsServer;
  (options?: ServerOptions | null, listener?: Listener | null): HttpsServer;
  /** What every server has. */
  readonly prototype: HttpsServer;
}

/**
 * A server in the shape of `https.Server`: a {@link TlsServer} whose connections a server of node:http reads. It has the events
 * of both.
 */
export const Server = callable(HttpsServer, 'Server', call as never) as unknown as ServerConstructor;
export type Server = HttpsServer;

/** Makes a server, as `https.createServer` does. @param listener - for `request` */
export function createServer(listener?: Listener): Server;
export function createServer(options?: ServerOptions | null, listener?: Listener | null): Server;
export function createServer(options?: ServerOptions | Listener | null, listener?: Listener | null): Server {
  return new HttpsServer(options as ServerOptions, listener);
}
