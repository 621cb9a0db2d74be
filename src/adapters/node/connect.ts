import net from 'node:net';
import type { Duplex } from 'node:stream';
import { wrongType } from '../../common/refusals.js';
import type { ClientOptions } from '../options.js';
import { connectOptions } from './checked-options.js';
import { TLSSocket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/** Where to connect to, and what to demand of the peer. */
export interface ConnectOptions
  extends ClientOptions,
    SocketOptions,
    Pick<net.TcpNetConnectOpts, 'localAddress' | 'localPort' | 'family' | 'lookup'> {
  /** The TCP port to connect to. */
  readonly port?: number | string | undefined;
  /** A Unix socket, instead of `host` and `port`. */
  readonly path?: string | null | undefined;
  /** A stream that is connected already, as for STARTTLS or through a proxy. */
  readonly socket?: Duplex | undefined;
  /** Emits `timeout` after so many idle milliseconds. */
  readonly timeout?: number | undefined;
}

/**
 * Connects as `tls.connect` does: `connect(options)`, `connect(port, host, options)`, each with a listener for
 * `secureConnect`. The peer must name `servername`, or else `host`, which is `localhost` by default.
 */
export function connect(options: ConnectOptions, listener?: () => void): TLSSocket;
export function connect(port: number, host?: string, options?: ConnectOptions, listener?: () => void): TLSSocket;
export function connect(first: number | ConnectOptions, ...rest: unknown[]): TLSSocket {
  const listener = rest.find((value): value is () => void => typeof value === 'function');
  const options = connectOptions(optionsOf(first, rest));
  const host = options.host ?? 'localhost';
  const stream = options.socket ?? dial(options, host);
  let socket: TLSSocket;
  try {
    socket = new TLSSocket(stream, { ...options, host, isServer: false });
  } catch (error) {
    stream.destroy();
    throw error;
  }
  if (options.timeout !== undefined) socket.setTimeout(options.timeout);
  if (listener !== undefined) socket.once('secureConnect', listener);
  return socket;
}

function optionsOf(first: number | ConnectOptions, rest: readonly unknown[]): ConnectOptions {
  if (typeof first === 'object' && first !== null) return first;
  if (typeof first !== 'number') throw wrongType('options', 'an object, or a port', first);
  const host = rest.find((value): value is string => typeof value === 'string');
  const options = rest.find((value): value is ConnectOptions => typeof value === 'object' && value !== null);
  return { ...options, port: first, ...(host !== undefined && { host }) };
}

function dial(options: ConnectOptions, host: string): net.Socket {
  // Half-open: the peer's end of the stream must not cut off our close_notify.
  if (options.path != null) return net.connect({ path: options.path, allowHalfOpen: true });
  const { port, localAddress, localPort, family, lookup } = options;
  if (port === undefined) throw new TypeError('a port, a path or a socket is needed');
  return net.connect({
    host,
    port: Number(port),
    allowHalfOpen: true,
    ...(localAddress !== undefined && { localAddress }),
    ...(localPort !== undefined && { localPort }),
    ...(family !== undefined && { family }),
    ...(lookup !== undefined && { lookup }),
  });
}
