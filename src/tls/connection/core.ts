import { booleanArgument, integerArgument, targetArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { outOfRange, wrongType } from '../../common/refusals.js';
import * as c from '../../ffi/constants.js';
import { HANDLE, type Handle } from '../../ffi/index.js';
import * as io from '../../ffi/io.js';
import { Error as SSLError } from '../errors.js';
import { native } from '../native.js';
import { ConnectionPeer } from './peer.js';

/** Most ciphertext that one step takes. */
const MAX_OUTPUT = 1024 * 1024;
/** Largest datagram payload of UDP over IPv4. */
const MAX_DATAGRAM = 65_507;
/** Seconds that a flight of DTLS is waited for: RFC 6347, 4.2.4.1. */
const [MIN_TIMEOUT, MAX_TIMEOUT] = [0.001, 60];
/** Room for one datagram of any length, and for half of what a module may have. */
const [MIN_DATAGRAM_BUFFER, MAX_DATAGRAM_BUFFER] = [65_536, 1_073_741_824];

declare module '../classes.js' {
  interface Classes {
    ConnectionCore: ConnectionCore;
  }
}

/**
 * What every connection has, whoever moves its bytes: role, state, keys, timers; and, for loops, the I/O operations with
 * a status instead of an exception. Callbacks get it.
 */
export abstract class ConnectionCore extends ConnectionPeer {
  /**
   * Acts as the client, from before the handshake on.
   * @throws {Error} in a callback, and when the handshake has begun as a server; as a client it does nothing then
   * @corresponds SSL_set_connect_state
   */
  setConnectState(): void {
    this.changing('setConnectState', [], (ssl) => {
      if (hasBegun(ssl, false)) return;
      native.SSL_set_connect_state(ssl);
    });
  }

  /** Acts as the server, as {@link setConnectState} as the client. @corresponds SSL_set_accept_state */
  setAcceptState(): void {
    this.changing('setAcceptState', [], (ssl) => {
      if (hasBegun(ssl, true)) return;
      native.SSL_set_accept_state(ssl);
    });
  }

  /** @internal The form of {@link recv} for loops: a status instead of an exception. */
  readStatus(size: number, peek = false): Bytes | number {
    return this.exclusively((ssl) => io.read(ssl, size, peek ? 'peek' : 'read'));
  }

  /** @internal The form of {@link send} for loops: how many bytes were taken from `offset`, or the status. */
  writeStatus(data: Uint8Array, offset: number): number {
    return this.exclusively((ssl) => io.write(ssl, data, offset));
  }

  /** @internal Gives ciphertext, if any, and reads a record: for loops that have both at hand. */
  receiveStatus(input: Uint8Array | undefined): io.Received {
    return this.exclusively((ssl) => io.receive(ssl, input));
  }

  /** @internal Encrypts from `offset`, and takes what is to go out: for loops that hand it on at once. */
  sendStatus(data: Uint8Array, offset: number, room?: Uint8Array): io.Sent {
    return this.exclusively((ssl) => io.send(ssl, data, offset, room));
  }

  /** @internal The form of {@link doHandshake} for loops. */
  handshakeStatus(): number {
    return this.exclusively((ssl) => io.handshake(ssl));
  }

  /** @internal The error that a status of the last operation stands for. */
  statusError(status: number): Error {
    return this.errorOf(status);
  }

  /** @internal Whether a status says that more ciphertext is needed. */
  needsInput(status: number): boolean {
    return status === -c.SSL_ERROR_WANT_READ;
  }

  /** @internal Whether a status says that nothing can be read any more: a failure, or the end. */
  isFinal(status: number): boolean {
    return status === -c.SSL_ERROR_SSL || status === -c.SSL_ERROR_SYSCALL || status === -c.SSL_ERROR_ZERO_RETURN;
  }

  /** @internal Whether a status says that a callback is to answer first. */
  needsAnswer(status: number): boolean {
    return (
      status === -c.SSL_ERROR_WANT_CLIENT_HELLO_CB ||
      status === -c.SSL_ERROR_WANT_X509_LOOKUP ||
      status === -c.SSL_ERROR_WANT_RETRY_VERIFY
    );
  }

  /** @internal Whether a status says that the peer has closed the session. */
  isCloseNotify(status: number): boolean {
    return status === -c.SSL_ERROR_ZERO_RETURN;
  }

  /** How many decrypted bytes wait to be read. @corresponds SSL_pending */
  pending(): number {
    return native.SSL_pending(this[HANDLE]);
  }

  /** Whether the early data was `'not sent'`, `'rejected'` or `'accepted'`. @corresponds SSL_get_early_data_status */
  getEarlyDataStatus(): 'not sent' | 'rejected' | 'accepted' {
    const status = native.SSL_get_early_data_status(this[HANDLE]);
    if (status === c.SSL_EARLY_DATA_ACCEPTED) return 'accepted';
    return status === c.SSL_EARLY_DATA_REJECTED ? 'rejected' : 'not sent';
  }

  /** @internal The form of {@link bioRead} for loops: undefined where there is nothing. */
  takeOutput(size: number = MAX_OUTPUT): Bytes | undefined {
    return io.takeOutput(this[HANDLE], size);
  }

  /** How many bytes wait for the peer: `bioRead` takes them. @corresponds BIO_ctrl_pending */
  bioPending(): number {
    return native.ssl_output_pending(this[HANDLE]);
  }

  /** What has been sent and received of the closure: `SENT_SHUTDOWN`, `RECEIVED_SHUTDOWN`, or both. @corresponds SSL_get_shutdown */
  getShutdown(): number {
    return native.SSL_get_shutdown(this[HANDLE]);
  }

  /** Sets the state of the closure. @corresponds SSL_set_shutdown */
  setShutdown(state: number): void {
    const bits = integerArgument(state, 'state', 0);
    this.setting('setShutdown', (ssl) => native.SSL_set_shutdown(ssl, bits));
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
    return this.changing('renegotiate', [], (ssl) => {
      if (native.SSL_renegotiate_pending(ssl) === 1) return false;
      native.SSL_renegotiate(ssl);
      return true;
    });
  }

  /**
   * Lets the peer begin no new handshake from now on: one that asks ends the connection with an error, where the context has
   * `OP_ALLOW_CLIENT_RENEGOTIATION`; where it has not, it is told no, as before. This side may still begin one.
   */
  disableRenegotiation(): void {
    this.changing('disableRenegotiation', [], (ssl) => native.ssl_disable_renegotiation(ssl));
  }

  /** Whether a renegotiation is under way. @corresponds SSL_renegotiate_pending */
  renegotiatePending(): boolean {
    return native.SSL_renegotiate_pending(this[HANDLE]) === 1;
  }

  /** How many renegotiations there were. @corresponds SSL_total_renegotiations */
  totalRenegotiations(): number {
    return native.SSL_total_renegotiations(this[HANDLE]);
  }

  /** @internal Another number after each handshake: by it a new one is known. */
  handshakes(): number {
    return native.ssl_handshakes(this[HANDLE]);
  }

  /**
   * Changes the keys of TLS 1.3 with the next record (RFC 8446, 4.6.3).
   * @param requestPeer - whether the peer shall change its own too
   * @corresponds SSL_key_update
   */
  keyUpdate(requestPeer = false): void {
    const kind = booleanArgument(requestPeer, 'requestPeer')
      ? c.SSL_KEY_UPDATE_REQUESTED
      : c.SSL_KEY_UPDATE_NOT_REQUESTED;
    this.changing('keyUpdate', [], (ssl) => native.SSL_key_update(ssl, kind));
  }

  /** @internal Puts ciphertext from the peer in. */
  giveInput(data: Uint8Array): void {
    const bytes = targetArgument(data, 'data');
    if (bytes.length > 0 && io.giveInput(this[HANDLE], bytes) <= 0) throw native.failure();
  }

  /** @internal Takes back what the peer sent and the session has not read: what follows its end. */
  takeInput(): Bytes {
    return native.ssl_take_input(this[HANDLE]);
  }

  /** @internal Says that no more ciphertext comes. */
  endInput(): void {
    io.endInput(this[HANDLE]);
  }

  /** @internal The form of shutdown for loops: 1 both sides, 0 this side, or the status. */
  shutdownStatus(): number {
    return this.exclusively((ssl) => io.shutdown(ssl));
  }

  /**
   * Seconds until a flight must be sent again by {@link DTLSv1HandleTimeout}; null where no timer runs, and after `bioShutdown`,
   * once all that came before has been read.
   * @corresponds DTLSv1_get_timeout
   */
  DTLSv1GetTimeout(): number | null {
    const seconds = native.dtls_get_timeout(this[HANDLE]);
    return seconds < 0 ? null : seconds;
  }

  /**
   * Sends the last flight again, if its timer has run out.
   * @returns whether it was sent
   * @throws {Error} after too many tries
   * @corresponds DTLSv1_handle_timeout
   */
  DTLSv1HandleTimeout(): boolean {
    return this.exclusively((ssl) => native.dtls_handle_timeout(ssl));
  }

  /**
   * Sets how long the first flight is waited for before it is sent again; each time after that twice as long, up to a minute. For
   * the time before the handshake.
   * @param seconds - 0.001 to 60; 1 by default
   * @corresponds DTLS_set_timer_cb
   */
  DTLSv1SetInitialTimeout(seconds: number): void {
    if (typeof seconds !== 'number') throw wrongType('seconds', 'a number', seconds);
    if (!(seconds >= MIN_TIMEOUT && seconds <= MAX_TIMEOUT))
      throw outOfRange('seconds', MIN_TIMEOUT, MAX_TIMEOUT, seconds);
    if (!this.getContext().isDatagram) throw new SSLError('the connection is not of DTLS: it has no timer');
    this.choosing('DTLSv1SetInitialTimeout', (ssl) => native.dtls_set_initial_timeout(ssl, seconds));
  }

  /** Sets the largest datagram to send, in bytes without IP and UDP headers; needs `OP_NO_QUERY_MTU`. @corresponds SSL_set_mtu */
  setCiphertextMtu(mtu: number): void {
    const bytes = integerArgument(mtu, 'mtu', 1, MAX_DATAGRAM);
    this.changing('setCiphertextMtu', [], (ssl) => native.SSL_set_mtu(ssl, bytes));
  }

  /**
   * Sets how many bytes of the peer's datagrams wait to be read: a DTLS connection drops what comes beyond, as a UDP socket
   * does. OpenSSL keeps some 200 bytes beside each datagram, which count too. 1 MiB by default.
   * @param size - in bytes, from 65,536
   */
  setDatagramBuffer(size: number): void {
    native.ssl_set_datagram_buffer(
      this[HANDLE],
      integerArgument(size, 'size', MIN_DATAGRAM_BUFFER, MAX_DATAGRAM_BUFFER),
    );
  }

  /** The most plaintext that one datagram carries. @corresponds DTLS_get_data_mtu */
  getCleartextMtu(): number {
    return native.DTLS_get_data_mtu(this[HANDLE]);
  }
}

/** Whether the handshake has begun on this side. @throws {Error} when it has on the other: a connection keeps its side */
function hasBegun(ssl: Handle<'SSL'>, asServer: boolean): boolean {
  if (native.SSL_in_before(ssl) === 1) return false;
  const isServer = native.SSL_is_server(ssl) === 1;
  if (isServer !== asServer) throw new SSLError(`the handshake has begun as a ${isServer ? 'server' : 'client'}`);
  return true;
}
