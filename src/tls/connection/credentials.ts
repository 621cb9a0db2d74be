import { callbackArgument, instanceArgument } from '../../common/arguments.js';
import { loadCertificates, PKey, X509 } from '../../crypto/index.js';
import { chainOf } from '../../crypto/internal.js';
import { adopt, HANDLE } from '../../ffi/index.js';
import { ExternalKey } from '../../signers/index.js';
import type { PskClientCallback, PskServerCallback } from '../context/callbacks.js';
import { Context } from '../context/context.js';
import { asSSL } from '../context/credentials.js';
import { markedKey } from '../handshake/signers.js';
import { native } from '../native.js';
import { ConnectionBase, SHOWING } from './base.js';

/** By what a connection proves who it is, where that is not its context's. */
export abstract class ConnectionCredentials extends ConnectionBase {
  /**
   * Shows a copy of this certificate on this connection. Of its callbacks it is for those of the ClientHello, of the server
   * name, of the certificate and of ALPN.
   * @corresponds SSL_use_certificate
   */
  useCertificate(cert: X509): void {
    const handle = instanceArgument(cert, X509, 'cert')[HANDLE];
    this.changing('useCertificate', SHOWING, (ssl) => native.SSL_use_certificate(ssl, handle));
  }

  /**
   * Proves with this key on this connection. Of its callbacks it is for those of the ClientHello, of the server name, of
   * the certificate and of ALPN.
   * @corresponds SSL_use_PrivateKey
   */
  usePrivatekey(pkey: PKey): void {
    const handle = instanceArgument(pkey, PKey, 'pkey')[HANDLE];
    this.changing('usePrivatekey', SHOWING, (ssl) => native.SSL_use_PrivateKey(ssl, handle));
  }

  /**
   * Proves on this connection with a key that is elsewhere; see {@link Context.useSigner}. Of its callbacks it is for those of the
   * ClientHello, of the server name, of the certificate and of ALPN.
   * @throws {Error} when it does not match the certificate
   * @corresponds SSL_use_PrivateKey
   */
  useSigner(signer: ExternalKey): void {
    const key = instanceArgument(signer, ExternalKey, 'signer');
    this.changing('useSigner', SHOWING, (ssl) => {
      using marked = markedKey(key);
      native.SSL_use_PrivateKey(ssl, marked);
    });
    this.own.signers ??= new Set();
    this.own.signers.add(key);
  }

  /**
   * Shows on this connection the first certificate of PEM, with the others as its chain. Of its callbacks it is for those of
   * the ClientHello, of the server name, of the certificate and of ALPN.
   * @throws {Error} where there is no certificate in it
   * @corresponds SSL_use_certificate, SSL_set1_chain
   */
  useCertificateChain(pem: string | Uint8Array): void {
    const [own, ...issuers] = asSSL(() => loadCertificates(pem));
    if (own === undefined) return;
    using chain = chainOf(issuers);
    this.changing('useCertificateChain', SHOWING, (ssl) => {
      native.SSL_use_certificate(ssl, own[HANDLE]);
      native.ssl_set_chain(ssl, chain);
    });
  }

  /**
   * Shows on this connection what a context shows: its last certificate, with key and chain. Of its callbacks it is for those of
   * the ClientHello, of the server name, of the certificate and of ALPN; in the last it must be of the kind that is shown already.
   * @throws {Error} where the context has none
   * @corresponds SSL_use_cert_and_key
   */
  useCredentialsOf(context: Context): void {
    const handle = instanceArgument(context, Context, 'context')[HANDLE];
    this.changing('useCredentialsOf', SHOWING, (ssl) => native.ssl_use_credentials_of(ssl, handle));
    this.own.credentials = context;
  }

  /**
   * Gives identity and pre-shared key as a client, in place of the context's callback; null for none. It is for the time
   * before the handshake.
   * @corresponds SSL_set_psk_client_callback
   */
  setPskClientCallback(callback: PskClientCallback | null): void {
    if (callback !== null) callbackArgument(callback, 'callback');
    this.changing('setPskClientCallback', [], (ssl) => native.SSL_use_psk_client(ssl, callback === null ? 0 : 1));
    this.own.pskClient = callback;
  }

  /**
   * Finds the pre-shared key of a client's identity, in place of the context's callback; null for none. It is for the time
   * before the handshake.
   * @param hint - sent to TLS 1.2 clients
   * @corresponds SSL_set_psk_server_callback
   */
  setPskServerCallback(callback: PskServerCallback | null, hint: string | null = null): void {
    if (callback !== null) callbackArgument(callback, 'callback');
    this.changing('setPskServerCallback', [], (ssl) => {
      native.SSL_use_psk_identity_hint(ssl, hint);
      native.SSL_use_psk_server(ssl, callback === null ? 0 : 1);
    });
    this.own.pskServer = callback;
  }

  /** The issuer of the certificate that this side shows, from its chain or among those it trusts; null for none. */
  getCertificateIssuer(): X509 | null {
    const issuer = native.ssl_get_issuer(this[HANDLE]);
    return issuer === null ? null : adopt(X509, issuer);
  }

  /**
   * @internal Whether what the peer has proven is that it knows a key: that of a callback, or of the session that is resumed. A
   * client is not asked for one, and what a server resumes proves nothing of a client without certificate.
   */
  get isProvenByKey(): boolean {
    return native.ssl_proven_by_key(this[HANDLE]) === 1;
  }
}
