import type { ConnectionCore } from '../tls/internal.js';
import type { SSLObject } from './ssl-object.js';
import type { SSLSocket } from './ssl-socket.js';

/** What the user holds, by what calls back. Weak: neither keeps the other. */
const owners = new WeakMap<ConnectionCore, WeakRef<SSLObject | SSLSocket>>();

/** Remembers whose connection it is. */
export function setOwner(connection: ConnectionCore, owner: SSLObject | SSLSocket): void {
  owners.set(connection, new WeakRef(owner));
}

/** Whose connection it is: alive, for one of its operations is running. */
export function ownerOf(connection: ConnectionCore): SSLObject | SSLSocket {
  const owner = owners.get(connection)?.deref();
  if (owner === undefined) throw new TypeError('this connection has no SSLObject');
  return owner;
}
