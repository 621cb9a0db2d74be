import { PKey } from '../../crypto/index.js';
import { HANDLE } from '../../ffi/index.js';
import { type CertificateType, keysArgument, typeOf, typesArgument } from '../handshake/raw-keys.js';
import { native } from '../native.js';
import { ConnectionRecords } from './records.js';

/** Raw public keys in place of certificates (RFC 7250). */
export abstract class ConnectionRawKeys extends ConnectionRecords {
  /**
   * Sets what a client shows, best first, as that of the context; before the handshake, and in the callback of the server name.
   * @param types - null for certificates alone
   * @corresponds SSL_set1_client_cert_type
   */
  setClientCertificateTypes(types: Iterable<CertificateType> | null): void {
    const list = typesArgument(types);
    this.choosing('setClientCertificateTypes', (ssl) => native.ssl_set_certificate_types(ssl, 0, list));
  }

  /**
   * Sets what a server shows, best first, as that of the context; before the handshake, and in the callback of the server name.
   * @param types - null for certificates alone
   * @corresponds SSL_set1_server_cert_type
   */
  setServerCertificateTypes(types: Iterable<CertificateType> | null): void {
    const list = typesArgument(types);
    this.choosing('setServerCertificateTypes', (ssl) => native.ssl_set_certificate_types(ssl, 1, list));
  }

  /**
   * Sets which raw keys the peer of this connection may show, in place of its context's; before the handshake, and in the callback
   * of the server name.
   * @param keys - of which the public halves count; none for no raw key at all
   * @corresponds SSL_add_expected_rpk
   */
  setExpectedRawKeys(keys: Iterable<PKey>): void {
    const handles = keysArgument(keys);
    this.choosing('setExpectedRawKeys', (ssl) => {
      native.ssl_forget_raw_keys(ssl);
      for (const key of handles) native.ssl_expect_raw_key(ssl, key);
    });
  }

  /**
   * A copy of the raw key that the peer has shown, in this handshake or in that of the resumed session; null where it has shown a
   * certificate, or nothing. Whether it is good, `getVerifyResult` says.
   * @corresponds SSL_get0_peer_rpk
   */
  getPeerRawKey(): PKey | null {
    const handle = native.ssl_get_peer_raw_key(this[HANDLE]);
    return handle === null ? null : PKey.wrap(handle);
  }

  /** @internal Whether the raw key that the peer has shown is among the expected ones, whatever else was found. */
  get isRawKeyExpected(): boolean {
    return native.ssl_is_raw_key_expected(this[HANDLE]) === 1;
  }

  /** What was agreed on for the client to show. @corresponds SSL_get_negotiated_client_cert_type */
  getClientCertificateType(): CertificateType {
    return typeOf(native.ssl_negotiated_certificate_type(this[HANDLE], 0));
  }

  /** What was agreed on for the server to show. @corresponds SSL_get_negotiated_server_cert_type */
  getServerCertificateType(): CertificateType {
    return typeOf(native.ssl_negotiated_certificate_type(this[HANDLE], 1));
  }
}
