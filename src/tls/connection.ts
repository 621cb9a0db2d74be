import { integerArgument } from '../common/arguments.js';
import { HANDLE, io } from '../ffi/index.js';
import { ConnectionPeer } from './connection-peer.js';
import type { Context } from './context.js';
import { native } from './native.js';

/** Largest datagram payload of UDP over IPv4. */
const MAX_DATAGRAM = 65_507;

/**
 * A TLS or DTLS connection over two memory BIOs: the caller moves the bytes. What {@link bioRead} gives goes to the peer,
 * what the peer sends goes into {@link bioWrite}, and an operation that cannot go on throws {@link WantReadError}.
 */
export class Connection extends ConnectionPeer {
  /**
   * @param context - the parameters; it cannot be changed any more after this
   * @param _socket - null: this connection is independent of its transport
   * @param role - `client` or `server`; may be left to {@link setConnectState} and {@link setAcceptState}, and to the method
   */
  constructor(context: Context, _socket: null = null, role?: 'client' | 'server') {
    super(context);
    if (role === 'client' || (role === undefined && context.role === 1)) this.setConnectState();
    if (role === 'server' || (role === undefined && context.role === 2)) this.setAcceptState();
  }

  // DTLS (RFC 6347).

  /**
   * Waits for a ClientHello with a valid cookie, and so for a client that receives at the address it sends from.
   * @throws {WantReadError} until there is one; what {@link bioRead} gives then goes to that client
   * @corresponds DTLSv1_listen
   */
  DTLSv1Listen(): void {
    this.exclusively((ssl) => {
      const status = io.dtlsListen(ssl);
      if (status <= 0) throw this.errorOf(status);
    });
  }

  /** Seconds until a flight must be sent again by {@link DTLSv1HandleTimeout}; null where no timer runs. @corresponds DTLSv1_get_timeout */
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
    return native.dtls_handle_timeout(this[HANDLE]);
  }

  /** Sets the largest datagram to send, in bytes without IP and UDP headers; needs `OP_NO_QUERY_MTU`. @corresponds SSL_set_mtu */
  setCiphertextMtu(mtu: number): void {
    native.SSL_set_mtu(this[HANDLE], integerArgument(mtu, 'mtu', 1, MAX_DATAGRAM));
  }

  /** The most plaintext that one datagram carries. @corresponds DTLS_get_data_mtu */
  getCleartextMtu(): number {
    return native.DTLS_get_data_mtu(this[HANDLE]);
  }
}
