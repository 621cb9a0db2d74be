import { booleanArgument } from '../../common/arguments.js';
import { HANDLE } from '../../ffi/index.js';
import { certListArgument, fragmentArgument, paddingArgument } from '../limits.js';
import { native } from '../native.js';
import { ConnectionNegotiated } from './negotiated.js';

/** How this side's records look, and how much of the peer's it takes. */
export abstract class ConnectionRecords extends ConnectionNegotiated {
  /**
   * Sets the most plaintext that a record carries, in bytes: 512 to 16,384, which is the default. Small ones can be read sooner
   * and cost more. Of its callbacks it is for those of the ClientHello, of the server name and of info.
   * @throws {RangeError} for another number
   * @corresponds SSL_set_max_send_fragment
   */
  setMaxSendFragment(size: number): void {
    const bytes = fragmentArgument(size);
    this.setting('setMaxSendFragment', (ssl) => native.SSL_set_max_send_fragment(ssl, bytes));
  }

  /**
   * Pads each record of TLS 1.3 to a multiple of so many bytes, so that its length tells less (RFC 8446, 5.4). TLS 1.2 is sent
   * as it is.
   * @param size - of application data, in bytes: 0 for none, which is the default, at most 16,384
   * @param handshakeSize - of messages of the handshake; as `size` by default
   * @throws {Error} once the handshake has begun, but in the callbacks of the ClientHello and of the server name: records keep what they began with
   * @corresponds SSL_set_block_padding_ex
   */
  setBlockPadding(size: number, handshakeSize: number = size): void {
    const sizes = [paddingArgument(size, 'size'), paddingArgument(handshakeSize, 'handshakeSize')] as const;
    this.choosing('setBlockPadding', (ssl) => native.SSL_set_block_padding_ex(ssl, ...sizes));
  }

  /**
   * Sets how long the peer's chain of certificates may be, in bytes of the message that holds it; 102,400 by default.
   * @returns the former value
   * @corresponds SSL_set_max_cert_list
   */
  setMaxCertList(bytes: number): number {
    const most = certListArgument(bytes);
    return this.setting('setMaxCertList', (ssl) => native.SSL_set_max_cert_list(ssl, most));
  }

  /** How long the peer's chain of certificates may be, in bytes. @corresponds SSL_get_max_cert_list */
  getMaxCertList(): number {
    return native.SSL_get_max_cert_list(this[HANDLE]);
  }

  /**
   * Sets whether the session ends without a word: `shutdown` sends no close_notify, waits for none, and says that both are
   * through. The peer cannot tell that from an attacker's cut; false by default.
   * @corresponds SSL_set_quiet_shutdown
   */
  setQuietShutdown(quiet: boolean): void {
    const flag = booleanArgument(quiet, 'quiet') ? 1 : 0;
    this.setting('setQuietShutdown', (ssl) => native.SSL_set_quiet_shutdown(ssl, flag));
  }

  /** Whether the session ends without a word. @corresponds SSL_get_quiet_shutdown */
  getQuietShutdown(): boolean {
    return native.SSL_get_quiet_shutdown(this[HANDLE]) === 1;
  }
}
