// Generated from wasm-build/shim by wasm-build/generate (npm run generate). Do not edit.

import type { Bytes } from '../../common/bytes.js';
import { Bindings } from './bindings.js';
import { progress } from '../call.js';
import type { Handle } from '../handle.js';

/** The shim's functions of contexts, connections and sessions, with pointers as handles, bytes copied both ways and failures thrown. */
export class TlsBindings extends Bindings {
  /** How many handshakes a client may begin on a connection within so many seconds, beside the first. */
  ssl_ctx_limit_renegotiation(ctx: Handle<'SSL_CTX'>, renegotiations: number, seconds: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_limit_renegotiation(this.pointer(ctx, 'SSL_CTX'), this.int(renegotiations), this.int(seconds)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** From now on a client that begins a handshake ends the connection. */
  ssl_disable_renegotiation(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_disable_renegotiation(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Another number after each handshake: OpenSSL itself counts new ones where they are begun by this side. */
  ssl_handshakes(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_handshakes(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Empty is "try again", until the end is declared. */
  bio_new_memory(): Handle<'BIO'> {
    const scope = this.begin();
    try {
      return this.owned('BIO', this.wasm.bio_new_memory());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  bio_write(bio: Handle<'BIO'>, data: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.bio_write(this.pointer(bio, 'BIO'), this.bytes(data), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** At most `size` bytes, none where it is empty. */
  bio_read(bio: Handle<'BIO'>, size: number): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.bio_read(this.pointer(bio, 'BIO'), this.number(size), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  bio_pending(bio: Handle<'BIO'>): number {
    const scope = this.begin();
    try {
      return this.wasm.bio_pending(this.pointer(bio, 'BIO'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  bio_write_eof(bio: Handle<'BIO'>): void {
    const scope = this.begin();
    try {
      this.wasm.bio_write_eof(this.pointer(bio, 'BIO'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A connection over two memory BIOs of the caller's, who may share each of them with another connection. */
  ssl_new_over(ctx: Handle<'SSL_CTX'>, incoming: Handle<'BIO'>, outgoing: Handle<'BIO'>): Handle<'SSL'> {
    const scope = this.begin();
    try {
      return this.owned('SSL', this.wasm.ssl_new_over(this.pointer(ctx, 'SSL_CTX'), this.pointer(incoming, 'BIO'), this.pointer(outgoing, 'BIO')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What came from the peer and was not read: what follows the end of the session. */
  ssl_take_input(ssl: Handle<'SSL'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_take_input(this.pointer(ssl, 'SSL'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** At least one datagram of any length. */
  ssl_set_datagram_buffer(ssl: Handle<'SSL'>, size: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_datagram_buffer(this.pointer(ssl, 'SSL'), this.number(size)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A connection whose transport is memory: a byte stream, or datagrams that keep their borders. */
  ssl_new(ctx: Handle<'SSL_CTX'>, datagram: number): Handle<'SSL'> {
    const scope = this.begin();
    try {
      return this.owned('SSL', this.wasm.ssl_new(this.pointer(ctx, 'SSL_CTX'), this.int(datagram)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_accept_state(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_set_accept_state(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_connect_state(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_set_connect_state(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_has_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_has_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_want(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_want(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_is_init_finished(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_is_init_finished(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether no message of a handshake has been sent or received. */
  SSL_in_before(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_in_before(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_is_server(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_is_server(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_shutdown(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_shutdown(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_shutdown(ssl: Handle<'SSL'>, state: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_set_shutdown(this.pointer(ssl, 'SSL'), this.int(state));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_state_string_long(ssl: Handle<'SSL'>): string {
    const scope = this.begin();
    try {
      return this.text(this.wasm.SSL_state_string_long(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_renegotiate(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_renegotiate(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_renegotiate_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_renegotiate_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_total_renegotiations(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_total_renegotiations(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_key_update(ssl: Handle<'SSL'>, updateType: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_key_update(this.pointer(ssl, 'SSL'), this.int(updateType)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_options(ssl: Handle<'SSL'>, options: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_set_options(this.pointer(ssl, 'SSL'), this.number(options));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_SSL_CTX(ssl: Handle<'SSL'>, ctx: Handle<'SSL_CTX'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_SSL_CTX(this.pointer(ssl, 'SSL'), this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_certificate(ssl: Handle<'SSL'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_use_certificate(this.pointer(ssl, 'SSL'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The chain of the current certificate, instead of what its context has. */
  ssl_set_chain(ssl: Handle<'SSL'>, chain: Handle<'X509Chain'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_chain(this.pointer(ssl, 'SSL'), this.pointer(chain, 'X509Chain')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What a context shows: its current certificate with its key and its chain. */
  ssl_use_credentials_of(ssl: Handle<'SSL'>, ctx: Handle<'SSL_CTX'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_use_credentials_of(this.pointer(ssl, 'SSL'), this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_psk_identity_hint(ssl: Handle<'SSL'>, hint: string | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_use_psk_identity_hint(this.pointer(ssl, 'SSL'), this.cstringOrNull(hint)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_PrivateKey(ssl: Handle<'SSL'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_use_PrivateKey(this.pointer(ssl, 'SSL'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_verify_mode(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_verify_mode(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_verify_result(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_verify_result(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_tlsext_host_name(ssl: Handle<'SSL'>, name: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_tlsext_host_name(this.pointer(ssl, 'SSL'), this.cstring(name)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_servername(ssl: Handle<'SSL'>): Bytes | null {
    const scope = this.begin();
    try {
      const name = this.out();
      this.status(this.wasm.ssl_get_servername(this.pointer(ssl, 'SSL'), name));
      return this.readOutOrNull(name);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The name that the peer's certificate must hold (RFC 9525), with X509_CHECK_FLAG_* bits. */
  ssl_set_verify_host(ssl: Handle<'SSL'>, name: string, flags: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_verify_host(this.pointer(ssl, 'SSL'), this.cstring(name), this.unsigned(flags)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_set_verify_ip(ssl: Handle<'SSL'>, address: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_verify_ip(this.pointer(ssl, 'SSL'), this.cstring(address)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** How many bytes of ciphertext wait for the peer. */
  ssl_output_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_output_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** How many bytes of ciphertext from the peer are not read yet. */
  ssl_input_pending(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_input_pending(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Seconds until the next retransmission, or -1 where no timer runs: after the end nobody is there to answer. */
  dtls_get_timeout(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.dtls_get_timeout(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** 1 a flight was sent again, 0 nothing was due, otherwise an error. */
  dtls_handle_timeout(ssl: Handle<'SSL'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.dtls_handle_timeout(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  dtls_set_initial_timeout(ssl: Handle<'SSL'>, seconds: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.dtls_set_initial_timeout(this.pointer(ssl, 'SSL'), this.number(seconds)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_mtu(ssl: Handle<'SSL'>, mtu: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_mtu(this.pointer(ssl, 'SSL'), this.int(mtu)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  DTLS_get_data_mtu(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.DTLS_get_data_mtu(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** 1 or 0; -1 while a handshake is under way. */
  SSL_get_extms_support(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_extms_support(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether a server of TLS 1.3 has asked for another ClientHello; no function of OpenSSL's says it. */
  ssl_hello_retry_requested(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_hello_retry_requested(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_secure_renegotiation_support(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_secure_renegotiation_support(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One byte a type (RFC 5246, 7.4.4); nothing of TLS 1.3. */
  ssl_certificate_types(ssl: Handle<'SSL'>): Bytes {
    const scope = this.begin();
    try {
      const types = this.out();
      this.status(this.wasm.ssl_certificate_types(this.pointer(ssl, 'SSL'), types));
      return this.readOut(types);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_standard_name(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_cipher_standard_name(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Two fields an algorithm that both sides have: the number of the key's kind, and the digest's short name. */
  ssl_shared_sigalg_fields(ssl: Handle<'SSL'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_shared_sigalg_fields(this.pointer(ssl, 'SSL'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Three fields: DH, ECDH or KEM; the group's name, empty where it has none; and the bits, of a KEM those of its ML-KEM. Nothing where no temporary key was exchanged. */
  ssl_peer_temporary_key(ssl: Handle<'SSL'>): Bytes | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_peer_temporary_key(this.pointer(ssl, 'SSL'), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_peer_certificate(ssl: Handle<'SSL'>): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.ssl_get_peer_certificate(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_certificate(ssl: Handle<'SSL'>): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.ssl_get_certificate(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What the peer sent; on a server without its own certificate, as SSL_get_peer_cert_chain(3) says. */
  ssl_get_peer_chain(ssl: Handle<'SSL'>): Handle<'X509Chain'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509Chain', this.wasm.ssl_get_peer_chain(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** On a client what the server asked for, on a server what it will ask for. */
  ssl_get_client_ca_list(ssl: Handle<'SSL'>): Handle<'X509NameList'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509NameList', this.wasm.ssl_get_client_ca_list(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What the peer has sent, on either side. */
  ssl_get_peer_ca_list(ssl: Handle<'SSL'>): Handle<'X509NameList'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509NameList', this.wasm.ssl_get_peer_ca_list(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_list_entry(ssl: Handle<'SSL'>, index: number): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_cipher_list_entry(this.pointer(ssl, 'SSL'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_name(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_cipher_name(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_bits(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_cipher_bits(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_cipher_version(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_cipher_version(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_version(ssl: Handle<'SSL'>): string {
    const scope = this.begin();
    try {
      return this.text(this.wasm.SSL_get_version(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_version(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_version(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get0_group_name(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.SSL_get0_group_name(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Bits of the peer's ephemeral key for finite-field Diffie-Hellman, 0 where it is of another kind or there is none. */
  ssl_peer_dh_bits(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_peer_dh_bits(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_alpn(ssl: Handle<'SSL'>): Bytes {
    const scope = this.begin();
    try {
      const protocol = this.out();
      this.status(this.wasm.ssl_get_alpn(this.pointer(ssl, 'SSL'), protocol));
      return this.readOut(protocol);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_alpn_protos(ssl: Handle<'SSL'>, protocols: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_alpn_protos(this.pointer(ssl, 'SSL'), this.bytes(protocols), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_srtp_profile(ssl: Handle<'SSL'>): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_get_srtp_profile(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_random(ssl: Handle<'SSL'>, server: number): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_get_random(this.pointer(ssl, 'SSL'), this.int(server), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_master_key(ssl: Handle<'SSL'>): Bytes | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_get_master_key(this.pointer(ssl, 'SSL'), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_get_finished(ssl: Handle<'SSL'>, peer: number): Bytes | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_get_finished(this.pointer(ssl, 'SSL'), this.int(peer), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_export_keying_material(ssl: Handle<'SSL'>, label: Uint8Array, size: number, context: Uint8Array | null): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.SSL_export_keying_material(this.pointer(ssl, 'SSL'), this.bytes(label), this.lastLength, this.int(size), this.bytesOrNull(context), this.lastLength, out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_request_ocsp(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_request_ocsp(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_verify_client_post_handshake(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_verify_client_post_handshake(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_signature_name(ssl: Handle<'SSL'>, peer: number): string | null {
    const scope = this.begin();
    try {
      return this.textOrNull(this.wasm.ssl_signature_name(this.pointer(ssl, 'SSL'), this.int(peer)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_early_data_status(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_early_data_status(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Of a client: the cipher of TLS 1.2 has no other proof, and TLS 1.3 has begun from a key: a session of another domain was let go of before the handshake. */
  ssl_proven_by_key(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_proven_by_key(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The issuer of this side's certificate: out of its chain, or of those that are trusted; NULL where neither has it. */
  ssl_get_issuer(ssl: Handle<'SSL'>): Handle<'X509'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509', this.wasm.ssl_get_issuer(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** With the size at which a write is split: OpenSSL lowers it with the first, and would never raise it again. */
  SSL_CTX_set_max_send_fragment(ctx: Handle<'SSL_CTX'>, size: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_max_send_fragment(this.pointer(ctx, 'SSL_CTX'), this.int(size)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_max_send_fragment(ssl: Handle<'SSL'>, size: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_max_send_fragment(this.pointer(ssl, 'SSL'), this.int(size)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Of TLS 1.3 alone: the content of a record is a multiple of so many bytes; 0 for none. */
  SSL_CTX_set_block_padding_ex(ctx: Handle<'SSL_CTX'>, data: number, handshake: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_block_padding_ex(this.pointer(ctx, 'SSL_CTX'), this.int(data), this.int(handshake)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_block_padding_ex(ssl: Handle<'SSL'>, data: number, handshake: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_block_padding_ex(this.pointer(ssl, 'SSL'), this.int(data), this.int(handshake)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_max_cert_list(ctx: Handle<'SSL_CTX'>, bytes: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_max_cert_list(this.pointer(ctx, 'SSL_CTX'), this.int(bytes));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_max_cert_list(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_max_cert_list(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_max_cert_list(ssl: Handle<'SSL'>, bytes: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_set_max_cert_list(this.pointer(ssl, 'SSL'), this.int(bytes));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_max_cert_list(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_max_cert_list(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_quiet_shutdown(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_quiet_shutdown(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_quiet_shutdown(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_quiet_shutdown(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_quiet_shutdown(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_set_quiet_shutdown(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get_quiet_shutdown(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_get_quiet_shutdown(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_message_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_message_callback(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_message_callback(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_use_message_callback(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_client_hello(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_client_hello(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_alpn_select(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_alpn_select(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_servername(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_servername(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_forget_raw_keys(ctx: Handle<'SSL_CTX'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_forget_raw_keys(this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_expect_raw_key(ctx: Handle<'SSL_CTX'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_expect_raw_key(this.pointer(ctx, 'SSL_CTX'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The connection has a list of its own from now on, though it be empty. */
  ssl_forget_raw_keys(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_forget_raw_keys(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_expect_raw_key(ssl: Handle<'SSL'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_expect_raw_key(this.pointer(ssl, 'SSL'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A key of the caller's own: what is done to it changes nothing of the session. */
  ssl_get_peer_raw_key(ssl: Handle<'SSL'>): Handle<'EVP_PKEY'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('EVP_PKEY', this.wasm.ssl_get_peer_raw_key(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Looked at anew, whatever the session says of its verification. */
  ssl_is_raw_key_expected(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_is_raw_key_expected(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Types by their numbers (RFC 7250, 3), best first; none for certificates alone. */
  ssl_ctx_set_certificate_types(ctx: Handle<'SSL_CTX'>, ofServer: number, types: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_certificate_types(this.pointer(ctx, 'SSL_CTX'), this.int(ofServer), this.bytes(types), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_set_certificate_types(ssl: Handle<'SSL'>, ofServer: number, types: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_certificate_types(this.pointer(ssl, 'SSL'), this.int(ofServer), this.bytes(types), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_negotiated_certificate_type(ssl: Handle<'SSL'>, ofServer: number): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_negotiated_certificate_type(this.pointer(ssl, 'SSL'), this.int(ofServer));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** `verifier` 0 OpenSSL alone, 1 it reports without ending the handshake, above that a function of JavaScript's. */
  SSL_CTX_use_verify(ctx: Handle<'SSL_CTX'>, mode: number, verifier: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_verify(this.pointer(ctx, 'SSL_CTX'), this.int(mode), this.unsigned(verifier)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_verify(ssl: Handle<'SSL'>, mode: number, verifier: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_use_verify(this.pointer(ssl, 'SSL'), this.int(mode), this.unsigned(verifier)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_info_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_info_callback(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_info_callback(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_use_info_callback(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_keylog_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_keylog_callback(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_ocsp_status(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_ocsp_status(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_cookie_generate(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_cookie_generate(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_cookie_verify(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_cookie_verify(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_session_new(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_session_new(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_session_get(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_session_get(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_session_remove(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_session_remove(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_psk_client(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_use_psk_client(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_psk_client(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_psk_client(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_use_psk_server(ssl: Handle<'SSL'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_use_psk_server(this.pointer(ssl, 'SSL'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_psk_server(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_use_psk_server(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** `role` 0 either side, 1 client, 2 server. */
  ssl_ctx_new(datagram: number, role: number): Handle<'SSL_CTX'> {
    const scope = this.begin();
    try {
      return this.owned('SSL_CTX', this.wasm.ssl_ctx_new(this.int(datagram), this.int(role)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_min_proto_version(ctx: Handle<'SSL_CTX'>, version: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_min_proto_version(this.pointer(ctx, 'SSL_CTX'), this.int(version)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_max_proto_version(ctx: Handle<'SSL_CTX'>, version: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_max_proto_version(this.pointer(ctx, 'SSL_CTX'), this.int(version)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_min_proto_version(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_min_proto_version(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_max_proto_version(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_max_proto_version(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_options(ctx: Handle<'SSL_CTX'>, options: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_options(this.pointer(ctx, 'SSL_CTX'), this.number(options));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_clear_options(ctx: Handle<'SSL_CTX'>, options: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_clear_options(this.pointer(ctx, 'SSL_CTX'), this.number(options));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_options(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_options(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_mode(ctx: Handle<'SSL_CTX'>, mode: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_mode(this.pointer(ctx, 'SSL_CTX'), this.number(mode));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_clear_mode(ctx: Handle<'SSL_CTX'>, mode: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_clear_mode(this.pointer(ctx, 'SSL_CTX'), this.number(mode));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_certificate(ctx: Handle<'SSL_CTX'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_certificate(this.pointer(ctx, 'SSL_CTX'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_PrivateKey(ctx: Handle<'SSL_CTX'>, key: Handle<'EVP_PKEY'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_PrivateKey(this.pointer(ctx, 'SSL_CTX'), this.pointer(key, 'EVP_PKEY')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Appends to the chain of the current certificate. */
  ssl_ctx_add_chain_cert(ctx: Handle<'SSL_CTX'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_add_chain_cert(this.pointer(ctx, 'SSL_CTX'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The chain of the current certificate, instead of what it has: each certificate has its own. */
  ssl_ctx_set_chain(ctx: Handle<'SSL_CTX'>, chain: Handle<'X509Chain'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_chain(this.pointer(ctx, 'SSL_CTX'), this.pointer(chain, 'X509Chain')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_check_private_key(ctx: Handle<'SSL_CTX'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_check_private_key(this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_cipher_list(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_cipher_list(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_ciphersuites(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_ciphersuites(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set1_groups_list(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set1_groups_list(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set1_sigalgs_list(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set1_sigalgs_list(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_verify_depth(ctx: Handle<'SSL_CTX'>, depth: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_verify_depth(this.pointer(ctx, 'SSL_CTX'), this.int(depth));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_verify_depth(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_verify_depth(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_verify_mode(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_verify_mode(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** A reference of its own, so that the store outlives the context where the user keeps it. */
  ssl_ctx_get_cert_store(ctx: Handle<'SSL_CTX'>): Handle<'X509_STORE'> {
    const scope = this.begin();
    try {
      return this.owned('X509_STORE', this.wasm.ssl_ctx_get_cert_store(this.pointer(ctx, 'SSL_CTX')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The name goes into the session id context of each connection, with its policy: see ssl_domain.c. */
  SSL_CTX_set_session_id_context(ctx: Handle<'SSL_CTX'>, name: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_session_id_context(this.pointer(ctx, 'SSL_CTX'), this.bytes(name), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_timeout(ctx: Handle<'SSL_CTX'>, seconds: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_timeout(this.pointer(ctx, 'SSL_CTX'), this.number(seconds));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_timeout(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_timeout(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_session_cache_mode(ctx: Handle<'SSL_CTX'>, mode: number): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_set_session_cache_mode(this.pointer(ctx, 'SSL_CTX'), this.int(mode));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_session_cache_mode(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_session_cache_mode(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One of the counters of SSL_CTX_sess_number(3). */
  ssl_ctx_session_count(ctx: Handle<'SSL_CTX'>, which: number): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_ctx_session_count(this.pointer(ctx, 'SSL_CTX'), this.int(which));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_num_tickets(ctx: Handle<'SSL_CTX'>, count: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_num_tickets(this.pointer(ctx, 'SSL_CTX'), this.int(count)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_num_tickets(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_num_tickets(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_list_new(): Handle<'X509NameList'> {
    const scope = this.begin();
    try {
      return this.owned('X509NameList', this.wasm.x509_name_list_new());
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_list_push(list: Handle<'X509NameList'>, name: Handle<'X509_NAME'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_name_list_push(this.pointer(list, 'X509NameList'), this.pointer(name, 'X509_NAME')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_list_length(list: Handle<'X509NameList'>): number {
    const scope = this.begin();
    try {
      return this.wasm.x509_name_list_length(this.pointer(list, 'X509NameList'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  x509_name_list_get(list: Handle<'X509NameList'>, index: number): Handle<'X509_NAME'> {
    const scope = this.begin();
    try {
      return this.owned('X509_NAME', this.wasm.x509_name_list_get(this.pointer(list, 'X509NameList'), this.int(index)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_client_CA_list(ctx: Handle<'SSL_CTX'>, list: Handle<'X509NameList'>): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_client_CA_list(this.pointer(ctx, 'SSL_CTX'), this.taken(list, 'X509NameList'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The names that both sides send of their own accord: in TLS 1.3 a client too, and a server that has no other list. */
  SSL_CTX_set0_CA_list(ctx: Handle<'SSL_CTX'>, list: Handle<'X509NameList'>): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set0_CA_list(this.pointer(ctx, 'SSL_CTX'), this.taken(list, 'X509NameList'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One name, of exactly these bytes: of hostile ones, too, all must be read. */
  x509_name_list_push_der(list: Handle<'X509NameList'>, der: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.x509_name_list_push_der(this.pointer(list, 'X509NameList'), this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_add_client_CA(ctx: Handle<'SSL_CTX'>, cert: Handle<'X509'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_add_client_CA(this.pointer(ctx, 'SSL_CTX'), this.pointer(cert, 'X509')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** DH parameters in PEM, "DH PARAMETERS" or "X9.42 DH PARAMETERS". */
  ssl_ctx_set_dh_pem(ctx: Handle<'SSL_CTX'>, pem: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_dh_pem(this.pointer(ctx, 'SSL_CTX'), this.bytes(pem), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_dh_auto(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_dh_auto(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Protocols in the wire form of RFC 7301: each with its length before it. */
  SSL_CTX_set_alpn_protos(ctx: Handle<'SSL_CTX'>, protocols: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_alpn_protos(this.pointer(ctx, 'SSL_CTX'), this.bytes(protocols), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_tlsext_use_srtp(ctx: Handle<'SSL_CTX'>, profiles: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_tlsext_use_srtp(this.pointer(ctx, 'SSL_CTX'), this.cstring(profiles)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_max_early_data(ctx: Handle<'SSL_CTX'>, bytes: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set_max_early_data(this.pointer(ctx, 'SSL_CTX'), this.number(bytes)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_post_handshake_auth(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_post_handshake_auth(this.pointer(ctx, 'SSL_CTX'), this.int(on));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set_security_level(ctx: Handle<'SSL_CTX'>, level: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_set_security_level(this.pointer(ctx, 'SSL_CTX'), this.int(level));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_get_security_level(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_get_security_level(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_psk_identity_hint(ctx: Handle<'SSL_CTX'>, hint: string | null): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_psk_identity_hint(this.pointer(ctx, 'SSL_CTX'), this.cstringOrNull(hint)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_set_verify_flags(ctx: Handle<'SSL_CTX'>, flags: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_verify_flags(this.pointer(ctx, 'SSL_CTX'), this.unsigned(flags)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_clear_verify_flags(ctx: Handle<'SSL_CTX'>, flags: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_clear_verify_flags(this.pointer(ctx, 'SSL_CTX'), this.unsigned(flags)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_ctx_get_verify_flags(ctx: Handle<'SSL_CTX'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_ctx_get_verify_flags(this.pointer(ctx, 'SSL_CTX'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Adds a copy, and gives whether there was none of its id. A copy, because the cache is a list through the sessions themselves: one that is in the lists of two contexts ties them together, and the end of neither is found any more. */
  ssl_ctx_add_session(ctx: Handle<'SSL_CTX'>, session: Handle<'SSL_SESSION'>): boolean {
    const scope = this.begin();
    try {
      return this.flag(this.wasm.ssl_ctx_add_session(this.pointer(ctx, 'SSL_CTX'), this.pointer(session, 'SSL_SESSION')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_remove_session(ctx: Handle<'SSL_CTX'>, session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_CTX_remove_session(this.pointer(ctx, 'SSL_CTX'), this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_flush_sessions(ctx: Handle<'SSL_CTX'>, seconds: number): void {
    const scope = this.begin();
    try {
      this.wasm.SSL_CTX_flush_sessions(this.pointer(ctx, 'SSL_CTX'), this.number(seconds));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Eleven fields a cipher: id, name, version, description, secret bits, algorithm's bits, AEAD, cipher, digest, exchange, authentication. */
  ssl_ctx_cipher_fields(ctx: Handle<'SSL_CTX'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_ctx_cipher_fields(this.pointer(ctx, 'SSL_CTX'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Three fields a cipher that both sides have: name, version, secret bits; nothing on a client, or before its hello. */
  ssl_shared_cipher_fields(ssl: Handle<'SSL'>): Bytes | null {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_shared_cipher_fields(this.pointer(ssl, 'SSL'), out));
      return this.readOutOrNull(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** One field a group that the versions of the context allow. */
  ssl_ctx_group_fields(ctx: Handle<'SSL_CTX'>, withAliases: number): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_ctx_group_fields(this.pointer(ctx, 'SSL_CTX'), this.int(withAliases), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Every signature algorithm of this build, separated by colons. */
  ssl_builtin_sigalgs(): string {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.ssl_builtin_sigalgs(out));
      return this.readOutText(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_set1_client_sigalgs_list(ctx: Handle<'SSL_CTX'>, list: string): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_set1_client_sigalgs_list(this.pointer(ctx, 'SSL_CTX'), this.cstring(list)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** How many certificates and CRLs a store holds, and how many of the certificates are a CA's. */
  x509_store_counts(store: Handle<'X509_STORE'>): { certificates: number; crls: number; authorities: number } {
    const scope = this.begin();
    try {
      const certificates = this.outInt();
      const crls = this.outInt();
      const authorities = this.outInt();
      this.status(this.wasm.x509_store_counts(this.pointer(store, 'X509_STORE'), certificates, crls, authorities));
      return { certificates: this.readOutInt(certificates), crls: this.readOutInt(crls), authorities: this.readOutInt(authorities) };
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The CAs' certificates of a store. */
  x509_store_authorities(store: Handle<'X509_STORE'>): Handle<'X509Chain'> {
    const scope = this.begin();
    try {
      return this.owned('X509Chain', this.wasm.x509_store_authorities(this.pointer(store, 'X509_STORE')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Adds DER certificates that stand one behind the other, and gives their number; 0 where one is none. */
  x509_store_load_der(store: Handle<'X509_STORE'>, der: Uint8Array): { result: number; count: number } {
    const scope = this.begin();
    try {
      const count = this.outInt();
      const result = this.wasm.x509_store_load_der(this.pointer(store, 'X509_STORE'), this.bytes(der), this.lastLength, count);
      return { result, count: this.readOutInt(count) };
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_certificate_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_certificate_callback(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Each with its length before it, one byte; without any, OpenSSL's own are used again. */
  ssl_ctx_set_ticket_keys(ctx: Handle<'SSL_CTX'>, list: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_ctx_set_ticket_keys(this.pointer(ctx, 'SSL_CTX'), this.bytes(list), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Those that seal. */
  ssl_ctx_get_ticket_keys(ctx: Handle<'SSL_CTX'>): Bytes {
    const scope = this.begin();
    try {
      const keys = this.out();
      this.status(this.wasm.ssl_ctx_get_ticket_keys(this.pointer(ctx, 'SSL_CTX'), keys));
      return this.readOut(keys);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_CTX_use_ticket_keys(ctx: Handle<'SSL_CTX'>, on: number): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_CTX_use_ticket_keys(this.pointer(ctx, 'SSL_CTX'), this.int(on)));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The chain that was verified, in this handshake or in the one whose session is resumed. */
  ssl_get_verified_chain(ssl: Handle<'SSL'>): Handle<'X509Chain'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('X509Chain', this.wasm.ssl_get_verified_chain(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** Whether a resumed session is of this connection's own domain: always, unless nobody asked for it by this shim. */
  ssl_session_is_own(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.ssl_session_is_own(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** What else decides whether the peer is good: it becomes part of the domain. */
  ssl_set_demands(ssl: Handle<'SSL'>, demands: Uint8Array): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_set_demands(this.pointer(ssl, 'SSL'), this.bytes(demands), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  /** The peer is good for them: from now on sessions are marked. */
  ssl_demands_met(ssl: Handle<'SSL'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.ssl_demands_met(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  i2d_SSL_SESSION(session: Handle<'SSL_SESSION'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.i2d_SSL_SESSION(this.pointer(session, 'SSL_SESSION'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  d2i_SSL_SESSION(der: Uint8Array): Handle<'SSL_SESSION'> {
    const scope = this.begin();
    try {
      return this.owned('SSL_SESSION', this.wasm.d2i_SSL_SESSION(this.bytes(der), this.lastLength));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_id(session: Handle<'SSL_SESSION'>): Bytes {
    const scope = this.begin();
    try {
      const out = this.out();
      this.status(this.wasm.SSL_SESSION_get_id(this.pointer(session, 'SSL_SESSION'), out));
      return this.readOut(out);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_time(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_get_time(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_timeout(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_get_timeout(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_has_ticket(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_has_ticket(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  ssl_session_ticket(session: Handle<'SSL_SESSION'>): Bytes | null {
    const scope = this.begin();
    try {
      const ticket = this.out();
      this.status(this.wasm.ssl_session_ticket(this.pointer(session, 'SSL_SESSION'), ticket));
      return this.readOutOrNull(ticket);
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_ticket_lifetime_hint(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_get_ticket_lifetime_hint(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_is_resumable(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_is_resumable(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_SESSION_get_max_early_data(session: Handle<'SSL_SESSION'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_SESSION_get_max_early_data(this.pointer(session, 'SSL_SESSION'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_set_session(ssl: Handle<'SSL'>, session: Handle<'SSL_SESSION'>): void {
    const scope = this.begin();
    try {
      this.status(this.wasm.SSL_set_session(this.pointer(ssl, 'SSL'), this.pointer(session, 'SSL_SESSION')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_get1_session(ssl: Handle<'SSL'>): Handle<'SSL_SESSION'> | null {
    const scope = this.begin();
    try {
      return this.ownedOrNull('SSL_SESSION', this.wasm.SSL_get1_session(this.pointer(ssl, 'SSL')));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }

  SSL_session_reused(ssl: Handle<'SSL'>): number {
    const scope = this.begin();
    try {
      return this.wasm.SSL_session_reused(this.pointer(ssl, 'SSL'));
    } finally {
      progress.calls = scope;
      this.end(scope);
    }
  }
}
