/* SSL: one connection over two memory BIOs, its I/O, its peer. */
#include "shim.h"

typedef STACK_OF(X509) X509Chain;
typedef STACK_OF(X509_NAME) X509NameList;

EXPORT(void, SSL_free)(Taken(SSL) ssl)
{
    SSL_free(ssl);
}

/* A connection whose transport is memory: a byte stream, or datagrams that keep their borders. */
EXPORT(Owned(SSL), ssl_new)(Borrowed(SSL_CTX) ctx, int datagram)
{
    SSL *ssl = SSL_new(ctx);
    BIO *in = BIO_new(datagram ? BIO_s_dgram_mem() : BIO_s_mem());
    BIO *out = BIO_new(datagram ? BIO_s_dgram_mem() : BIO_s_mem());

    if (ssl == NULL || in == NULL || out == NULL) {
        BIO_free(in);
        BIO_free(out);
        SSL_free(ssl);
        return NULL;
    }
    if (!datagram) {
        /* Empty is "try again", until the end of the stream is declared. */
        BIO_set_mem_eof_return(in, -1);
        BIO_set_mem_eof_return(out, -1);
    }
    SSL_set_bio(ssl, in, out); /* the SSL owns both from here on */
    return ssl;
}

/* Above 0: bytes or success. Otherwise the negated SSL_get_error(3). Called at once, before the queue can change. */
static Raw outcome(SSL *ssl, int result)
{
    return result > 0 ? result : -SSL_get_error(ssl, result);
}

EXPORT(Raw, io_handshake)(Borrowed(SSL) ssl)
{
    return outcome(ssl, SSL_do_handshake(ssl));
}

EXPORT(Raw, io_read)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    return outcome(ssl, SSL_read(ssl, (void *)(uintptr_t)address, size));
}

EXPORT(Raw, io_peek)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    return outcome(ssl, SSL_peek(ssl, (void *)(uintptr_t)address, size));
}

EXPORT(Raw, io_write)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    return outcome(ssl, SSL_write(ssl, (const void *)(uintptr_t)address, size));
}

EXPORT(Raw, io_write_early)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    size_t written = 0;

    return SSL_write_early_data(ssl, (const void *)(uintptr_t)address, (size_t)size, &written) == 1
        ? (Raw)written : -SSL_get_error(ssl, 0);
}

/* Bytes of early data, 0 at its end, otherwise the negated error. */
EXPORT(Raw, io_read_early)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    size_t got = 0;

    switch (SSL_read_early_data(ssl, (void *)(uintptr_t)address, (size_t)size, &got)) {
    case SSL_READ_EARLY_DATA_SUCCESS:
        return (Raw)got;
    case SSL_READ_EARLY_DATA_FINISH:
        return 0;
    default:
        return -SSL_get_error(ssl, 0);
    }
}

/* 1 both close_notify alerts are through, 0 ours is sent, otherwise the negated error. */
EXPORT(Raw, io_shutdown)(Borrowed(SSL) ssl)
{
    int result = SSL_shutdown(ssl);

    return result >= 0 ? result : -SSL_get_error(ssl, result);
}

/* Ciphertext for the peer: bytes, or 0 where there is none. */
EXPORT(Raw, io_take)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    int got = BIO_read(SSL_get_wbio(ssl), (void *)(uintptr_t)address, size);

    return got > 0 ? got : 0;
}

/*
 * Where all ciphertext for the peer lies, to be copied from there before any other call; 0 where io_take must read it:
 * datagrams, and a little in a buffer that was filled before, for io_taken wipes all of the buffer.
 */
EXPORT(Raw, io_output)(Borrowed(SSL) ssl)
{
    BIO *bio = SSL_get_wbio(ssl);
    BUF_MEM *buffer = NULL;

    if (BIO_method_type(bio) != BIO_TYPE_MEM || BIO_get_mem_ptr(bio, &buffer) <= 0 || buffer->length < buffer->max / 4)
        return 0;
    return (Raw)(uintptr_t)buffer->data;
}

/* What lay at io_output has been copied. */
EXPORT(void, io_taken)(Borrowed(SSL) ssl)
{
    BIO_reset(SSL_get_wbio(ssl));
}

/* Ciphertext from the peer. */
EXPORT(Raw, io_give)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    return BIO_write(SSL_get_rbio(ssl), (const void *)(uintptr_t)address, size);
}

/* No more ciphertext will come. */
EXPORT(void, io_end)(Borrowed(SSL) ssl)
{
    BIO_set_mem_eof_return(SSL_get_rbio(ssl), 0);
}

/* How many bytes of ciphertext wait for the peer. */
EXPORT(Number, ssl_output_pending)(Borrowed(SSL) ssl)
{
    return (Number)BIO_ctrl_pending(SSL_get_wbio(ssl));
}

/* How many bytes of ciphertext from the peer are not read yet. */
EXPORT(Number, ssl_input_pending)(Borrowed(SSL) ssl)
{
    return (Number)BIO_ctrl_pending(SSL_get_rbio(ssl));
}

/* Whether the oldest error says that the stream ended without close_notify. */
EXPORT(Raw, io_unexpected_eof)(void)
{
    unsigned long code = ERR_peek_error();

    return ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
}

EXPORT(void, SSL_set_accept_state)(Borrowed(SSL) ssl)
{
    SSL_set_accept_state(ssl);
}

EXPORT(void, SSL_set_connect_state)(Borrowed(SSL) ssl)
{
    SSL_set_connect_state(ssl);
    /* The id context is a server's: a client with one could not resume a session that another context has made. */
    SSL_set_session_id_context(ssl, (const unsigned char *)"", 0);
}

EXPORT(Raw, SSL_pending)(Borrowed(SSL) ssl)
{
    return SSL_pending(ssl);
}

EXPORT(Raw, SSL_has_pending)(Borrowed(SSL) ssl)
{
    return SSL_has_pending(ssl);
}

EXPORT(Raw, SSL_want)(Borrowed(SSL) ssl)
{
    return SSL_want(ssl);
}

EXPORT(Raw, SSL_is_init_finished)(Borrowed(SSL) ssl)
{
    return SSL_is_init_finished(ssl);
}

EXPORT(Raw, SSL_is_server)(Borrowed(SSL) ssl)
{
    return SSL_is_server(ssl);
}

EXPORT(Raw, SSL_get_shutdown)(Borrowed(SSL) ssl)
{
    return SSL_get_shutdown(ssl);
}

EXPORT(void, SSL_set_shutdown)(Borrowed(SSL) ssl, int state)
{
    SSL_set_shutdown(ssl, state);
}

EXPORT(Text, SSL_state_string_long)(Borrowed(SSL) ssl)
{
    return SSL_state_string_long(ssl);
}

EXPORT(Status, SSL_renegotiate)(Borrowed(SSL) ssl)
{
    return SSL_renegotiate(ssl);
}

EXPORT(Raw, SSL_renegotiate_pending)(Borrowed(SSL) ssl)
{
    return SSL_renegotiate_pending(ssl);
}

EXPORT(Number, SSL_total_renegotiations)(Borrowed(SSL) ssl)
{
    return (Number)SSL_total_renegotiations(ssl);
}

EXPORT(Status, SSL_key_update)(Borrowed(SSL) ssl, int update_type)
{
    return SSL_key_update(ssl, update_type);
}

EXPORT(Number, SSL_set_options)(Borrowed(SSL) ssl, Number options)
{
    return (Number)SSL_set_options(ssl, (uint64_t)options);
}

EXPORT(void, SSL_set_SSL_CTX)(Borrowed(SSL) ssl, Borrowed(SSL_CTX) ctx)
{
    SSL_set_SSL_CTX(ssl, ctx);
}

EXPORT(Status, SSL_use_certificate)(Borrowed(SSL) ssl, Borrowed(X509) cert)
{
    return SSL_use_certificate(ssl, cert);
}

EXPORT(Status, SSL_use_PrivateKey)(Borrowed(SSL) ssl, Borrowed(EVP_PKEY) key)
{
    return SSL_use_PrivateKey(ssl, key);
}

EXPORT(Raw, SSL_get_verify_mode)(Borrowed(SSL) ssl)
{
    return SSL_get_verify_mode(ssl);
}

EXPORT(Number, SSL_get_verify_result)(Borrowed(SSL) ssl)
{
    return (Number)SSL_get_verify_result(ssl);
}

EXPORT(Status, SSL_set_tlsext_host_name)(Borrowed(SSL) ssl, CSTRING(name))
{
    return (Status)SSL_set_tlsext_host_name(ssl, name);
}

EXPORT(Status, ssl_get_servername)(Borrowed(SSL) ssl, OutOrNull *name)
{
    const char *text = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);

    return text == NULL || out_copy(name, text, strlen(text));
}

/* The name that the peer's certificate must hold (RFC 9525), with X509_CHECK_FLAG_* bits. */
EXPORT(Status, ssl_set_verify_host)(Borrowed(SSL) ssl, CSTRING(name), unsigned int flags)
{
    SSL_set_hostflags(ssl, flags);
    return SSL_set1_host(ssl, name);
}

EXPORT(Status, ssl_set_verify_ip)(Borrowed(SSL) ssl, CSTRING(address))
{
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), address);
}

EXPORT(OwnedOrNull(X509), SSL_get1_peer_certificate)(Borrowed(SSL) ssl)
{
    return SSL_get1_peer_certificate(ssl);
}

EXPORT(OwnedOrNull(X509), ssl_get_certificate)(Borrowed(SSL) ssl)
{
    X509 *cert = SSL_get_certificate(ssl);

    return cert != NULL && X509_up_ref(cert) ? cert : NULL;
}

/* What the peer sent; on a server without its own certificate, as SSL_get_peer_cert_chain(3) says. */
EXPORT(OwnedOrNull(X509Chain), ssl_get_peer_chain)(Borrowed(SSL) ssl)
{
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);

    return chain == NULL ? NULL : X509_chain_up_ref(chain);
}

EXPORT(OwnedOrNull(X509Chain), ssl_get_verified_chain)(Borrowed(SSL) ssl)
{
    STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);

    return chain == NULL ? NULL : X509_chain_up_ref(chain);
}

/* On a client what the server asked for, on a server what it will ask for. */
EXPORT(OwnedOrNull(X509NameList), ssl_get_client_ca_list)(Borrowed(SSL) ssl)
{
    STACK_OF(X509_NAME) *list = SSL_get_client_CA_list(ssl);

    return list == NULL ? NULL : SSL_dup_CA_list(list);
}

EXPORT(TextOrNull, ssl_cipher_list_entry)(Borrowed(SSL) ssl, int index)
{
    return SSL_get_cipher_list(ssl, index);
}

EXPORT(TextOrNull, ssl_cipher_name)(Borrowed(SSL) ssl)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

    return cipher == NULL ? NULL : SSL_CIPHER_get_name(cipher);
}

EXPORT(Raw, ssl_cipher_bits)(Borrowed(SSL) ssl)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

    return cipher == NULL ? 0 : SSL_CIPHER_get_bits(cipher, NULL);
}

EXPORT(TextOrNull, ssl_cipher_version)(Borrowed(SSL) ssl)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

    return cipher == NULL ? NULL : SSL_CIPHER_get_version(cipher);
}

EXPORT(Text, SSL_get_version)(Borrowed(SSL) ssl)
{
    return SSL_get_version(ssl);
}

EXPORT(Raw, SSL_version)(Borrowed(SSL) ssl)
{
    return SSL_version(ssl);
}

EXPORT(TextOrNull, SSL_get0_group_name)(Borrowed(SSL) ssl)
{
    return SSL_get_session(ssl) == NULL ? NULL : SSL_get0_group_name(ssl);
}

EXPORT(Status, ssl_get_alpn)(Borrowed(SSL) ssl, Out *protocol)
{
    const unsigned char *data = NULL;
    unsigned int len = 0;

    SSL_get0_alpn_selected(ssl, &data, &len);
    return out_copy(protocol, data, len);
}

EXPORT(Status, SSL_set_alpn_protos)(Borrowed(SSL) ssl, BYTES(protocols))
{
    return SSL_set_alpn_protos(ssl, protocols, (unsigned int)protocols_len) == 0;
}

EXPORT(TextOrNull, ssl_get_srtp_profile)(Borrowed(SSL) ssl)
{
    SRTP_PROTECTION_PROFILE *profile = SSL_get_selected_srtp_profile(ssl);

    return profile == NULL ? NULL : profile->name;
}

EXPORT(Status, ssl_get_random)(Borrowed(SSL) ssl, int server, Out *out)
{
    unsigned char bytes[SSL3_RANDOM_SIZE];
    size_t len = server ? SSL_get_server_random(ssl, bytes, sizeof(bytes)) : SSL_get_client_random(ssl, bytes, sizeof(bytes));

    return out_copy(out, bytes, len);
}

EXPORT(Status, ssl_get_master_key)(Borrowed(SSL) ssl, OutOrNull *out)
{
    SSL_SESSION *session = SSL_get_session(ssl);
    unsigned char bytes[SSL_MAX_MASTER_KEY_LENGTH];
    size_t len;
    Status ok;

    if (session == NULL)
        return 1;
    len = SSL_SESSION_get_master_key(session, bytes, sizeof(bytes));
    ok = out_copy(out, bytes, len);
    OPENSSL_cleanse(bytes, sizeof(bytes));
    return ok;
}

EXPORT(Status, ssl_get_finished)(Borrowed(SSL) ssl, int peer, OutOrNull *out)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    size_t len = peer ? SSL_get_peer_finished(ssl, bytes, sizeof(bytes)) : SSL_get_finished(ssl, bytes, sizeof(bytes));

    return len == 0 || out_copy(out, bytes, len < sizeof(bytes) ? len : sizeof(bytes));
}

EXPORT(Status, SSL_export_keying_material)(Borrowed(SSL) ssl, BYTES(label), int size, BYTES_OR_NULL(context), Out *out)
{
    unsigned char *bytes = OPENSSL_malloc((size_t)size + 1);

    if (bytes == NULL)
        return 0;
    if (SSL_export_keying_material(ssl, bytes, (size_t)size, (const char *)label, label_len, context, context_len,
                                   context != NULL) != 1) {
        OPENSSL_clear_free(bytes, (size_t)size + 1);
        return 0;
    }
    return out_take(out, bytes, size);
}

EXPORT(Status, ssl_request_ocsp)(Borrowed(SSL) ssl)
{
    return (Status)SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp);
}

EXPORT(Raw, SSL_verify_client_post_handshake)(Borrowed(SSL) ssl)
{
    return SSL_verify_client_post_handshake(ssl);
}

EXPORT(TextOrNull, ssl_signature_name)(Borrowed(SSL) ssl, int peer)
{
    const char *name = NULL;

    if ((peer ? SSL_get0_peer_signature_name(ssl, &name) : SSL_get0_signature_name(ssl, &name)) != 1)
        return NULL;
    return name;
}

EXPORT(Raw, SSL_get_early_data_status)(Borrowed(SSL) ssl)
{
    return SSL_get_early_data_status(ssl);
}

EXPORT(Status, SSL_set_session)(Borrowed(SSL) ssl, Borrowed(SSL_SESSION) session)
{
    return SSL_set_session(ssl, session);
}

EXPORT(OwnedOrNull(SSL_SESSION), SSL_get1_session)(Borrowed(SSL) ssl)
{
    return SSL_get1_session(ssl);
}

EXPORT(Raw, SSL_session_reused)(Borrowed(SSL) ssl)
{
    return SSL_session_reused(ssl);
}

/* DTLS (RFC 6347). */

EXPORT(Raw, io_dtls_listen)(Borrowed(SSL) ssl)
{
    BIO_ADDR *client = BIO_ADDR_new();
    int result = client == NULL ? -1 : DTLSv1_listen(ssl, client);

    BIO_ADDR_free(client);
    return result > 0 ? result : result == 0 ? -SSL_ERROR_WANT_READ : -SSL_get_error(ssl, result);
}

/* Seconds until the next retransmission, or -1 where no timer runs. */
EXPORT(Number, dtls_get_timeout)(Borrowed(SSL) ssl)
{
    struct timeval left = { 0, 0 };

    return DTLSv1_get_timeout(ssl, &left) == 1 ? (double)left.tv_sec + (double)left.tv_usec / 1e6 : -1;
}

/* 1 a flight was sent again, 0 nothing was due, otherwise an error. */
EXPORT(Flag, dtls_handle_timeout)(Borrowed(SSL) ssl)
{
    return (Flag)DTLSv1_handle_timeout(ssl);
}

EXPORT(Status, SSL_set_mtu)(Borrowed(SSL) ssl, int mtu)
{
    return SSL_set_mtu(ssl, mtu) == mtu;
}

EXPORT(Number, DTLS_get_data_mtu)(Borrowed(SSL) ssl)
{
    return (Number)DTLS_get_data_mtu(ssl);
}
