import type { PKey } from '../../crypto/index.js';
import { type CertificateType, keysArgument, typesArgument } from '../handshake/raw-keys.js';
import { native } from '../native.js';
import { ContextNegotiation } from './negotiation.js';

/** Raw public keys in place of certificates (RFC 7250). */
export abstract class ContextRawKeys extends ContextNegotiation {
  /**
   * Sets what a client shows, best first: on a client what it can show, on a server what it takes.
   * @param types - null for certificates alone, which is the default
   * @corresponds SSL_CTX_set1_client_cert_type
   */
  setClientCertificateTypes(types: Iterable<CertificateType> | null): void {
    native.ssl_ctx_set_certificate_types(this.mutable, 0, typesArgument(types));
  }

  /**
   * Sets what a server shows, best first: on a server what it can show, on a client what it takes. A server that shows its raw key
   * needs the key of {@link usePrivatekey} alone.
   * @param types - null for certificates alone, which is the default
   * @corresponds SSL_CTX_set1_server_cert_type
   */
  setServerCertificateTypes(types: Iterable<CertificateType> | null): void {
    native.ssl_ctx_set_certificate_types(this.mutable, 1, typesArgument(types));
  }

  /**
   * Sets which raw keys a peer may show: one that is not among them is never verified, whatever a verify callback says, which is
   * not asked about raw keys. An expected key does not vouch for a certificate.
   * @param keys - of which the public halves count; they take the place of what was set before
   * @corresponds SSL_add_expected_rpk
   */
  setExpectedRawKeys(keys: Iterable<PKey>): void {
    const handles = keysArgument(keys);
    const context = this.mutable;
    native.ssl_ctx_forget_raw_keys(context);
    for (const key of handles) native.ssl_ctx_expect_raw_key(context, key);
  }
}
