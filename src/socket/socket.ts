import type { Socket as NodeSocket, Server } from 'node:net';
import { binaryArgument, booleanArgument, integerArgument } from '../common/arguments.js';
import { type Bytes, unshared } from '../common/bytes.js';
import { withMethods } from '../common/options.js';
import { platformModule } from '../common/platform.js';
import * as k from './constants.js';
import { Inbox } from './inbox.js';
import { SocketError } from './socket-error.js';

/** A host and a port, or the path of a Unix socket. */
export type SocketAddress = readonly [host: string, port: number] | string;

/**
 * A stream socket: connected, listening, or neither yet. Operations that wait return promises; with `setblocking(false)`
 * those that would wait reject with the code `EAGAIN`.
 */
export class Socket {
  #socket: NodeSocket | undefined;
  /** Not connected yet: it ends with this object. */
  #connecting: NodeSocket | undefined;
  #server: Server | undefined;
  #inbox: Inbox<Bytes> | undefined;
  #accepted: Inbox<NodeSocket> | undefined;
  #local: SocketAddress | undefined;
  #blocking = true;
  #closed = false;
  readonly #options = new Map<string, number>();
  /** `AF_INET`, `AF_INET6` or `AF_UNIX`. */
  readonly family: number;

  /** @param family - `AF_INET`, `AF_INET6` or `AF_UNIX`; @param type - `SOCK_STREAM`, the only one */
  constructor(family: number = k.AF_INET, type: number = k.SOCK_STREAM) {
    if (![k.AF_INET, k.AF_INET6, k.AF_UNIX].includes(family))
      throw new RangeError('family must be AF_INET, AF_INET6 or AF_UNIX');
    if (type !== k.SOCK_STREAM) throw new RangeError('only stream sockets are supported');
    this.family = family;
  }

  /** Wraps a connected socket of Node's. */
  static from(socket: NodeSocket): Socket {
    withMethods('a connected socket of node:net', 'on', 'pause', 'resume', 'write', 'end')(socket, 'socket');
    const wrapped = new Socket(socket.remoteFamily === 'IPv6' ? k.AF_INET6 : k.AF_INET);
    wrapped.#attach(socket);
    return wrapped;
  }

  #attach(socket: NodeSocket): void {
    this.#socket = socket;
    const inbox = new Inbox<Bytes>(
      () => socket.pause(),
      () => socket.resume(),
    );
    this.#inbox = inbox;
    socket.on('data', (data) => inbox.put(unshared(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))));
    socket.on('end', () => inbox.end());
    socket.on('error', (error) => inbox.end(SocketError.of(error)));
    socket.on('close', () => inbox.end());
    for (const [key, value] of this.#options) this.#apply(key, value);
    // Accepted sockets come paused, so that no byte is lost before there is an inbox.
    socket.resume();
  }

  /** Connects. @throws {SocketError} when the peer cannot be reached */
  async connect(address: SocketAddress): Promise<void> {
    this.#alive();
    const net = netModule();
    const target = connectOptions(address);
    const bound = Array.isArray(this.#local) ? { localAddress: this.#local[0], localPort: this.#local[1] } : {};
    const socket = net.connect({ ...target, ...bound, allowHalfOpen: true });
    this.#connecting = socket;
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', (error) => reject(SocketError.of(error)));
      socket.once('close', () => reject(new SocketError('the socket was closed', 'EBADF', 9)));
    });
    this.#connecting = undefined;
    this.#attach(socket);
  }

  /** Connects. @returns 0, or the system's error number */
  async connectEx(address: SocketAddress): Promise<number> {
    try {
      await this.connect(address);
      return 0;
    } catch (error) {
      if (error instanceof SocketError) return error.errno;
      throw error;
    }
  }

  /** Says from where to {@link connect} or on what to {@link listen}; port 0 lets the system choose. */
  bind(address: SocketAddress): void {
    this.#alive();
    connectOptions(address);
    this.#local = address;
  }

  /** Listens on the bound address. @throws {SocketError} when it is taken */
  async listen(backlog = 128): Promise<void> {
    this.#alive();
    if (this.#local === undefined) throw new SocketError('the socket is not bound', 'EINVAL', 22);
    const accepted = new Inbox<NodeSocket>();
    const server = netModule().createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) =>
      accepted.put(socket),
    );
    const local = this.#local;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(SocketError.of(error)));
      server.listen({ ...connectOptions(local), backlog: integerArgument(backlog, 'backlog', 0) }, resolve);
    });
    this.#server = server;
    this.#accepted = accepted;
  }

  /** Waits for a client. @returns its socket and address */
  async accept(): Promise<[socket: Socket, address: SocketAddress]> {
    if (this.#accepted === undefined) throw new SocketError('the socket does not listen', 'EINVAL', 22);
    const socket = await this.#accepted.take(this.#blocking);
    if (socket === undefined) throw new SocketError('the socket was closed', 'EBADF', 9);
    const wrapped = Socket.from(socket);
    return [wrapped, wrapped.getpeername()];
  }

  /** Receives at most `size` bytes; none at the end of the stream. */
  async recv(size: number): Promise<Bytes> {
    const wanted = integerArgument(size, 'size', 1);
    const inbox = this.#connected().inbox;
    const data = await inbox.take(this.#blocking);
    if (data === undefined) return new Uint8Array();
    if (data.length > wanted) inbox.putBack(data.subarray(wanted));
    return data.subarray(0, wanted);
  }

  /** Gives back what was received too far: it is received first the next time. */
  unread(data: Uint8Array): void {
    const bytes = unshared(binaryArgument(data, 'data'));
    if (bytes.length > 0) this.#connected().inbox.putBack(bytes);
  }

  /** Sends all of the data; resolves when the system has taken it. */
  async sendall(data: Uint8Array): Promise<void> {
    const bytes = binaryArgument(data, 'data');
    const { socket } = this.#connected();
    await new Promise<void>((resolve, reject) => {
      socket.write(bytes, (error) => (error ? reject(SocketError.of(error)) : resolve()));
    });
  }

  /** Sends the data. @returns how many bytes were taken: all */
  async send(data: Uint8Array): Promise<number> {
    const bytes = binaryArgument(data, 'data');
    await this.sendall(bytes);
    return bytes.length;
  }

  /** Ends reading (0), writing (1) or both (2). */
  shutdown(how: number): void {
    const { socket, inbox } = this.#connected();
    if (![k.SHUT_RD, k.SHUT_WR, k.SHUT_RDWR].includes(how))
      throw new RangeError('how must be SHUT_RD, SHUT_WR or SHUT_RDWR');
    if (how !== k.SHUT_RD) socket.end();
    if (how !== k.SHUT_WR) inbox.end();
  }

  /** Closes the socket. A second call does nothing. */
  close(): void {
    this.#closed = true;
    // What is written already goes out first; the rest of the peer's is not wanted any more.
    this.#connecting?.destroy();
    this.#socket?.destroySoon();
    this.#inbox?.end();
    this.#server?.close();
    this.#accepted?.end();
  }

  /** The file descriptor, -1 where there is none. */
  fileno(): number {
    const handle = (this.#socket ?? this.#server) as unknown as { _handle?: { fd?: number } } | undefined;
    return this.#closed ? -1 : (handle?._handle?.fd ?? -1);
  }

  /** The peer's address. */
  getpeername(): SocketAddress {
    const { socket } = this.#connected();
    return [socket.remoteAddress ?? '', socket.remotePort ?? 0];
  }

  /** This side's address. */
  getsockname(): SocketAddress {
    const listening = this.#server?.address();
    if (typeof listening === 'string') return listening;
    if (listening != null) {
      const { address, port } = listening;
      return [address, port];
    }
    const { localAddress, localPort } = this.#socket ?? {};
    if (localAddress !== undefined && localPort !== undefined) return [localAddress, localPort];
    return this.#local ?? ['0.0.0.0', 0];
  }

  /** An option: `SO_TYPE`, `SO_ERROR`, or one that was set. @throws {SocketError} for others */
  getsockopt(level: number, optname: number): number {
    const key = optionKey(level, optname);
    if (key === `${k.SOL_SOCKET}:${k.SO_TYPE}`) return k.SOCK_STREAM;
    if (key === `${k.SOL_SOCKET}:${k.SO_ERROR}`) return 0;
    if (!SETTABLE.has(key)) throw unsupported(level, optname);
    return this.#options.get(key) ?? 0;
  }

  /** Sets `SO_REUSEADDR`, `SO_KEEPALIVE` or `TCP_NODELAY`. @throws {SocketError} for others, which runtimes do not offer */
  setsockopt(level: number, optname: number, value: number | Uint8Array): void {
    const key = optionKey(level, optname);
    if (!SETTABLE.has(key)) throw unsupported(level, optname);
    const number =
      typeof value === 'number' ? integerArgument(value, 'value') : (binaryArgument(value, 'value')[0] ?? 0);
    this.#options.set(key, number);
    this.#apply(key, number);
  }

  #apply(key: string, value: number): void {
    if (key === KEEPALIVE) this.#socket?.setKeepAlive(value !== 0);
    if (key === NODELAY) this.#socket?.setNoDelay(value !== 0);
  }

  /** Whether operations wait, as by default. */
  setblocking(flag: boolean): void {
    this.#blocking = booleanArgument(flag, 'flag');
  }

  #alive(): void {
    if (this.#closed) throw new SocketError('the socket is closed', 'EBADF', 9);
  }

  #connected(): { socket: NodeSocket; inbox: Inbox<Bytes> } {
    this.#alive();
    if (this.#socket === undefined || this.#inbox === undefined)
      throw new SocketError('the socket is not connected', 'ENOTCONN', 107);
    return { socket: this.#socket, inbox: this.#inbox };
  }
}

const KEEPALIVE = `${k.SOL_SOCKET}:${k.SO_KEEPALIVE}`;
const NODELAY = `${k.IPPROTO_TCP}:${k.TCP_NODELAY}`;
const SETTABLE: ReadonlySet<string> = new Set([`${k.SOL_SOCKET}:${k.SO_REUSEADDR}`, KEEPALIVE, NODELAY]);

function optionKey(level: number, optname: number): string {
  return `${integerArgument(level, 'level')}:${integerArgument(optname, 'optname')}`;
}

function unsupported(level: number, optname: number): SocketError {
  return new SocketError(`this runtime does not offer socket option ${optname} of level ${level}`, 'ENOPROTOOPT', 92);
}

function netModule(): typeof import('node:net') {
  const net = platformModule<typeof import('node:net')>('node:net');
  if (net === undefined) throw new SocketError('this runtime has no sockets', 'ENOSYS', 38);
  return net;
}

function connectOptions(address: SocketAddress): { path: string } | { host: string; port: number } {
  if (typeof address === 'string') return { path: address };
  if (!Array.isArray(address) || typeof address[0] !== 'string')
    throw new TypeError('an address is [host, port] or the path of a Unix socket');
  return { host: address[0], port: integerArgument(address[1], 'port', 0, 65_535) };
}
