import {
  type BytesLike,
  bytesArgument,
  instanceArgument,
  integerArgument,
  targetArgument,
} from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { HANDLE } from '../../ffi/index.js';
import { RECEIVED_SHUTDOWN } from '../../tls/constants.js';
import { ZeroReturnError } from '../../tls/index.js';
import { BioConnection, type ConnectionCore } from '../../tls/internal.js';
import { PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER } from '../constants/enums.js';
import { SSLError } from '../errors/errors.js';
import { translated } from '../errors/translate.js';
import { MemoryBIO } from './memory-bio.js';
import { ConnectionState, type WrapOptions } from './state.js';

/** What the constructor is called with: nobody else has it. */
const KEY: unique symbol = Symbol('SSLObject');

/** How many bytes {@link SSLObject.read} gives at most by default. */
export const DEFAULT_READ = 1024;

declare module '../classes.js' {
  interface Classes {
    SSLObject: SSLObject;
  }
}

/**
 * A TLS connection over two {@link MemoryBIO}: it does no input or output of its own. An operation that cannot go on throws
 * {@link SSLWantReadError}; give it more of the peer's data, and repeat it. Objects come from {@link SSLContext.wrapBio}.
 */
export class SSLObject extends ConnectionState {
  readonly #core: BioConnection;

  /** @internal */
  constructor(key: typeof KEY, options: WrapOptions, incoming: MemoryBIO, outgoing: MemoryBIO) {
    if (key !== KEY) throw new TypeError('SSLObject has no public constructor: use SSLContext.wrapBio()');
    super(options);
    checkSide(options);
    const [input, output] = [
      instanceArgument(incoming, MemoryBIO, 'incoming'),
      instanceArgument(outgoing, MemoryBIO, 'outgoing'),
    ];
    this.#core = translated(() => new BioConnection(options.context.inner, input[HANDLE], output[HANDLE]));
    translated(() => this.prepare(this.#core));
  }

  /** @internal See {@link SSLContext.wrapBio}. */
  static make(Class: typeof SSLObject, options: WrapOptions, incoming: MemoryBIO, outgoing: MemoryBIO): SSLObject {
    return new Class(KEY, options, incoming, outgoing);
  }

  protected override get core(): ConnectionCore {
    return this.#core;
  }

  /**
   * Runs the handshake as far as it goes.
   * @throws {SSLWantReadError} when the peer's next message is needed
   * @throws {SSLCertVerificationError} when the peer's certificate is not good
   * @corresponds SSL_do_handshake
   */
  doHandshake(): void {
    this.#run(() => this.#core.handshakeStatus());
  }

  /**
   * Decrypts at most `len` bytes; with a buffer into it.
   * @returns the bytes, none when the peer has closed the session; with a buffer their number
   * @throws {SSLWantReadError} when there are none yet
   * @throws {SSLEOFError} when the stream has ended without close_notify
   * @corresponds SSL_read
   */
  read(len: number, buffer: Uint8Array): number;
  /** Decrypts at most `len` bytes, 1024 by default. */
  read(len?: number): Bytes;
  read(len: number = DEFAULT_READ, buffer?: Uint8Array): Uint8Array | number {
    const data = this.#read(readSize(len, buffer));
    if (buffer === undefined) return data;
    targetArgument(buffer, 'buffer').set(data);
    return data.length;
  }

  #read(size: number): Uint8Array {
    if (size === 0) return new Uint8Array();
    try {
      return this.#run(() => this.#core.readStatus(size)) as Uint8Array;
    } catch (error) {
      if (isCleanEnd(error, this.#core)) return new Uint8Array();
      throw error;
    }
  }

  /**
   * Encrypts data for the peer.
   * @returns how many bytes were taken: all
   * @throws {SSLWantReadError} when the handshake is not done and needs the peer
   * @throws {SSLZeroReturnError} after the session has ended
   * @corresponds SSL_write
   */
  write(data: BytesLike): number {
    const bytes = bytesArgument(data, 'data');
    let sent = 0;
    while (sent < bytes.length) sent += this.#run(() => this.#core.writeStatus(bytes, sent)) as number;
    return sent;
  }

  /**
   * Ends the session: sends close_notify, and waits for the peer's. The transport can then carry something else.
   * @throws {SSLWantReadError} until the peer's has come
   * @corresponds SSL_shutdown
   */
  unwrap(): void {
    // 0: ours is sent; the second call looks for the peer's, which may be there already.
    for (let round = 0; round < 2; round++) if (this.#run(() => this.#core.shutdownStatus(), 0) !== 0) return;
  }

  /** Runs an operation; a status below `least` becomes the error that it stands for. */
  #run(operation: () => Uint8Array | number, least = 1): Uint8Array | number {
    return translated(() => {
      const status = operation();
      if (typeof status === 'number' && status < least) throw this.#core.statusError(status);
      return status;
    }, this.verification);
  }

  /** Frees the connection, without a word to the peer. A second call does nothing. */
  free(): void {
    this.#core.free();
  }

  /** Frees the connection, as {@link free} does. */
  [Symbol.dispose](): void {
    this.free();
  }
}

/** @throws {SSLError} when the context is for the other side */
export function checkSide({ context, serverSide }: WrapOptions): void {
  if (serverSide && context.protocol === PROTOCOL_TLS_CLIENT)
    throw new SSLError(undefined, 'Cannot create a server socket with a PROTOCOL_TLS_CLIENT context');
  if (!serverSide && context.protocol === PROTOCOL_TLS_SERVER)
    throw new SSLError(undefined, 'Cannot create a client socket with a PROTOCOL_TLS_SERVER context');
}

/** How many bytes to read: never more than the buffer holds, and all of it where `len` is 0 or below. */
export function readSize(len: number, buffer: Uint8Array | undefined): number {
  const size = integerArgument(len, 'len');
  if (buffer === undefined) {
    if (size < 0) throw new RangeError('size should not be negative');
    return size;
  }
  const { length } = targetArgument(buffer, 'buffer');
  return size <= 0 || size > length ? length : size;
}

/** Whether the peer alone has closed the session: then there is nothing more to read, and no error. */
export function isCleanEnd(error: unknown, core: ConnectionCore): boolean {
  const cause = (error as { cause?: unknown }).cause;
  return cause instanceof ZeroReturnError && core.getShutdown() === RECEIVED_SHUTDOWN;
}
