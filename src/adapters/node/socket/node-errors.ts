/** Errors that node:tls and node:net have a code for, as they say them. */
import { wrongType } from '../../../common/refusals.js';

type Class = new (message: string) => Error;

/** An error with one of node's codes. */
export function coded(code: string, message: string, Kind: Class = Error): Error {
  return Object.assign(new Kind(message), { code });
}

/** What was asked for needs a session whose handshake is done. */
export const notSecure = (): Error =>
  coded('ERR_TLS_INVALID_STATE', 'TLS socket connection must be securely established');

/** A server does not say whom it asks for. */
export const sniFromServer = (): Error =>
  coded('ERR_TLS_SNI_FROM_SERVER', 'Cannot issue SNI from a TLS server-side socket');

/** What a client has demanded holds as long as its session. */
export const unchangeable = (name: string): Error =>
  coded('ERR_INVALID_ARG_VALUE', `${name} must be what it was: a client's demands cannot be changed`, TypeError);

/** Writing after the peer's end, where that ends this side too. */
export const endedByPeer = (): Error => coded('EPIPE', 'This socket has been ended by the other party');

/** The signal that a socket was given has ended it. */
export function aborted(reason: unknown): Error {
  const error = new Error('The operation was aborted', reason === undefined ? undefined : { cause: reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

/** Where a socket was to connect to. */
export interface Target {
  readonly path?: string | null | undefined;
  readonly host?: string | undefined;
  readonly port?: number | string | undefined;
  readonly localAddress?: string | undefined;
}

/** The peer went before the handshake was done. @param target - of a client's */
export function hungUp(isServer: boolean, target: Target, cause: unknown): Error {
  if (isServer) return Object.assign(new Error('socket hang up', { cause }), { code: 'ECONNRESET' });
  const sentence = 'Client network socket disconnected before secure TLS connection was established';
  const { path, host, port, localAddress } = target;
  return Object.assign(new Error(sentence, { cause }), {
    code: 'ECONNRESET',
    path: path ?? undefined,
    host,
    port,
    localAddress,
  });
}

/** A number of a range that node names so. */
export function inRange(value: unknown, name: string, min: number, max: number): number {
  if (typeof value !== 'number') throw wrongType(name, 'a number', value);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const message = `${name} is out of range: it must be a whole number from ${min} to ${max}, not ${value}`;
  throw coded('ERR_OUT_OF_RANGE', message, RangeError);
}
