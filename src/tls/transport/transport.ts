/** What a socket must be able to do to carry a connection: Python's names, by the naming rule, with promises. */

/** A host and a port, or the path of a Unix socket. */
export type Address = readonly [host: string, port: number] | string;

/** A transport: `socket.Socket` of this package, or anything of this shape. */
export interface SocketLike {
  /** Resolves with at least one byte and at most `size`; with none at the end of the stream. */
  recv(size: number): Promise<Uint8Array>;
  /** Resolves when the transport has taken all of it. */
  sendall(data: Uint8Array): Promise<void>;
  /** Closes it. */
  close(): void;
  /** Connects to a peer. */
  connect?(address: Address): Promise<void>;
  /** Connects to a peer. @returns 0, or the system's error number */
  connectEx?(address: Address): Promise<number>;
  /** Takes an address of its own. */
  bind?(address: Address): void | Promise<void>;
  /** Waits for clients from now on. */
  listen?(backlog?: number): Promise<void>;
  /** Resolves with the next client. */
  accept?(): Promise<readonly [socket: SocketLike, address: Address]>;
  /** Ends one direction or both: 0 reading, 1 writing, 2 both. */
  shutdown?(how: number): void;
  /** The file descriptor. */
  fileno?(): number;
  /** The peer's address. */
  getpeername?(): Address;
  /** This side's address. */
  getsockname?(): Address;
  /** Reads an option. */
  getsockopt?(level: number, optname: number, buflen?: number): number | Uint8Array;
  /** Sets an option. */
  setsockopt?(level: number, optname: number, value: number | Uint8Array): void;
  /** Whether operations wait. */
  setblocking?(flag: boolean): void;
}
