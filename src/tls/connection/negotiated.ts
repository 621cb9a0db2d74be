import { inRows, readTexts } from '../../common/fields.js';
import { HANDLE } from '../../ffi/index.js';
import { native } from '../native.js';
import { ConnectionCredentials } from './credentials.js';

/** The key that the peer has made for one handshake. */
export interface TemporaryKey {
  /**
   * `DH` over a finite field, `ECDH` over a curve, or `KEM`: the key is encapsulated in one of post-quantum cryptography, alone
   * or beside a curve's.
   */
  readonly type: 'DH' | 'ECDH' | 'KEM';
  /** Its group: a curve by OpenSSL's name, such as `prime256v1`, a KEM by that of TLS, such as `X25519MLKEM768`; empty for none. */
  readonly name: string;
  /** Its size in bits; for a KEM the parameter of ML-KEM, such as 768. */
  readonly size: number;
}

/** What the two sides have agreed on beside the cipher. */
export abstract class ConnectionNegotiated extends ConnectionCredentials {
  /**
   * Whether the master secret is bound to the whole handshake (RFC 7627), which TLS 1.3 does by itself: it says false there.
   * Null before the handshake is done.
   * @corresponds SSL_get_extms_support
   */
  getExtendedMasterSecret(): boolean | null {
    const answer = native.SSL_get_extms_support(this[HANDLE]);
    return answer < 0 ? null : answer === 1;
  }

  /** Whether the server has asked for a second ClientHello (RFC 8446, 4.1.4), mostly for a key of another group. */
  getHelloRetryRequest(): boolean {
    return native.ssl_hello_retry_requested(this[HANDLE]) === 1;
  }

  /**
   * Whether a new handshake would be bound to the one before (RFC 5746); false before the handshake, and in TLS 1.3, which
   * has no renegotiation.
   * @corresponds SSL_get_secure_renegotiation_support
   */
  getSecureRenegotiation(): boolean {
    return native.SSL_get_secure_renegotiation_support(this[HANDLE]) === 1;
  }

  /**
   * The kinds of certificate that a server of TLS 1.2 or below asks its client for, by their numbers (RFC 5246, 7.4.4):
   * 1 RSA, 64 ECDSA and EdDSA; empty where it asks for none, on a server, and in TLS 1.3, which says so by algorithms.
   * @corresponds SSL_get0_certificate_types
   */
  getCertificateTypes(): number[] {
    return [...native.ssl_certificate_types(this[HANDLE])];
  }

  /**
   * The signature algorithms that both sides have, in the order of preference, by the names that node:tls gives them:
   * `ECDSA+SHA256`, `RSA-PSS+SHA256`, `Ed25519+UNDEF`. The list is a server's about its client, and a client's about a server that
   * asks for its certificate; empty otherwise.
   * @corresponds SSL_get_shared_sigalgs
   */
  getSharedSigalgs(): string[] {
    return inRows(readTexts(native.ssl_shared_sigalg_fields(this[HANDLE])), 2).map((pair) => pair.join('+'));
  }

  /**
   * The key of the peer's that this handshake was agreed with; null before it, where a session was resumed without a new one,
   * where the secret went encrypted with the certificate's RSA key, and on a server of TLS 1.2, which forgets its client's.
   * @corresponds SSL_get_peer_tmp_key
   */
  getPeerTemporaryKey(): TemporaryKey | null {
    const fields = native.ssl_peer_temporary_key(this[HANDLE]);
    if (fields === null) return null;
    const [type = '', name = '', size] = readTexts(fields);
    return { type: type as TemporaryKey['type'], name, size: Number(size) };
  }

  /** The cipher in use by the name of its RFC, such as `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`; null before the handshake. @corresponds SSL_CIPHER_standard_name */
  getCipherStandardName(): string | null {
    return native.ssl_cipher_standard_name(this[HANDLE]);
  }
}
