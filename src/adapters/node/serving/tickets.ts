/** The keys that seal a server's session tickets, in the 48 bytes of node:tls. */
import { randomBytes } from 'node:crypto';
import type { SSL } from '../../../index.js';
import { ticketKeys } from '../../context/rules.js';
import { TICKET_KEYS } from '../../context/ticket-keys.js';

/** What was set on a context: OpenSSL keeps only what it made of it. */
const keysOf = new WeakMap<SSL.Context, Buffer>();

/** Sets them. @param keys - 48 bytes @returns the context */
export function sealTickets(context: SSL.Context, keys: Uint8Array): SSL.Context {
  const copy = Buffer.from(ticketKeys(keys, 'keys'));
  context.setTicketKeys(copy);
  keysOf.set(context, copy);
  return context;
}

/** A copy of them. A context that has some of OpenSSL's own gets new ones: those have no 48 bytes. */
export function ticketKeysOf(context: SSL.Context): Buffer {
  const keys = keysOf.get(context) ?? randomBytes(TICKET_KEYS);
  if (!keysOf.has(context)) sealTickets(context, keys);
  return Buffer.from(keys);
}
