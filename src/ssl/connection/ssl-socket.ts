import { type BytesLike, bytesArgument, integerArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { type Address, SocketConnection, type SocketLike } from '../../tls/index.js';
import type { Operation, OperationKind } from '../../tls/transport/pump.js';
import { asciiHost } from '../certificate/hostname.js';
import type { Classes } from '../classes.js';
import { SSLEOFError, SSLWantWriteError } from '../errors/errors.js';
import { SocketFace } from './socket-face.js';
import { isConnected, need, withPrefix } from './socket-tools.js';
import { checkSide, DEFAULT_READ, isCleanEnd, readSize } from './ssl-object.js';
import { secondsArgument, withTimeout } from './timeout.js';
import type { WrapSocketOptions } from './wrap-options.js';

type SSLContext = Classes['SSLContext'];

/** What the constructor is called with: nobody else has it. */
const KEY: unique symbol = Symbol('SSLSocket');

declare module '../classes.js' {
  interface Classes {
    SSLSocket: SSLSocket;
  }
}

/** A TLS connection over a socket: what moves bytes returns a promise. Sockets come from {@link SSLContext.wrapSocket}. */
export class SSLSocket extends SocketFace {
  #connection: SocketConnection | undefined;
  #timeout: number | null = null;
  /** Whether the handshake is part of connecting and accepting. */
  readonly do_handshake_on_connect: boolean;
  /** Whether an end without close_notify reads as the end of the data. */
  readonly suppress_ragged_eofs: boolean;

  /** @internal */
  constructor(key: typeof KEY, context: SSLContext, socket: SocketLike, options: WrapSocketOptions) {
    if (key !== KEY) throw new TypeError('SSLSocket has no public constructor: use SSLContext.wrapSocket()');
    const { serverSide = false, serverHostname, session = null } = options;
    const wrap = { context, serverSide, hostname: asciiHost(serverHostname), session };
    super(wrap, socket);
    checkSide(wrap);
    this.do_handshake_on_connect = options.doHandshakeOnConnect ?? true;
    this.suppress_ragged_eofs = options.suppressRaggedEofs ?? true;
    if (isConnected(socket)) this.#open();
  }

  /** @internal Without a handshake. */
  static wrap(Class: typeof SSLSocket, context: SSLContext, socket: SocketLike, options: WrapSocketOptions): SSLSocket {
    return new Class(KEY, context, socket, options);
  }

  /** @internal See {@link SSLContext.wrapSocket}. */
  static async make(
    Class: typeof SSLSocket,
    context: SSLContext,
    socket: SocketLike,
    options: WrapSocketOptions,
  ): Promise<SSLSocket> {
    const made = SSLSocket.wrap(Class, context, socket, options);
    if (made.#connection !== undefined && made.do_handshake_on_connect) await made.#handshakeOrClose();
    return made;
  }

  #open(): void {
    try {
      this.#connection = SocketConnection.over(this.context.inner, this.socket);
      this.prepare(this.#connection);
    } catch (error) {
      throw this.errorOf(error);
    }
  }

  async #handshakeOrClose(): Promise<void> {
    try {
      await this.doHandshake();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  protected override get core(): SocketConnection | undefined {
    return this.#connection?.isFreed ? undefined : this.#connection;
  }

  /** How long an operation may take, in seconds; null for any time, as by default; 0 as {@link setblocking} with false. */
  settimeout(seconds: number | null): void {
    secondsArgument(seconds);
    this.#timeout = seconds === 0 ? null : seconds;
    this.socket.setblocking?.(seconds !== 0);
  }

  /** What {@link settimeout} has set. */
  gettimeout(): number | null {
    return this.#timeout;
  }

  /** Whether operations wait for the peer, as by default, or throw {@link SSLWantReadError}. */
  setblocking(flag: boolean): void {
    this.settimeout(flag ? null : 0);
  }

  /** Performs the handshake. @throws {SSLCertVerificationError} when the peer's certificate is not good @corresponds SSL_do_handshake */
  async doHandshake(): Promise<void> {
    const core = this.#active('doHandshake');
    await this.#run('handshake', () => core.handshakeStatus());
  }

  /** Receives into a buffer. @returns how many bytes */
  read(len: number, buffer: Uint8Array): Promise<number>;
  /**
   * Receives data.
   * @param len - most bytes, 1024 by default
   * @returns none when the peer has closed the session, or with {@link suppress_ragged_eofs} the stream
   * @throws {RangeError} when the session has ended
   * @corresponds SSL_read
   */
  read(len?: number): Promise<Bytes>;
  async read(len: number = DEFAULT_READ, buffer?: Uint8Array): Promise<Uint8Array | number> {
    const data = await this.#read(this.#active('read'), readSize(len, buffer));
    if (buffer === undefined) return data;
    buffer.set(data);
    return data.length;
  }

  async #read(core: SocketConnection, size: number): Promise<Uint8Array> {
    if (size === 0) return new Uint8Array();
    try {
      return (await this.#run('read', () => core.readStatus(size))) as Uint8Array;
    } catch (error) {
      const isRagged = this.suppress_ragged_eofs && error instanceof SSLEOFError;
      if (isRagged || (!core.isFreed && isCleanEnd(error, core))) return new Uint8Array();
      throw error;
    }
  }

  /**
   * Sends data.
   * @returns how many bytes were taken: all, unless a socket that must not wait took no more
   * @throws {SSLWantWriteError} when it took nothing
   * @throws {RangeError} when the session has ended
   * @corresponds SSL_write
   */
  async write(data: BytesLike): Promise<number> {
    const core = this.#active('write');
    const bytes = bytesArgument(data, 'data');
    let sent = 0;
    try {
      while (sent < bytes.length) sent += (await this.#run('write', () => core.writeStatus(bytes, sent))) as number;
    } catch (error) {
      // What was taken must not be sent again.
      if (sent === 0 || !(error instanceof SSLWantWriteError)) throw error;
    }
    return sent;
  }

  /** Another name of {@link write}. @throws {RangeError} for flags, which TLS has not */
  send(data: BytesLike, flags = 0): Promise<number> {
    noFlags(flags);
    return this.write(data);
  }

  /** Sends all of the data. @throws {RangeError} for flags, which TLS has not */
  async sendall(data: BytesLike, flags = 0): Promise<void> {
    noFlags(flags);
    const bytes = bytesArgument(data, 'data');
    for (let sent = 0; sent < bytes.length; ) sent += await this.write(bytes.subarray(sent));
  }

  /** Another name of {@link read}. @throws {RangeError} for flags, which TLS has not */
  recv(buflen: number = DEFAULT_READ, flags = 0): Promise<Bytes> {
    noFlags(flags);
    return this.read(buflen);
  }

  /** Receives into a buffer. @param nbytes - most bytes; the whole buffer by default @returns how many bytes */
  recvInto(buffer: Uint8Array, nbytes?: number | null, flags = 0): Promise<number> {
    noFlags(flags);
    return this.read(nbytes ?? buffer.length, buffer);
  }

  /** Connects the socket, and performs the handshake unless {@link do_handshake_on_connect} is off. */
  async connect(address: Address): Promise<void> {
    this.#unconnected();
    await withTimeout(need(this.socket, 'connect')(address), this.#timeout, 'connect');
    this.#open();
    if (this.do_handshake_on_connect) await this.#handshakeOrClose();
  }

  /** As {@link connect}. @returns 0, or the number of the system's error; what TLS reports is thrown */
  async connectEx(address: Address): Promise<number> {
    this.#unconnected();
    const result = await withTimeout(need(this.socket, 'connectEx')(address), this.#timeout, 'connect');
    if (result !== 0) return result;
    this.#open();
    if (this.do_handshake_on_connect) await this.#handshakeOrClose();
    return 0;
  }

  #unconnected(): void {
    if (this.server_side) throw new RangeError("can't connect in server-side mode");
    if (this.#connection !== undefined) throw new RangeError('attempt to connect already-connected SSLSocket!');
  }

  /** Waits for a client of a listening socket, and wraps it as this one is. @returns its connection and address */
  async accept(): Promise<[socket: SSLSocket, address: Address]> {
    const [socket, address] = await withTimeout(need(this.socket, 'accept')(), this.#timeout, 'accept');
    const options = {
      serverSide: true,
      doHandshakeOnConnect: this.do_handshake_on_connect,
      suppressRaggedEofs: this.suppress_ragged_eofs,
    };
    return [await this.context.wrapSocket(socket, options), address];
  }

  /**
   * Ends the session: sends close_notify and waits for the peer's.
   * @returns the socket, which stays open and can carry something else
   * @throws {SSLEOFError} when the peer has closed the stream instead
   * @throws {RangeError} when there is no session
   * @corresponds SSL_shutdown
   */
  async unwrap(): Promise<SocketLike> {
    const core = this.#active('unwrap');
    await this.#run('shutdown', () => core.shutdownStatus() || core.shutdownStatus() || 1);
    const rest = core.takeInput();
    core.free();
    return withPrefix(this.socket, rest);
  }

  /** Closes one direction of the socket or both, without a word of TLS: 0 reading, 1 writing, 2 both. */
  shutdown(how: number): void {
    need(this.socket, 'shutdown')(integerArgument(how, 'how', 0, 2));
    this.#connection?.free();
  }

  /** Closes the socket, without a word to the peer: for a clean end call {@link unwrap} first. */
  close(): void {
    this.socket.close();
    this.#connection?.free();
  }

  /** Closes the socket, as {@link close} does. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** A TLS session cannot be shared by two sockets. @throws {TypeError} always, as in Python */
  dup(): never {
    throw new TypeError("Can't dup() SSLSocket instances");
  }

  #active(operation: string): SocketConnection {
    const core = this.core;
    if (core === undefined) throw new RangeError(`${operation} on closed or unwrapped SSL socket.`);
    return core;
  }

  async #run(what: OperationKind, operation: Operation): Promise<Bytes | number> {
    const core = this.#active(what);
    let isLate = false;
    // Once it is too late, what comes must wait for the next operation.
    const inTime = () => {
      if (isLate) throw new RangeError(`the ${what} operation has timed out`);
      return operation();
    };
    try {
      return await withTimeout(core.run(inTime, what), this.#timeout, what);
    } catch (error) {
      isLate = true;
      throw this.errorOf(error);
    }
  }
}

function noFlags(flags: number): void {
  if (flags !== 0) throw new RangeError('non-zero flags are not allowed on an SSLSocket');
}
