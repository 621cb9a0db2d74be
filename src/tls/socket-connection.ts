import { type BytesLike, bytesArgument, integerArgument } from '../common/arguments.js';
import { constants as c } from '../ffi/index.js';
import { ConnectionCore } from './connection-core.js';
import type { Context } from './context.js';
import { Error as SSLError, SysCallError, WantReadError } from './errors.js';
import type { Address, SocketLike } from './transport.js';

/** Most ciphertext that is read from the socket at once: a few records. */
const READ_SIZE = 65_536;

/**
 * A TLS connection over a socket. It has the names of {@link Connection}; what moves bytes returns a promise. Members that
 * it does not define are passed to the socket (manual, 4.3).
 */
export class SocketConnection extends ConnectionCore {
  readonly #socket: SocketLike;
  /** The read in progress: two operations that wait for the peer wait for the same bytes. */
  #reading: Promise<void> | undefined;
  /** Writes go out one after another, in the order of their records. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(context: Context, socket: SocketLike) {
    super(context);
    if (typeof socket?.recv !== 'function' || typeof socket.sendall !== 'function') {
      throw new TypeError('socket must be null or have recv and sendall, as a Socket of this package');
    }
    this.#socket = socket;
    if (context.role === 1) this.setConnectState();
    if (context.role === 2) this.setAcceptState();
  }

  /** @internal A connection over a socket, whose unknown members are the socket's. */
  static over(context: Context, socket: SocketLike): SocketConnection {
    const connection = new SocketConnection(context, socket);
    const outer = passUnknownTo(connection, socket);
    // Callbacks get the object that the user holds.
    connection.useIdentity(outer);
    return outer;
  }

  /** The socket beneath. */
  get socket(): SocketLike {
    return this.#socket;
  }

  /** Performs the handshake. @throws {Error} when it fails @corresponds SSL_do_handshake */
  async doHandshake(): Promise<void> {
    await this.#until(() => this.handshakeStatus());
  }

  /** Sends data. @returns how many bytes were taken: all @corresponds SSL_write */
  async send(buf: BytesLike, _flags = 0): Promise<number> {
    const data = bytesArgument(buf, 'data');
    for (let sent = 0; sent < data.length; ) {
      const status = await this.#until(() => this.writeStatus(data, sent));
      sent += status as number;
    }
    return data.length;
  }

  /** Another name of {@link send}. */
  write(buf: BytesLike, flags = 0): Promise<number> {
    return this.send(buf, flags);
  }

  /** Sends all of the data. @corresponds SSL_write */
  sendall(buf: BytesLike, flags = 0): Promise<number> {
    return this.send(buf, flags);
  }

  /**
   * Receives data.
   * @param bufsiz - most bytes
   * @throws {ZeroReturnError} when the peer has closed the session
   * @throws {SysCallError} (-1, 'Unexpected EOF') when the stream ended without close_notify
   * @corresponds SSL_read
   */
  async recv(bufsiz: number, flags = 0): Promise<Uint8Array> {
    const size = integerArgument(bufsiz, 'bufsiz', 0);
    if (size === 0) return new Uint8Array();
    return (await this.#until(() => this.readStatus(size, (flags & 2) !== 0))) as Uint8Array;
  }

  /** Another name of {@link recv}. */
  read(bufsiz: number, flags = 0): Promise<Uint8Array> {
    return this.recv(bufsiz, flags);
  }

  /** Receives into a buffer. @returns how many bytes @corresponds SSL_read */
  async recvInto(buffer: Uint8Array, nbytes?: number | null, flags = 0): Promise<number> {
    if (!(buffer instanceof Uint8Array)) throw new TypeError('buffer must be a Uint8Array');
    const data = await this.recv(Math.min(nbytes ?? buffer.length, buffer.length), flags);
    buffer.set(data);
    return data.length;
  }

  /** Sends close_notify. @returns whether the peer's has come too @corresponds SSL_shutdown */
  async shutdown(): Promise<boolean> {
    const status = this.shutdownStatus();
    const error = status < 0 ? this.statusError(status) : undefined;
    await this.#flush();
    if (error !== undefined) throw error;
    return status > 0;
  }

  /** Sets up TLS as a client, after connecting the socket. The handshake follows with the first data, or {@link doHandshake}. */
  async connect(address: Address): Promise<void> {
    this.setConnectState();
    await this.#need('connect').call(this.#socket, address);
  }

  /** As {@link connect}, but with the socket's error number as result, 0 for success. */
  async connectEx(address: Address): Promise<number> {
    const result = await this.#need('connectEx').call(this.#socket, address);
    if (result === 0) this.setConnectState();
    return result;
  }

  /** Binds the socket. */
  async bind(address: Address): Promise<void> {
    await this.#need('bind').call(this.#socket, address);
  }

  /** Listens on the socket. */
  async listen(backlog?: number): Promise<void> {
    await this.#need('listen').call(this.#socket, backlog);
  }

  /** Accepts a connection of the socket, and sets up TLS on it as a server. @returns the connection and the client's address */
  async accept(): Promise<[connection: SocketConnection, address: Address]> {
    const [socket, address] = await this.#need('accept').call(this.#socket);
    const connection = SocketConnection.over(this.getContext(), socket);
    connection.setAcceptState();
    return [connection, address];
  }

  /** Closes the socket and frees the connection; for a clean end of the session call {@link shutdown} first. */
  close(): void {
    this.#socket.close();
    this.free();
  }

  /** Shuts down the socket: 0 reading, 1 writing, 2 both. */
  sockShutdown(how: number): void {
    this.#need('shutdown').call(this.#socket, how);
  }

  /** The file descriptor of the socket. */
  fileno(): number {
    return this.#need('fileno').call(this.#socket);
  }

  /** The peer's address. */
  getpeername(): Address {
    return this.#need('getpeername').call(this.#socket);
  }

  /** This side's address. */
  getsockname(): Address {
    return this.#need('getsockname').call(this.#socket);
  }

  /** An option of the socket. */
  getsockopt(level: number, optname: number, buflen?: number): number | Uint8Array {
    return this.#need('getsockopt').call(this.#socket, level, optname, buflen);
  }

  /** Sets an option of the socket. */
  setsockopt(level: number, optname: number, value: number | Uint8Array): void {
    this.#need('setsockopt').call(this.#socket, level, optname, value);
  }

  /** Whether operations wait for the peer, as by default, or throw {@link WantReadError}. */
  setblocking(flag: boolean): void {
    this.#need('setblocking').call(this.#socket, flag);
  }

  /** There is no file object of a TLS connection. @throws {Error} always, as in pyOpenSSL */
  makefile(): never {
    throw new SSLError('cannot make a file object of an SSL.Connection');
  }

  /** There is no memory BIO beneath a socket. @throws {TypeError} always, as in pyOpenSSL */
  bioRead(): never {
    throw new TypeError('the Connection was not created with a memory BIO');
  }

  /** There is no memory BIO beneath a socket. @throws {TypeError} always, as in pyOpenSSL */
  bioWrite(): never {
    throw new TypeError('the Connection was not created with a memory BIO');
  }

  /** There is no memory BIO beneath a socket. @throws {TypeError} always, as in pyOpenSSL */
  bioShutdown(): never {
    throw new TypeError('the Connection was not created with a memory BIO');
  }

  /** @internal Runs an operation in its form with a status to its end; see {@link ConnectionCore}. */
  run(operation: () => Uint8Array | number): Promise<Uint8Array | number> {
    return this.#until(operation);
  }

  /** @internal Sends what waits for the peer. */
  flush(): Promise<void> {
    return this.#flush();
  }

  #need<K extends keyof SocketLike>(name: K): NonNullable<SocketLike[K]> {
    const method = this.#socket[name];
    if (method === undefined) throw new TypeError(`the socket has no ${name}`);
    return method as NonNullable<SocketLike[K]>;
  }

  /** Repeats an operation until the peer is not needed any more; its records go out each time. */
  async #until(operation: () => Uint8Array | number): Promise<Uint8Array | number> {
    for (;;) {
      let status: Uint8Array | number;
      try {
        status = operation();
      } catch (error) {
        // The alert that a callback's error ends the handshake with shall reach the peer.
        await this.#flush().catch(() => undefined);
        throw error;
      }
      const done = typeof status !== 'number' || status > 0;
      const error = done || status === -c.SSL_ERROR_WANT_READ ? undefined : this.statusError(status as number);
      await (error === undefined ? this.#flush() : this.#flush().catch(() => undefined));
      if (done) return status;
      if (error !== undefined) throw error;
      await this.#fill();
    }
  }

  #fill(): Promise<void> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOnce(): Promise<void> {
    const data = await asSysCall(() => this.#socket.recv(READ_SIZE));
    if (this.isFreed) throw new SSLError('the connection was closed while it was read from');
    if (data.length === 0) this.endInput();
    else this.giveInput(data);
  }

  #flush(): Promise<void> {
    const next = this.#writing.then(async () => {
      for (let data = this.#output(); data !== undefined; data = this.#output()) {
        const chunk = data;
        await asSysCall(() => this.#socket.sendall(chunk));
      }
    });
    this.#writing = next.catch(() => undefined);
    return next;
  }

  #output(): Uint8Array | undefined {
    return this.isFreed ? undefined : this.takeOutput();
  }
}

/** Errors of the socket become SysCallError, with the system's number. */
async function asSysCall<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof SSLError) throw error;
    if ((error as { code?: string }).code === 'EAGAIN') throw new WantReadError('the socket would wait');
    const { errno, code, message } = error as { errno?: number; code?: string; message?: string };
    throw new SysCallError(Math.abs(errno ?? 1), code ?? message ?? String(error));
  }
}

/** Members that the connection does not have are the socket's. */
function passUnknownTo(connection: SocketConnection, socket: SocketLike): SocketConnection {
  return new Proxy(connection, {
    get(target, property) {
      const owner: object = property in target ? target : socket;
      const value: unknown = Reflect.get(owner, property, owner);
      return typeof value === 'function' && property !== 'constructor' ? value.bind(owner) : value;
    },
    set: (target, property, value) => Reflect.set(target, property, value, target),
    has: (target, property) => property in target || property in socket,
  });
}
