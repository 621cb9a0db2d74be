/** What `connect` is told. */
import type net from 'node:net';
import type { Duplex } from 'node:stream';
import type { NodeClientOptions, SocketOptions } from './socket.js';

/** Where to connect to, and what to demand of the peer. */
export interface ConnectOptions
  extends NodeClientOptions,
    SocketOptions,
    Pick<
      net.TcpNetConnectOpts,
      | 'localAddress'
      | 'localPort'
      | 'family'
      | 'hints'
      | 'lookup'
      | 'autoSelectFamily'
      | 'autoSelectFamilyAttemptTimeout'
    > {
  /** The TCP port to connect to. */
  readonly port?: number | string | undefined;
  /** A Unix socket, instead of `host` and `port`. */
  readonly path?: string | null | undefined;
  /** A stream that is there already, as for STARTTLS or through a proxy. It belongs to the session from here on. */
  readonly socket?: Duplex | undefined;
  /** Emits `timeout` after so many idle milliseconds; of a socket that dials itself. */
  readonly timeout?: number | undefined;
  /** Addresses that are not dialled, as node:net has it from Node 22.13 on; in an older one it is refused. */
  readonly blockList?: net.BlockList | undefined;
}
