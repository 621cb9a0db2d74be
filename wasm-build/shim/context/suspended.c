/*
 * Where a handshake waits beside the ClientHello: before a certificate is shown (SSL_CTX_set_cert_cb(3)), while a client
 * verifies (SSL_set_retry_verify(3)), and for pre-shared keys, for which OpenSSL has no place. A client needs its first key
 * before it begins; the keys of TLS 1.2 are named in messages, and a message that has been read can lie there until there
 * is an answer: OpenSSL reads and hashes it in a function of its own, before it processes it. The linker puts these here in
 * front of that function and of the one that verifies: see --wrap in wasm-build/build/module.mjs.
 */
#include "context/ssl_callbacks.h"

#include "connection/ssl_state.h"
#include "internal/ssl_unwrap.h"
#include "ssl/ssl_local.h"

int __real_ssl_verify_cert_chain(SSL_CONNECTION *s, STACK_OF(X509) *chain);
int __wrap_ssl_verify_cert_chain(SSL_CONNECTION *s, STACK_OF(X509) *chain);
int __real_tls_get_message_body(SSL_CONNECTION *s, size_t *len);
int __wrap_tls_get_message_body(SSL_CONNECTION *s, size_t *len);
int __real_dtls_get_message_body(SSL_CONNECTION *s, size_t *len);
int __wrap_dtls_get_message_body(SSL_CONNECTION *s, size_t *len);

EXPORT(Status, SSL_CTX_use_certificate_callback)(Borrowed(SSL_CTX) ctx, int on)
{
    SET_FLAG(context_state(ctx), asks_certificate, on);
    return 1;
}

/* The staple is about the certificate that is shown: it is asked for when that is chosen. on_ocsp_status hands it over. */
static int on_certificate(SSL *ssl, void *arg)
{
    const ContextState *shared = context_state(SSL_get_SSL_CTX(ssl));
    int answer = 1;

    (void)arg;
    if (shared == NULL)
        return 0;
    if (shared->asks_certificate)
        answer = js_certificate(ssl);
    if (answer == 1 && shared->asks_ocsp && SSL_is_server(ssl)
        && SSL_get_tlsext_status_type(ssl) == TLSEXT_STATUSTYPE_ocsp && js_ocsp_server(ssl, NULL) == LATER)
        answer = LATER;
    return answer == LATER ? -1 : answer == 1;
}

/* For every context. */
void watch_certificate(SSL_CTX *ctx)
{
    SSL_CTX_set_cert_cb(ctx, on_certificate, NULL);
}

/* A chain is verified from its beginning each time; what has been answered about it, JavaScript keeps. */
int __wrap_ssl_verify_cert_chain(SSL_CONNECTION *s, STACK_OF(X509) *chain)
{
    SSL *ssl = SSL_CONNECTION_GET_USER_SSL(s);
    ConnectionState *state = connection_state(ssl);
    int ok;

    if (state == NULL)
        return 0;
    state->verify_again = state->verify_later;
    state->verify_later = 0;
    state->verify_place = 0;
    ok = __real_ssl_verify_cert_chain(s, chain);
    /* A failure that nobody was asked about is final. */
    state->verify_later = state->verify_later && ok > 0;
    if (state->verify_later) {
        SSL_set_verify_result(ssl, X509_V_ERR_UNSPECIFIED);
        SSL_set_retry_verify(ssl);
    }
    return ok;
}

/* Whether the answer about a pre-shared key is there, which OpenSSL asks for when it processes this message. */
static int has_key(SSL_CONNECTION *s)
{
    SSL *ssl = SSL_CONNECTION_GET_USER_SSL(s);
    const SSL_CIPHER *cipher = s->s3.tmp.new_cipher;
    PACKET message, identity;
    char *text = NULL;
    int answer;

    if (SSL_CONNECTION_IS_TLS13(s) || cipher == NULL || (cipher->algorithm_mkey & SSL_PSK) == 0)
        return 1;
    if (!s->server) {
        if (s->s3.tmp.message_type != SSL3_MT_SERVER_DONE || s->psk_client_callback == NULL || s->session == NULL)
            return 1;
        return js_psk_client(ssl, s->session->psk_identity_hint, NULL, 0, NULL, 0) != LATER;
    }
    if (s->s3.tmp.message_type != SSL3_MT_CLIENT_KEY_EXCHANGE || s->psk_server_callback == NULL)
        return 1;
    /* What is malformed OpenSSL refuses. */
    if (!PACKET_buf_init(&message, s->init_msg, s->init_num) || !PACKET_get_length_prefixed_2(&message, &identity)
        || PACKET_remaining(&identity) > PSK_MAX_IDENTITY_LEN || !PACKET_strndup(&identity, &text))
        return 1;
    answer = js_psk_server(ssl, text, NULL, 0);
    OPENSSL_free(text);
    return answer != LATER;
}

static int message_body(SSL_CONNECTION *s, size_t *len, int (*read)(SSL_CONNECTION *, size_t *))
{
    ConnectionState *state = connection_state(SSL_CONNECTION_GET_USER_SSL(s));

    if (state == NULL)
        return 0;
    /* A message is hashed when it is read: once. */
    if (!state->message_waits && !read(s, len))
        return 0;
    if (!has_key(s)) {
        state->message_waits = 1;
        s->rwstate = SSL_X509_LOOKUP;
        *len = 0;
        return 0;
    }
    if (state->message_waits) {
        state->message_waits = 0;
        s->rwstate = SSL_NOTHING;
        *len = s->init_num;
    }
    return 1;
}

int __wrap_tls_get_message_body(SSL_CONNECTION *s, size_t *len)
{
    return message_body(s, len, __real_tls_get_message_body);
}

int __wrap_dtls_get_message_body(SSL_CONNECTION *s, size_t *len)
{
    return message_body(s, len, __real_dtls_get_message_body);
}

int may_begin(SSL *ssl)
{
    SSL_CONNECTION *s = SSL_CONNECTION_FROM_SSL_ONLY(ssl);
    int min, max;

    /* A client of TLS 1.3 names its key in the ClientHello. */
    if (s->psk_client_callback == NULL || s->server || !SSL_in_before(ssl) || SSL_is_dtls(ssl)
        || ssl_get_min_max_version(s, &min, &max, NULL) != 0 || max < TLS1_3_VERSION)
        return 1;
    return js_psk_client(ssl, NULL, NULL, 0, NULL, 0) != LATER;
}
