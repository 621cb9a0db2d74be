import { type BytesLike, bytesArgument, integerArgument } from '../common/arguments.js';
import { constants as c, HANDLE, io } from '../ffi/index.js';
import { ConnectionBase } from './connection-base.js';
import { WantReadError } from './errors.js';
import { native } from './native.js';

/** Most bytes that one call takes: C's int. */
const MAX_SEND = 0x7fff_ffff;
/** Flag of {@link ConnectionIO.recv}: leaves the data in place. The value is that of Linux. */
const MSG_PEEK = 2;

/** Handshake, data, shutdown, and the memory BIOs on the transport's side. */
export abstract class ConnectionIO extends ConnectionBase {
  /** Acts as the client. @corresponds SSL_set_connect_state */
  setConnectState(): void {
    native.SSL_set_connect_state(this[HANDLE]);
  }

  /** Acts as the server. @corresponds SSL_set_accept_state */
  setAcceptState(): void {
    native.SSL_set_accept_state(this[HANDLE]);
  }

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
  recv(bufsiz: number, flags = 0): Uint8Array {
    const size = integerArgument(bufsiz, 'bufsiz', 0);
    if (size === 0) return new Uint8Array();
    const data = this.readStatus(size, (integerArgument(flags, 'flags') & MSG_PEEK) !== 0);
    if (typeof data === 'number') throw this.errorOf(data);
    return data;
  }

  /** Another name of {@link recv}. */
  read(bufsiz: number, flags = 0): Uint8Array {
    return this.recv(bufsiz, flags);
  }

  /**
   * Decrypts into a buffer.
   * @param nbytes - most bytes; the whole buffer by default
   * @returns how many bytes were written
   * @corresponds SSL_read
   */
  recvInto(buffer: Uint8Array, nbytes?: number | null, flags = 0): number {
    if (!(buffer instanceof Uint8Array)) throw new TypeError('buffer must be a Uint8Array');
    const wanted = nbytes == null ? buffer.length : integerArgument(nbytes, 'nbytes', 0);
    const data = this.recv(Math.min(wanted, buffer.length), flags);
    buffer.set(data);
    return data.length;
  }

  /** @internal The form of {@link recv} for loops: a status instead of an exception. */
  readStatus(size: number, peek = false): Uint8Array | number {
    return this.exclusively((ssl) => io.read(ssl, size, peek ? 'peek' : 'read'));
  }

  /** @internal The form of {@link send} for loops: how many bytes were taken from `offset`, or the status. */
  writeStatus(data: Uint8Array, offset: number): number {
    return this.exclusively((ssl) => io.write(ssl, data, offset));
  }

  /** @internal The form of {@link doHandshake} for loops. */
  handshakeStatus(): number {
    return this.exclusively((ssl) => io.handshake(ssl));
  }

  /** @internal The error that a status of the last operation stands for. */
  statusError(status: number): Error {
    return this.errorOf(status);
  }

  /** How many decrypted bytes wait to be read. @corresponds SSL_pending */
  pending(): number {
    return native.SSL_pending(this[HANDLE]);
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
  recvEarlyData(bufsiz: number): Uint8Array | null {
    const size = integerArgument(bufsiz, 'bufsiz', 1);
    return this.exclusively((ssl) => {
      const data = io.read(ssl, size, 'early');
      if (typeof data !== 'number') return data;
      if (data < 0) throw this.errorOf(data);
      return null;
    });
  }

  /** Whether the early data was `'not sent'`, `'rejected'` or `'accepted'`. @corresponds SSL_get_early_data_status */
  getEarlyDataStatus(): 'not sent' | 'rejected' | 'accepted' {
    const status = native.SSL_get_early_data_status(this[HANDLE]);
    if (status === c.SSL_EARLY_DATA_ACCEPTED) return 'accepted';
    return status === c.SSL_EARLY_DATA_REJECTED ? 'rejected' : 'not sent';
  }

  /**
   * Takes ciphertext for the peer out of the write BIO; for DTLS one datagram.
   * @throws {WantReadError} when there is none
   * @corresponds BIO_read
   */
  bioRead(bufsiz: number): Uint8Array {
    const data = this.takeOutput(integerArgument(bufsiz, 'bufsiz', 0));
    if (data === undefined) throw new WantReadError('there is no data for the peer');
    return data;
  }

  /** @internal The form of {@link bioRead} for loops: undefined where there is nothing. */
  takeOutput(size: number = MAX_SEND): Uint8Array | undefined {
    return io.takeOutput(this[HANDLE], size);
  }

  /**
   * Puts ciphertext from the peer into the read BIO; for DTLS one datagram.
   * @returns how many bytes were taken: all
   * @corresponds BIO_write
   */
  bioWrite(buf: BytesLike): number {
    const data = bytesArgument(buf, 'buf');
    if (data.length === 0) return 0;
    const status = io.giveInput(this[HANDLE], data);
    if (status <= 0) throw native.failure();
    return status;
  }

  /** Says that the read BIO has reached its end: the transport is closed. @corresponds BIO_set_mem_eof_return */
  bioShutdown(): void {
    io.endInput(this[HANDLE]);
  }

  /** How many bytes wait to be taken by {@link bioRead}. @corresponds BIO_ctrl_pending */
  bioPending(): number {
    return native.ssl_output_pending(this[HANDLE]);
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

  /** What has been sent and received of the closure: `SENT_SHUTDOWN`, `RECEIVED_SHUTDOWN`, or both. @corresponds SSL_get_shutdown */
  getShutdown(): number {
    return native.SSL_get_shutdown(this[HANDLE]);
  }

  /** Sets the state of the closure. @corresponds SSL_set_shutdown */
  setShutdown(state: number): void {
    native.SSL_set_shutdown(this[HANDLE], integerArgument(state, 'state', 0));
  }

  /** Whether the last operation waits for data from the peer. @corresponds SSL_want_read */
  wantRead(): boolean {
    return native.SSL_want(this[HANDLE]) === c.SSL_READING;
  }

  /** Whether the last operation waits for the transport to take data. @corresponds SSL_want_write */
  wantWrite(): boolean {
    return native.SSL_want(this[HANDLE]) === c.SSL_WRITING;
  }

  /** Describes the state of the handshake. @corresponds SSL_state_string_long */
  getStateString(): string {
    return native.SSL_state_string_long(this[HANDLE]);
  }

  /** The name of {@link getStateString} in the manual of 0.11. */
  stateString(): string {
    return this.getStateString();
  }

  /** Whether the handshake is done. @corresponds SSL_is_init_finished */
  get isHandshakeDone(): boolean {
    return native.SSL_is_init_finished(this[HANDLE]) === 1;
  }

  /** Asks for a new handshake; TLS 1.2 and below. @returns whether it could be scheduled @corresponds SSL_renegotiate */
  renegotiate(): boolean {
    if (this.renegotiatePending()) return false;
    native.SSL_renegotiate(this[HANDLE]);
    return true;
  }

  /** Whether a renegotiation is under way. @corresponds SSL_renegotiate_pending */
  renegotiatePending(): boolean {
    return native.SSL_renegotiate_pending(this[HANDLE]) === 1;
  }

  /** How many renegotiations there were. @corresponds SSL_total_renegotiations */
  totalRenegotiations(): number {
    return native.SSL_total_renegotiations(this[HANDLE]);
  }

  /**
   * Changes the keys of TLS 1.3 with the next record (RFC 8446, 4.6.3).
   * @param requestPeer - whether the peer shall change its own too
   * @corresponds SSL_key_update
   */
  keyUpdate(requestPeer = false): void {
    native.SSL_key_update(this[HANDLE], requestPeer ? c.SSL_KEY_UPDATE_REQUESTED : c.SSL_KEY_UPDATE_NOT_REQUESTED);
  }
}
