/** What a socket is told. */
import type { ClientOptions, ServerOptions } from '../options.js';

/** What a socket is told beside what its session is told. */
export interface SocketOptions {
  /** Whether this side may go on writing after the peer has ended: false by default, as in node:net. */
  readonly allowHalfOpen?: boolean | undefined;
}

/** What a socket is told: `isServer` says which side it is. */
export type TLSSocketOptions = SocketOptions & (ClientSide | ServerSide);

/** A socket on the side of the client. */
export interface ClientSide extends ClientOptions {
  /** False, or left out. */
  readonly isServer?: false | undefined;
}

/** A socket on the side of the server. */
export interface ServerSide extends ServerOptions {
  /** True. */
  readonly isServer: true;
}
