/** What a socket must be able to do to carry a connection: Python's names, by the naming rule, with promises. */

/** A host and a port, or the path of a Unix socket. */
export type Address = readonly [host: string, port: number] | string;

/** A transport: {@link Socket} of this package, or anything of this shape. */
export interface SocketLike {
  /** Resolves with at least one byte and at most `size`; with none at the end of the stream. */
  recv(size: number): Promise<Uint8Array>;
  /** Resolves when the transport has taken all of it. */
  sendall(data: Uint8Array): Promise<void>;
  close(): void;
  connect?(address: Address): Promise<void>;
  connectEx?(address: Address): Promise<number>;
  bind?(address: Address): void | Promise<void>;
  listen?(backlog?: number): Promise<void>;
  accept?(): Promise<readonly [socket: SocketLike, address: Address]>;
  /** Ends one direction or both: 0 reading, 1 writing, 2 both. */
  shutdown?(how: number): void;
  fileno?(): number;
  getpeername?(): Address;
  getsockname?(): Address;
  getsockopt?(level: number, optname: number, buflen?: number): number | Uint8Array;
  setsockopt?(level: number, optname: number, value: number | Uint8Array): void;
  setblocking?(flag: boolean): void;
}
