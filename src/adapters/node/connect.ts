import net, { BlockList } from 'node:net';
import { connectArguments } from './arguments.js';
import { connectOptions } from './options/checked.js';
import type { ConnectOptions } from './options/connect.js';
import { coded } from './socket/node-errors.js';
import { TLSSocket } from './socket.js';

/** Options of the connection itself, which the platform's socket is told. */
const DIALLING = [
  'localAddress',
  'localPort',
  'family',
  'hints',
  'lookup',
  'noDelay',
  'keepAlive',
  'keepAliveInitialDelay',
  'autoSelectFamily',
  'autoSelectFamilyAttemptTimeout',
  'blockList',
] as const satisfies readonly (keyof ConnectOptions)[];

/**
 * Connects as `tls.connect` does: `connect(options)`, `connect(port, host, options)` with a port that may be text,
 * `connect(path, options)`, each with a listener for `secureConnect`. The peer must name `servername`, or else `host`, which
 * is `localhost` by default.
 * @throws {TypeError} `ERR_MISSING_ARGS` where there is nowhere to connect to
 */
export function connect(options: ConnectOptions, listener?: () => void): TLSSocket;
export function connect(
  port: number | string,
  host?: string,
  options?: ConnectOptions | null,
  listener?: () => void,
): TLSSocket;
export function connect(
  portOrPath: number | string,
  options?: ConnectOptions | (() => void) | null,
  listener?: () => void,
): TLSSocket;
export function connect(...args: unknown[]): TLSSocket {
  const { options: input, listener } = connectArguments(args);
  const options = connectOptions(input);
  const { host = 'localhost' } = options;
  const stream = options.socket ?? dial(options, host);
  let socket: TLSSocket;
  try {
    socket = new TLSSocket(stream, { ...options, host, isServer: false }, options.socket === undefined);
  } catch (error) {
    stream.destroy();
    throw error;
  }
  if (options.timeout && options.socket === undefined) socket.setTimeout(options.timeout);
  if (listener !== undefined) socket.once('secureConnect', listener);
  return socket;
}

function dial(options: ConnectOptions, host: string): net.Socket {
  const { port, path } = options;
  // A platform without this word knows no such option.
  if (options.blockList !== undefined && !('isBlockList' in BlockList))
    throw coded('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'blockList needs node:net of Node 22.13 or later', TypeError);
  const given = Object.fromEntries(DIALLING.flatMap((name) => (options[name] == null ? [] : [[name, options[name]]])));
  // Half-open: the peer's end of the stream must not cut off our close_notify.
  if (path != null) return net.connect({ ...given, path, allowHalfOpen: true });
  if (port === undefined)
    throw coded('ERR_MISSING_ARGS', 'The "options" or "port" or "path" argument must be specified', TypeError);
  return net.connect({ ...given, host, port: Number(port), allowHalfOpen: true } as net.NetConnectOpts);
}
