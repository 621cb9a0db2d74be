import { type BytesLike, bytesArgument, integerArgument, targetArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import type { Context } from '../context/context.js';
import { Error as SSLError, SysCallError, WantReadError, WantWriteError, ZeroReturnError } from '../errors.js';
import type { Carrier } from '../transport/carrier.js';
import { type Operation, type OperationKind, Pump } from '../transport/pump.js';
import type { Address, SocketLike } from '../transport/transport.js';
import { ConnectionCore } from './core.js';

/** Most ciphertext that is read from the socket at once: a few records. */
const READ_SIZE = 65_536;
/** Errors upon which the session has nothing to say: who hears of them must not wait for a write that is stuck. */
const WITHOUT_ALERT = [WantReadError, WantWriteError, ZeroReturnError, SysCallError] as const;

/**
 * A TLS connection over a socket. It has the names of {@link Connection}; what moves bytes returns a promise. Members that
 * it does not define are passed to the socket (manual, 4.3).
 */
export class SocketConnection extends ConnectionCore {
  readonly #socket: SocketLike;
  readonly #pump: Pump;

  private constructor(context: Context, socket: SocketLike) {
    super(context);
    if (typeof socket?.recv !== 'function' || typeof socket.sendall !== 'function') {
      throw new TypeError('socket must be null or have recv and sendall, as a Socket of this package');
    }
    this.#socket = socket;
    this.#pump = new Pump(this, carrierOver(socket));
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
    await this.run(() => this.handshakeStatus(), 'handshake');
  }

  /**
   * Sends data.
   * @returns how many bytes were taken: all, unless a socket that must not wait took no more
   * @throws {WantWriteError} when it took nothing
   * @corresponds SSL_write
   */
  async send(buf: BytesLike, _flags = 0): Promise<number> {
    const data = bytesArgument(buf, 'data');
    try {
      return await this.#pump.write(data);
    } catch (error) {
      throw await this.#lastWords(error);
    }
  }

  /** Another name of {@link send}. */
  write(buf: BytesLike, flags = 0): Promise<number> {
    return this.send(buf, flags);
  }

  /** Sends all of the data. After an error it cannot be told how much was sent. @corresponds SSL_write */
  async sendall(buf: BytesLike, flags = 0): Promise<number> {
    const data = bytesArgument(buf, 'data');
    for (let sent = 0; sent < data.length; ) sent += await this.send(data.subarray(sent), flags);
    return data.length;
  }

  /**
   * Receives data.
   * @param bufsiz - most bytes
   * @throws {ZeroReturnError} when the peer has closed the session
   * @throws {SysCallError} (-1, 'Unexpected EOF') when the stream ended without close_notify
   * @corresponds SSL_read
   */
  async recv(bufsiz: number, flags = 0): Promise<Bytes> {
    const size = integerArgument(bufsiz, 'bufsiz', 0);
    const peeks = (integerArgument(flags, 'flags') & 2) !== 0;
    if (size === 0) return new Uint8Array();
    return (await this.run(() => this.readStatus(size, peeks), 'read')) as Bytes;
  }

  /** Another name of {@link recv}. */
  read(bufsiz: number, flags = 0): Promise<Bytes> {
    return this.recv(bufsiz, flags);
  }

  /** Receives into a buffer. @returns how many bytes @corresponds SSL_read */
  async recvInto(buffer: Uint8Array, nbytes?: number | null, flags = 0): Promise<number> {
    const target = targetArgument(buffer, 'buffer');
    const size = nbytes == null ? target.length : integerArgument(nbytes, 'nbytes', 0);
    const data = await this.recv(Math.min(size, target.length), flags);
    target.set(data);
    return data.length;
  }

  /** Sends close_notify. @returns whether the peer's has come too @corresponds SSL_shutdown */
  async shutdown(): Promise<boolean> {
    const status = this.shutdownStatus();
    const error = status < 0 ? this.statusError(status) : undefined;
    await this.#pump.flush();
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

  /** There is no memory BIO beneath a socket. @throws {TypeError} always */
  bioReadInto(): never {
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

  /**
   * @internal Runs an operation in its form with a status to its end; see {@link ConnectionCore}. The socket has taken its
   * output then; what was read does not wait for that.
   */
  async run(operation: Operation, kind: OperationKind): Promise<Bytes | number> {
    try {
      const status = await this.#pump.until(operation, kind);
      if (kind !== 'read')
        await this.#pump.flush().catch((error) => {
          // What was taken must not be sent again.
          if (kind !== 'write' || !(error instanceof WantWriteError)) throw error;
        });
      return status;
    } catch (error) {
      throw await this.#lastWords(error);
    }
  }

  /** The alert that an error ends the session with shall reach the peer, though the caller closes the socket at once. */
  async #lastWords(error: unknown): Promise<unknown> {
    if (!WITHOUT_ALERT.some((Class) => error instanceof Class)) await this.#pump.idle();
    return error;
  }

  #need<K extends keyof SocketLike>(name: K): NonNullable<SocketLike[K]> {
    const method = this.#socket[name];
    if (method === undefined) throw new TypeError(`the socket has no ${name}`);
    return method as NonNullable<SocketLike[K]>;
  }
}

/** The socket as what carries ciphertext: its errors become SysCallErrors, with the system's number. */
function carrierOver(socket: SocketLike): Carrier {
  return {
    read: async () => {
      const data = await asSysCall(() => socket.recv(READ_SIZE), WantReadError);
      return data.length === 0 ? undefined : data;
    },
    write: (data) => asSysCall(() => socket.sendall(data), WantWriteError),
  };
}

async function asSysCall<T>(body: () => Promise<T>, WouldWait: new (message: string) => SSLError): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof SSLError) throw error;
    const { errno, code, message } = error as { errno?: number; code?: string; message?: string };
    if (code === 'EAGAIN' || code === 'EWOULDBLOCK') throw new WouldWait('the socket would wait');
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
