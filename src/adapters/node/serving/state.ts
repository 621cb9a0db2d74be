/** What a server knows beside its listener: its contexts, and what new connections are told. */
import { BlockList, isIPv6, type Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { SSL } from '../../../index.js';
import { contextOfSide } from '../../context.js';
import type { BothSides, ContextOptions } from '../../options.js';
import { serverContext } from '../module/secure-context.js';
import type { TlsServerOptions } from '../options/server.js';
import { NamedContexts } from './names.js';
import { renegotiation } from './renegotiation.js';
import { sealTickets } from './tickets.js';

const states = new WeakMap<Server, ServerState>();

/** The state of a server. */
export class ServerState {
  readonly options: TlsServerOptions;
  readonly names = new NamedContexts();
  /** The context of new connections. */
  context: SSL.Context | BothSides;
  /** As in node:tls these outlive a change of the context. */
  #lasting: Pick<TlsServerOptions, 'ticketKeys' | 'sessionTimeout'>;

  constructor(server: Server, options: TlsServerOptions) {
    this.options = options;
    this.#lasting = options;
    const { secureContext, ticketKeys } = options;
    this.context = secureContext ?? this.#contextOf(options);
    if (secureContext !== undefined && ticketKeys !== undefined) sealTickets(this.current, ticketKeys);
    states.set(server, this);
  }

  /** The state of this server. @throws {TypeError} where it is none of ours */
  static of(server: Server): ServerState {
    const state = states.get(server);
    if (state === undefined) throw new TypeError('this is no server of tsopenssl/node');
    return state;
  }

  /** The context of new connections, on this side. */
  get current(): SSL.Context {
    return contextOfSide(this.context, 'server');
  }

  /** Serves new connections with a context of these options. */
  change(options: ContextOptions): void {
    const before = this.#lasting;
    this.#lasting = {
      ticketKeys: options.ticketKeys ?? before.ticketKeys,
      // Of node:tls: 0 stands for "not given".
      sessionTimeout: options.sessionTimeout || before.sessionTimeout,
    };
    try {
      this.context = this.#contextOf(options);
    } catch (error) {
      this.#lasting = before;
      throw error;
    }
  }

  /** Serves a name with another context: sessions are those of the server all the same. */
  add(name: string, context: SSL.Context | BothSides | ContextOptions): void {
    const isMade = context instanceof SSL.Context || 'sslContext' in context;
    this.names.add(name, isMade ? context : limited(serverContext(context)));
  }

  #contextOf(options: ContextOptions): SSL.Context {
    const { ticketKeys, sessionTimeout } = this.#lasting;
    const context = limited(serverContext({ ...options, ticketKeys, sessionTimeout: sessionTimeout || undefined }));
    if (ticketKeys !== undefined) sealTickets(context, ticketKeys);
    return context;
  }

  /** Whether whoever has connected is turned away; node:net itself does so from Node 22.13 on. */
  isBlocked(stream: Duplex): boolean {
    const { blockList } = this.options;
    if (!(blockList instanceof BlockList) || !(stream instanceof Socket)) return false;
    const { remoteAddress } = stream;
    return remoteAddress !== undefined && blockList.check(remoteAddress, isIPv6(remoteAddress) ? 'ipv6' : 'ipv4');
  }
}

function limited(context: SSL.Context): SSL.Context {
  context.setRenegotiationLimit(renegotiation.CLIENT_RENEG_LIMIT, renegotiation.CLIENT_RENEG_WINDOW);
  return context;
}
