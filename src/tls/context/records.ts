import { booleanArgument } from '../../common/arguments.js';
import { HANDLE } from '../../ffi/index.js';
import { certListArgument, fragmentArgument, paddingArgument } from '../limits.js';
import { native } from '../native.js';
import { ContextBase } from './base.js';

/** How records look, and how much of the peer's is taken. */
export abstract class ContextRecords extends ContextBase {
  /** Sets the most plaintext that a record carries, in bytes: 512 to 16,384, which is the default. @corresponds SSL_CTX_set_max_send_fragment */
  setMaxSendFragment(size: number): void {
    native.SSL_CTX_set_max_send_fragment(this.mutable, fragmentArgument(size));
  }

  /**
   * Pads each record of TLS 1.3 to a multiple of so many bytes, so that its length tells less (RFC 8446, 5.4). TLS 1.2 is sent
   * as it is.
   * @param size - of application data, in bytes: 0 for none, which is the default, at most 16,384
   * @param handshakeSize - of messages of the handshake; as `size` by default
   * @corresponds SSL_CTX_set_block_padding_ex
   */
  setBlockPadding(size: number, handshakeSize: number = size): void {
    const data = paddingArgument(size, 'size');
    native.SSL_CTX_set_block_padding_ex(this.mutable, data, paddingArgument(handshakeSize, 'handshakeSize'));
  }

  /**
   * Sets how long the peer's chain of certificates may be, in bytes of the message that holds it; 102,400 by default.
   * @returns the former value
   * @corresponds SSL_CTX_set_max_cert_list
   */
  setMaxCertList(bytes: number): number {
    return native.SSL_CTX_set_max_cert_list(this.mutable, certListArgument(bytes));
  }

  /** How long the peer's chain of certificates may be, in bytes. @corresponds SSL_CTX_get_max_cert_list */
  getMaxCertList(): number {
    return native.SSL_CTX_get_max_cert_list(this[HANDLE]);
  }

  /**
   * Sets whether sessions end without a word: `shutdown` sends no close_notify, waits for none, and says that both are
   * through. The peer cannot tell that from an attacker's cut; false by default.
   * @corresponds SSL_CTX_set_quiet_shutdown
   */
  setQuietShutdown(quiet: boolean): void {
    native.SSL_CTX_set_quiet_shutdown(this.mutable, booleanArgument(quiet, 'quiet') ? 1 : 0);
  }

  /** Whether sessions end without a word. @corresponds SSL_CTX_get_quiet_shutdown */
  getQuietShutdown(): boolean {
    return native.SSL_CTX_get_quiet_shutdown(this[HANDLE]) === 1;
  }
}
