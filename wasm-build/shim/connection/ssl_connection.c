/* SSL: one connection over two memory BIOs: its life, its state and what it is told. */
#include "shim.h"
#include "connection/ssl_state.h"

EXPORT(void, SSL_free)(Taken(SSL) ssl)
{
    SSL_free(ssl);
}

SSL *wiping_connection(SSL_CTX *ctx)
{
    SSL *ssl = SSL_new(ctx);

    if (ssl != NULL)
        SSL_set_options(ssl, SSL_OP_CLEANSE_PLAINTEXT);
    return ssl;
}

/* A connection whose transport is memory: a byte stream, or datagrams that keep their borders. */
EXPORT(Owned(SSL), ssl_new)(Borrowed(SSL_CTX) ctx, int datagram)
{
    SSL *ssl = wiping_connection(ctx);
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

/* Whether no message of a handshake has been sent or received. */
EXPORT(Raw, SSL_in_before)(Borrowed(SSL) ssl)
{
    return SSL_in_before(ssl);
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

EXPORT(Status, SSL_set_SSL_CTX)(Borrowed(SSL) ssl, Borrowed(SSL_CTX) ctx)
{
    return SSL_set_SSL_CTX(ssl, ctx) == ctx;
}

EXPORT(Status, SSL_use_certificate)(Borrowed(SSL) ssl, Borrowed(X509) cert)
{
    X509 *copy = certificate_copy(cert);
    int ok = copy != NULL && SSL_use_certificate(ssl, copy);

    X509_free(copy);
    return ok;
}

typedef STACK_OF(X509) X509Chain;

/* The chain of the current certificate, instead of what its context has. */
EXPORT(Status, ssl_set_chain)(Borrowed(SSL) ssl, Borrowed(X509Chain) chain)
{
    STACK_OF(X509) *copies = certificate_copies(chain);
    int ok = copies != NULL && SSL_set0_chain(ssl, copies) == 1;

    if (!ok)
        OSSL_STACK_OF_X509_free(copies);
    return ok;
}

/* What a context shows: its current certificate with its key and its chain. */
EXPORT(Status, ssl_use_credentials_of)(Borrowed(SSL) ssl, Borrowed(SSL_CTX) ctx)
{
    STACK_OF(X509) *chain = NULL;
    X509 *cert = SSL_CTX_get0_certificate(ctx);
    EVP_PKEY *key = SSL_CTX_get0_privatekey(ctx);

    if (cert == NULL || key == NULL) {
        ERR_raise(ERR_LIB_SSL, SSL_R_NO_CERTIFICATE_ASSIGNED);
        return 0;
    }
    SSL_CTX_get0_chain_certs(ctx, &chain);
    return SSL_use_cert_and_key(ssl, cert, key, chain, 1);
}

EXPORT(Status, SSL_use_psk_identity_hint)(Borrowed(SSL) ssl, CSTRING_OR_NULL(hint))
{
    return SSL_use_psk_identity_hint(ssl, hint);
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
    const ConnectionState *state = connection_state(ssl);
    /* Within the callback about it OpenSSL has not read the extension yet. */
    const char *text = state != NULL && state->hello_name != NULL ? state->hello_name
                                                                  : SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);

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
