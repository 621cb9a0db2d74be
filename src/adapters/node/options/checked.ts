/** What the options of `tsopenssl/node` must be. */

import { BlockList } from 'node:net';
import type { Duplex } from 'node:stream';
import { isUint8Array } from '../../../common/bytes.js';
import {
  boolean,
  declareOptions,
  func,
  instance,
  integer,
  milliseconds,
  oneOf,
  type Rule,
  type Rules,
  text,
  withMethods,
} from '../../../common/options.js';
import { wrongType } from '../../../common/refusals.js';
import { CLIENT_RULES as CLIENT, oneChoice, SERVER_RULES as SERVER } from '../../checked-options.js';
import { inNodesClass, orLatin1, orNothing, yesOrNo } from '../lenient.js';
import { NODE_CONTEXT_RULES, withDefaults } from '../module/context-options.js';
import { coded } from '../socket/node-errors.js';
import type { ConnectOptions } from './connect.js';
import type { TlsServerOptions } from './server.js';
import type { ClientSide, OnReadOptions, ServerSide, SocketOptions, TLSSocketOptions } from './socket.js';

const MAX_PORT = 65_535;
const portNumber = integer(0, MAX_PORT);

/** A port as node:net takes it, a number or its digits. */
const port: Rule<number> = (value, name) => {
  if (typeof value !== 'number' && typeof value !== 'string') throw wrongType(name, 'a number or its digits', value);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= MAX_PORT) return number;
  const message = `${name} must be between 0 and ${MAX_PORT}, not ${JSON.stringify(value)}`;
  throw coded('ERR_SOCKET_BAD_PORT', message, RangeError);
};

/** A Duplex of whoever made it. */
export const duplex: Rule<Duplex> = withMethods('a Duplex stream', 'read', 'write', 'end', 'on', 'once', 'destroy');

// What the sessions and contexts of both sides are told is read as node:tls reads it.
const CLIENT_RULES = {
  ...CLIENT,
  ...NODE_CONTEXT_RULES,
  checkServerIdentity: func<NonNullable<ConnectOptions['checkServerIdentity']>>(),
  session: orNothing(orLatin1(CLIENT.session)),
  minDHSize: integer(1, 0x7fff_ffff),
};
// Who writes 1 means yes, and node would ask nobody: that is refused.
const SERVER_RULES = { ...SERVER, ...NODE_CONTEXT_RULES, requestCert: orNothing(SERVER.requestCert) };

/** What is neither here nor there is none, as in node:net. */
const onread: Rule<OnReadOptions> = (value, name) => {
  const { buffer, callback } = Object(value) as Partial<OnReadOptions>;
  if (!isUint8Array(buffer) && typeof buffer !== 'function')
    throw wrongType(`${name}.buffer`, 'a Uint8Array, or a function that gives one', buffer);
  if (typeof callback !== 'function') throw wrongType(`${name}.callback`, 'a function', callback);
  return { buffer, callback };
};

const SOCKET_RULES: Rules<SocketOptions> = {
  allowHalfOpen: yesOrNo,
  highWaterMark: integer(0, 0x7fff_ffff),
  onread,
  enableTrace: boolean,
  noDelay: yesOrNo,
  keepAlive: yesOrNo,
  keepAliveInitialDelay: milliseconds,
};

const CONNECT_RULES: Rules<ConnectOptions> = {
  ...CLIENT_RULES,
  ...SOCKET_RULES,
  port,
  path: text,
  socket: duplex,
  timeout: milliseconds,
  hints: integer(0, 0xffff),
  autoSelectFamily: boolean,
  autoSelectFamilyAttemptTimeout: integer(1, 0x7fff_ffff),
  blockList: instance(BlockList, 'net.BlockList'),
  localAddress: text,
  localPort: portNumber,
  family: oneOf(0, 4, 6),
  lookup: func(),
};

const connecting = inNodesClass(declareOptions<ConnectOptions>(CONNECT_RULES));

/** The names of all that `connect` is told: what a kept connection may differ in. */
export const CONNECT_OPTIONS: readonly string[] = Object.keys(CONNECT_RULES);

/** The names of what sessions of a server are told: no business of what lies above TLS. */
export const SERVER_OPTIONS: readonly string[] = Object.keys(SERVER_RULES);

/** Judges the options of `connect`. */
export function connectOptions(input: unknown): ConnectOptions {
  const { fd, handle } = Object(input) as { fd?: unknown; handle?: unknown };
  for (const [name, value] of Object.entries({ fd, handle })) {
    // A handle of the platform's is nothing that TLS of ours could read.
    if (value != null)
      throw coded('ERR_INVALID_ARG_VALUE', `${name} is not supported: give the stream as socket`, TypeError);
  }
  return withDefaults(connecting(input));
}

const clientSide = inNodesClass(
  declareOptions<ClientSide>({ ...CLIENT_RULES, ...SOCKET_RULES, isServer: oneSide(false) }),
);
const serverSide = inNodesClass(
  declareOptions<ServerSide>({
    ...SERVER_RULES,
    ...SOCKET_RULES,
    pskCallback: func(),
    isServer: oneSide(true),
  }),
);

function oneSide<T extends boolean>(side: T): Rule<T> {
  return (value, name) => {
    boolean(value, name);
    return side;
  };
}

/** Judges the options of a TLSSocket, by its side. */
export function socketOptions(input: unknown): TLSSocketOptions {
  const isServer = typeof input === 'object' && input !== null && 'isServer' in input && input.isServer === true;
  return withDefaults(isServer ? serverSide(input) : clientSide(input));
}

/** Of other adapters; a server of node's has another way. */
function elsewhere(way: string): Rule<never> {
  return (_value, name) => {
    throw coded('ERR_INVALID_ARG_VALUE', `${name} must be left out: ${way}`, TypeError);
  };
}

const ELSEWHERE = {
  signal: elsewhere('listen takes one'),
  contextFor: elsewhere('SNICallback finds the context'),
  stapleFor: elsewhere("listeners of 'OCSPRequest' are asked"),
  onNewSession: elsewhere("listeners of 'newSession' are told"),
  resumeSession: elsewhere("listeners of 'resumeSession' are asked"),
};

const listening = inNodesClass(
  declareOptions<TlsServerOptions>({
    ...ofListeners(SERVER_RULES),
    ...ELSEWHERE,
    ...SOCKET_RULES,
    pauseOnConnect: yesOrNo,
    blockList: instance(BlockList, 'net.BlockList'),
    SNICallback: func(),
    pskCallback: func(),
  }),
);

/** Judges the options of a server. */
export function listenerOptions(input: unknown): TlsServerOptions {
  return withDefaults(oneChoice(listening(input)));
}

/** For a server 0 stands for "not given", as in node:tls: no client is waited for without an end. */
export function handshakeTimeoutOf({ handshakeTimeout }: TlsServerOptions): number | undefined {
  return handshakeTimeout === 0 ? undefined : handshakeTimeout;
}

function ofListeners<T extends typeof SERVER_RULES>(rules: T) {
  const {
    signal: _signal,
    contextFor: _contextFor,
    pskCallback: _pskCallback,
    stapleFor: _stapleFor,
    onNewSession: _onNewSession,
    resumeSession: _resumeSession,
    ...rest
  } = rules;
  return rest;
}
