import type { ConnectionCore } from '../../tls/internal.js';
import type { Classes } from '../classes.js';

type Owner = Classes['SSLObject'] | Classes['SSLSocket'];

/** What the user holds, by what calls back. Weak: neither keeps the other. */
const owners = new WeakMap<ConnectionCore, WeakRef<Owner>>();

/** Remembers whose connection it is. */
export function setOwner(connection: ConnectionCore, owner: Owner): void {
  owners.set(connection, new WeakRef(owner));
}

/** Whose connection it is: alive, for one of its operations is running. */
export function ownerOf(connection: ConnectionCore): Owner {
  const owner = owners.get(connection)?.deref();
  if (owner === undefined) throw new TypeError('this connection has no SSLObject');
  return owner;
}
