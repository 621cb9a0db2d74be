/** The keys that seal session tickets, as they are given. */

import { binaryArgument, listArgument } from '../../common/arguments.js';
import { type Bytes, isUint8Array } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import type { Classes } from '../classes.js';

type ConnectionCore = Classes['ConnectionCore'];

/** What node:tls takes, and what OpenSSL does: a name and two keys. */
const [SHORT, LONG] = [48, 80];
const NAME = 16;
/** More than anybody rotates; each is looked at for each ticket. */
const MOST = 16;

/** Keys that a ticket-key callback has chosen. */
export interface TicketKeyChoice {
  /** 48 or 80 bytes, as {@link Context.setTicketKeys} takes them; their name is that of the ticket. Secret. */
  readonly keys: Uint8Array;
  /** Whether the ticket, once accepted, is exchanged for a new one; false by default in TLS 1.2, and always so in TLS 1.3. */
  readonly renew?: boolean;
}

/**
 * Finds the keys of a ticket by their name, 16 bytes; null refuses the ticket, and the handshake is a full one. Where the name is
 * null, gives those that seal a new ticket; null for no ticket.
 */
export type TicketKeyCallback = (connection: ConnectionCore, name: Bytes | null) => TicketKeyChoice | null;

/** @internal The keys as C reads them: each with its length before it. */
export function ticketKeyList(keys: Uint8Array | Iterable<Uint8Array>): Bytes {
  const all = isUint8Array(keys) ? [ticketKeys(keys, 'keys')] : listArgument(keys, 'keys', ticketKeys);
  if (all.length === 0 || all.length > MOST) throw new RangeError(`keys must be 1 to ${MOST}, not ${all.length}`);
  const names = new Set(all.map((one) => one.subarray(0, NAME).join()));
  if (names.size < all.length) throw new RangeError('keys must have different names, the first 16 bytes of each');
  const list = new Uint8Array(all.reduce((length, one) => length + 1 + one.length, 0));
  let at = 0;
  for (const one of all) {
    list[at] = one.length;
    list.set(one, at + 1);
    at += 1 + one.length;
  }
  return list;
}

function ticketKeys(value: unknown, name: string): Uint8Array {
  const bytes = binaryArgument(value, name);
  if (bytes.length !== SHORT && bytes.length !== LONG)
    throw new RangeError(`${name} must have ${SHORT} or ${LONG} bytes, not ${bytes.length}`);
  return bytes;
}

/** @internal What a callback has answered. @throws for what cannot be keys of this name */
export function chosenKeys(answer: unknown, name: Uint8Array | null): { keys: Uint8Array; renew: boolean } | undefined {
  if (answer === null || answer === undefined) return undefined;
  const what = 'the answer of the ticket-key callback';
  if (typeof answer !== 'object' || !('keys' in answer)) throw wrongType(what, 'null or an object with keys', answer);
  const keys = ticketKeys(answer.keys, 'keys of the ticket-key callback');
  const renew = 'renew' in answer ? answer.renew : undefined;
  if (renew !== undefined && typeof renew !== 'boolean') throw wrongType('renew', 'a boolean', renew);
  if (name?.some((byte, index) => byte !== keys[index]))
    throw new RangeError('the ticket-key callback gave keys of another name than it was asked for');
  return { keys, renew: renew === true };
}
