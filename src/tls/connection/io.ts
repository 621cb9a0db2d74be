import { type BytesLike, bytesArgument, integerArgument, targetArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { HANDLE } from '../../ffi/index.js';
import * as io from '../../ffi/io.js';
import { WantReadError } from '../errors.js';
import { native } from '../native.js';
import { ConnectionCore } from './core.js';

/** Most bytes that one call takes: C's int. */
const MAX_SEND = 0x7fff_ffff;
/** The longest that IP carries. */
const LONGEST_DATAGRAM = 65_535;
/** Flag of {@link ConnectionIO.recv}: leaves the data in place. The value is that of Linux. */
const MSG_PEEK = 2;

/** Handshake, data and shutdown, at once or not at all, and the memory BIOs on the transport's side. */
export abstract class ConnectionIO extends ConnectionCore {
  /**
   * Runs the handshake as far as it goes.
   * @throws {WantReadError} when the peer's next message is needed
   * @throws {Error} when it fails, with OpenSSL's reasons
   * @corresponds SSL_do_handshake
   */
  doHandshake(): void {
    this.exclusively((ssl) => {
      const status = io.handshake(ssl);
      if (status <= 0) throw this.errorOf(status);
    });
  }

  /**
   * Encrypts data for the peer, running the handshake first where it is not done.
   * @param _flags - ignored, as in pyOpenSSL
   * @returns how many bytes were taken: all, unless a record limit cut it
   * @throws {WantReadError} when the handshake needs the peer first
   * @throws {ZeroReturnError} after the peer has closed the session
   * @corresponds SSL_write
   */
  send(buf: BytesLike, _flags = 0): number {
    const data = bytesArgument(buf, 'data');
    if (data.length > MAX_SEND) throw new RangeError(`cannot send more than ${MAX_SEND} bytes at once`);
    return this.exclusively((ssl) => {
      let sent = 0;
      while (sent < data.length) {
        const status = io.write(ssl, data, sent);
        // What went out before stands; the next call reports what stopped it.
        if (status <= 0 && sent > 0) break;
        if (status <= 0) throw this.errorOf(status);
        sent += status;
      }
      return sent;
    });
  }

  /** Another name of {@link send}. */
  write(buf: BytesLike, flags = 0): number {
    return this.send(buf, flags);
  }

  /**
   * Encrypts all of the data. After an error it cannot be told how much was sent.
   * @returns how many bytes
   * @corresponds SSL_write
   */
  sendall(buf: BytesLike, flags = 0): number {
    const data = bytesArgument(buf, 'data');
    let sent = 0;
    while (sent < data.length) sent += this.send(data.subarray(sent), flags);
    return sent;
  }

  /**
   * Decrypts up to `bufsiz` bytes of application data.
   * @param flags - `MSG_PEEK` (2) leaves the data to be read again
   * @returns the plaintext, at least one byte, at most one record
   * @throws {WantReadError} when more ciphertext is needed
   * @throws {ZeroReturnError} when the peer has closed the TLS session
   * @throws {SysCallError} (-1, 'Unexpected EOF') when the stream ended without close_notify
   * @corresponds SSL_read, SSL_peek
   */
  recv(bufsiz: number, flags = 0): Bytes {
    const size = integerArgument(bufsiz, 'bufsiz', 0);
    if (size === 0) return new Uint8Array();
    const data = this.readStatus(size, (integerArgument(flags, 'flags') & MSG_PEEK) !== 0);
    if (typeof data === 'number') throw this.errorOf(data);
    return data;
  }

  /** Another name of {@link recv}. */
  read(bufsiz: number, flags = 0): Bytes {
    return this.recv(bufsiz, flags);
  }

  /**
   * Decrypts into a buffer.
   * @param nbytes - most bytes; the whole buffer by default
   * @returns how many bytes were written
   * @corresponds SSL_read
   */
  recvInto(buffer: Uint8Array, nbytes?: number | null, flags = 0): number {
    const target = partOf(buffer, nbytes);
    if (target.length === 0) return 0;
    const kind = (integerArgument(flags, 'flags') & MSG_PEEK) === 0 ? 'read' : 'peek';
    return this.exclusively((ssl) => {
      const status = io.readInto(ssl, target, kind);
      if (status <= 0) throw this.errorOf(status);
      return status;
    });
  }

  /**
   * Sends early data (0-RTT) before the handshake of a resumed session. It can be replayed by an attacker (RFC 8446, 8).
   * @returns how many bytes were taken
   * @corresponds SSL_write_early_data
   */
  sendEarlyData(buf: BytesLike): number {
    const data = bytesArgument(buf, 'data');
    return this.exclusively((ssl) => {
      const status = io.write(ssl, data, 0, true);
      if (status <= 0) throw this.errorOf(status);
      return status;
    });
  }

  /**
   * Reads early data of a client on a server, in place of the first step of the handshake.
   * @returns the data; null at its end: go on with {@link doHandshake}
   * @corresponds SSL_read_early_data
   */
  recvEarlyData(bufsiz: number): Bytes | null {
    const size = integerArgument(bufsiz, 'bufsiz', 1);
    return this.exclusively((ssl) => {
      const data = io.read(ssl, size, 'early');
      if (typeof data !== 'number') return data;
      if (data < 0) throw this.errorOf(data);
      return null;
    });
  }

  /**
   * Takes ciphertext for the peer out of the write BIO; for DTLS one datagram.
   * @throws {WantReadError} when there is none
   * @corresponds BIO_read
   */
  bioRead(bufsiz: number): Bytes {
    const data = this.takeOutput(integerArgument(bufsiz, 'bufsiz', 0));
    if (data === undefined) throw new WantReadError('there is no data for the peer');
    return data;
  }

  /**
   * Takes ciphertext for the peer out of the write BIO into a buffer; for DTLS one datagram. With {@link recvInto} a
   * connection moves records without a new array for each.
   * @param nbytes - most bytes; the whole buffer by default
   * @returns how many bytes were written
   * @throws {WantReadError} when there is none
   * @corresponds BIO_read
   */
  bioReadInto(buffer: Uint8Array, nbytes?: number | null): number {
    const target = partOf(buffer, nbytes);
    const taken = io.takeOutputInto(this[HANDLE], target);
    if (taken === 0 && target.length > 0) throw new WantReadError('there is no data for the peer');
    return taken;
  }

  /**
   * Puts ciphertext from the peer into the read BIO; for DTLS one datagram, which is lost when as many as
   * {@link setDatagramBuffer} allows wait to be read.
   * @returns how many bytes were taken: all
   * @throws {RangeError} for a datagram of more than 65,535 bytes
   * @corresponds BIO_write
   */
  bioWrite(buf: BytesLike): number {
    const data = bytesArgument(buf, 'buf');
    if (data.length === 0) return 0;
    if (data.length > LONGEST_DATAGRAM && this.getContext().isDatagram)
      throw new RangeError(`a datagram has at most ${LONGEST_DATAGRAM} bytes, not ${data.length}`);
    const status = io.giveInput(this[HANDLE], data);
    if (status <= 0) throw native.failure();
    return status;
  }

  /**
   * Says that the read BIO has reached its end: the transport is closed. What would wait for more throws
   * {@link SysCallError} (-1, 'Unexpected EOF') from then on, over datagrams too.
   * @corresponds BIO_set_mem_eof_return
   */
  bioShutdown(): void {
    io.endInput(this[HANDLE]);
  }

  /**
   * Sends close_notify.
   * @returns whether the peer's has come too; if not, read on until {@link ZeroReturnError}
   * @corresponds SSL_shutdown
   */
  shutdown(): boolean {
    return this.exclusively((ssl) => {
      const status = io.shutdown(ssl);
      if (status < 0) throw this.errorOf(status);
      return status > 0;
    });
  }
}

/** The beginning of a buffer. */
function partOf(buffer: Uint8Array, nbytes: number | null | undefined): Uint8Array {
  const target = targetArgument(buffer, 'buffer');
  return nbytes == null ? target : target.subarray(0, integerArgument(nbytes, 'nbytes', 0));
}
