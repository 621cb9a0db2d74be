import http from 'node:http';
import type { Duplex } from 'node:stream';
import type { PeerCertificate } from 'node:tls';
import { connect } from '../node/connect.js';
import type { ConnectOptions } from '../node/options/connect.js';
import { callable } from '../node/serving/callable.js';
import type { TLSSocket } from '../node/socket.js';
import { tlsKey } from './agent-key.js';
import { SessionCache } from './session-cache.js';

/** What a connection is told. */
export interface TlsOptions extends Omit<ConnectOptions, 'checkServerIdentity'> {
  /** Judges the name, of the certificate in the shape of node:tls: returns an error to end the connection. */
  readonly checkServerIdentity?: ((host: string, cert: PeerCertificate) => Error | undefined) | undefined;
}

/** What an agent is told: what `http.Agent` is told, and what every connection of it is. */
export interface AgentOptions extends http.AgentOptions, Omit<TlsOptions, keyof http.AgentOptions | 'session'> {
  /** How many sessions are kept for later connections: 100 by default, 0 for none. */
  readonly maxCachedSessions?: number | undefined;
  /** Refused: give `createConnection` a socket through the proxy. */
  readonly proxyEnv?: undefined;
}

/** What `getName` and `createConnection` are told. */
export type AgentTarget = TlsOptions & Readonly<Record<string, unknown>>;

type Made = (error: Error | null, socket: Duplex) => void;

/** What `http.Agent` has beside what its types say. */
const base = http.Agent.prototype as unknown as { getName(options: object): string };

const sessionsOf = new WeakMap<http.Agent, SessionCache>();

class HttpsAgent extends http.Agent {
  /** How many sessions are kept for later connections. */
  declare maxCachedSessions: number;
  /** The port where a request names none: 443. */
  declare defaultPort: number;
  /** The protocol of its requests: `https:`. */
  declare protocol: string;

  constructor(options?: AgentOptions | null) {
    super(checked(options));
    start(this, options);
  }

  /**
   * Names a connection: requests share those whose names are the same. It stands for the host, the port and every option of
   * TLS; the options themselves cannot be read from it.
   */
  override getName(options: AgentTarget = {}): string {
    return `${base.getName.call(this, options)}:${tlsKey(options)}`;
  }

  /**
   * Opens a connection, with a session from before where there is one that is good for the same.
   * @returns the socket, whose handshake goes on
   */
  override createConnection(options: AgentTarget, made?: Made): TLSSocket;
  override createConnection(port: number, host?: string, options?: AgentTarget, made?: Made): TLSSocket;
  override createConnection(...args: unknown[]): TLSSocket {
    const options = targetOf(args);
    const { socket: _carrier, checkServerIdentity, ...demands } = options;
    // A session is good whatever carries it.
    const key = this.getName({ ...demands, checkServerIdentity });
    const sessions = sessionsOf.get(this) ?? new SessionCache();
    const socket = connect({
      ...options,
      session: options.session ?? sessions.get(key),
    });
    socket.on('session', (session: Buffer) => sessions.add(key, session, this.maxCachedSessions));
    // Whatever it was: the next connection is to have no part of it.
    socket.once('close', (hadError: unknown) => {
      if (hadError) sessions.delete(key);
    });
    return socket;
  }
}

/** In any of the ways in which node:https takes them. */
function targetOf(args: readonly unknown[]): AgentTarget {
  const options = args.find((value): value is AgentTarget => typeof value === 'object' && value !== null);
  const port = args.find((value) => typeof value === 'number');
  const host = args.find((value) => typeof value === 'string');
  return {
    ...options,
    ...(port !== undefined && { port }),
    ...(host !== undefined && { host }),
  };
}

function checked(options: AgentOptions | null | undefined): http.AgentOptions {
  if (options != null && options.proxyEnv != null) {
    const message = 'proxyEnv is not known here: give createConnection a socket that goes through the proxy';
    throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' });
  }
  return { ...options };
}

function start(
  agent: HttpsAgent,
  options: (AgentOptions & { defaultPort?: number; protocol?: string }) | null | undefined,
) {
  agent.defaultPort = options?.defaultPort ?? 443;
  agent.protocol = options?.protocol ?? 'https:';
  agent.maxCachedSessions = options?.maxCachedSessions ?? 100;
  sessionsOf.set(agent, new SessionCache());
}

/** As of old, `Agent.call(this)` makes an agent of what inherits from one. */
function call(self: HttpsAgent | undefined, [options]: readonly unknown[]): HttpsAgent {
  if (self === undefined) return new HttpsAgent(options as AgentOptions);
  Reflect.apply(http.Agent as unknown as (options: object) => void, self, [checked(options as AgentOptions)]);
  start(self, options as AgentOptions);
  return self;
}

/** What {@link Agent} can be called as. */
export interface AgentConstructor {
  new (options?: AgentOptions | null): HttpsAgent;
  (options?: AgentOptions | null): HttpsAgent;
  /** What every agent has. */
  readonly prototype: HttpsAgent;
}

/**
 * An agent in the shape of `https.Agent`, over `http.Agent`: it keeps connections, as `keepAlive` says, and sessions. Neither
 * is ever shared between requests that differ in any option of TLS, be it a CA, a certificate, a pin or a function.
 */
export const Agent = callable(HttpsAgent, 'Agent', call as never) as unknown as AgentConstructor;
export type Agent = HttpsAgent;
