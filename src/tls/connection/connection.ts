import * as io from '../../ffi/io.js';
import type { Context } from '../context/context.js';
import type { SocketLike } from '../transport/transport.js';
import { ConnectionIO } from './io.js';
import { SocketConnection } from './socket-connection.js';

/**
 * A TLS or DTLS connection over two memory BIOs: the caller moves the bytes. What {@link bioRead} gives goes to the peer,
 * what the peer sends goes into {@link bioWrite}, and an operation that cannot go on throws {@link WantReadError}.
 */
class MemoryConnection extends ConnectionIO {
  /**
   * @param context - the parameters; it cannot be changed any more after this
   * @param _socket - null: this connection is independent of its transport
   * @param role - `client` or `server`; may be left to {@link setConnectState} and {@link setAcceptState}, and to the method
   */
  constructor(context: Context, _socket: null = null, role?: 'client' | 'server') {
    super(context);
    if (role === 'client' || (role === undefined && context.role === 1)) this.setConnectState();
    if (role === 'server' || (role === undefined && context.role === 2)) this.setAcceptState();
  }

  // DTLS (RFC 6347).

  /**
   * Waits for a ClientHello with a valid cookie, and so for a client that receives at the address it sends from.
   * @throws {WantReadError} until there is one; what {@link bioRead} gives then goes to that client
   * @corresponds DTLSv1_listen
   */
  DTLSv1Listen(): void {
    this.exclusively((ssl) => {
      const status = io.dtlsListen(ssl);
      if (status <= 0) throw this.errorOf(status);
    });
  }
}

/** The two kinds of connection, by what carries them. */
export interface ConnectionConstructor {
  /**
   * A connection over memory BIOs: synchronous, the caller moves the bytes.
   * @param role - `client` or `server`; may be left to the method of the context, or to setConnectState and setAcceptState
   */
  new (context: Context, socket?: null, role?: 'client' | 'server'): MemoryConnection;
  /** A connection over a socket: what moves bytes returns a promise. */
  new (context: Context, socket: SocketLike): SocketConnection;
  /** That of a connection over memory BIOs. */
  readonly prototype: MemoryConnection;
}

export type Connection = MemoryConnection;

type ConnectionArguments = [context: Context, socket?: SocketLike | null, role?: 'client' | 'server'];

/**
 * A TLS or DTLS connection over two memory BIOs: the caller moves the bytes. What {@link bioRead} gives goes to the peer,
 * what the peer sends goes into {@link bioWrite}, and an operation that cannot go on throws {@link WantReadError}. With a socket
 * instead of null it is a {@link SocketConnection}.
 * @class
 */
export const Connection: ConnectionConstructor = new Proxy(MemoryConnection, {
  construct: (Memory, [context, socket, role]: ConnectionArguments, newTarget) => {
    if (socket != null) return SocketConnection.over(context, socket);
    // With a proxy for new.target, engines give each object a shape of its own: twice the time of the whole constructor.
    if (newTarget === Connection) return new Memory(context, null, role);
    return Reflect.construct(Memory, [context, null, role], newTarget);
  },
  // Both kinds are Connections to instanceof.
  get: (target, property, receiver) =>
    property === Symbol.hasInstance ? isConnection : Reflect.get(target, property, receiver),
}) as unknown as ConnectionConstructor;

function isConnection(value: unknown): boolean {
  return value instanceof MemoryConnection || value instanceof SocketConnection;
}
