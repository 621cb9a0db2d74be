import type { Address, SocketLike } from '../../tls/index.js';
import { need } from './socket-tools.js';
import { ConnectionState, type WrapOptions } from './state.js';

/** What an SSLSocket passes to the socket beneath. */
export abstract class SocketFace extends ConnectionState {
  readonly #socket: SocketLike;

  protected constructor(options: WrapOptions, socket: SocketLike) {
    super(options);
    this.#socket = socket;
  }

  /** The socket beneath. */
  get socket(): SocketLike {
    return this.#socket;
  }

  /** Binds the socket. */
  async bind(address: Address): Promise<void> {
    await need(this.#socket, 'bind')(address);
  }

  /** Listens on the socket. */
  listen(backlog?: number): Promise<void> {
    return need(this.#socket, 'listen')(backlog);
  }

  /** The file descriptor of the socket, -1 where there is none. */
  fileno(): number {
    return need(this.#socket, 'fileno')();
  }

  /** The peer's address. */
  getpeername(): Address {
    return need(this.#socket, 'getpeername')();
  }

  /** This side's address. */
  getsockname(): Address {
    return need(this.#socket, 'getsockname')();
  }

  /** An option of the socket. */
  getsockopt(level: number, optname: number): number | Uint8Array {
    return need(this.#socket, 'getsockopt')(level, optname);
  }

  /** Sets an option of the socket. */
  setsockopt(level: number, optname: number, value: number | Uint8Array): void {
    need(this.#socket, 'setsockopt')(level, optname, value);
  }
}
