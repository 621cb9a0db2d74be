/** Keys of session tickets in the form of node:tls. */
import type { SSL } from '../../index.js';

/** Bytes of them: 16 for the name, 16 for the authentication code, 16 for the cipher. */
export const TICKET_KEYS = 48;
const PART = 16;
/** Bytes of OpenSSL's own: as many for the name, twice as many for the others. */
const NATIVE = 80;

/** Seals the tickets of a context with them, so that all that have them can resume each other's sessions. */
export function setTicketKeys(context: SSL.Context, keys: Uint8Array): void {
  const [name, code, cipher] = [0, 1, 2].map((part) => keys.subarray(part * PART, (part + 1) * PART));
  if (name === undefined || code === undefined || cipher === undefined) return;
  const native = new Uint8Array(NATIVE);
  native.set(name, 0);
  // HMAC fills a short key up with zeros by itself (RFC 2104, 2).
  native.set(code, PART);
  native.set(cipher, 3 * PART);
  native.set(cipher, 4 * PART);
  context.setTicketKeys(native);
  native.fill(0);
}
