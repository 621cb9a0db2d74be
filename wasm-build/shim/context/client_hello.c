/*
 * What a server is asked when a ClientHello has come, before OpenSSL looks at tickets. Here alone a server can wait
 * (SSL_CTX_set_client_hello_cb(3)): what OpenSSL asks later on is asked here already, and answered there from what
 * JavaScript keeps. While an answer is to come the handshake is suspended; then OpenSSL calls once more, from the beginning.
 */
#include "context/ssl_callbacks.h"

#include "session/ssl_domain.h"
#include "connection/ssl_state.h"
#include "internal/ssl_unwrap.h"
#include "ssl/ssl_local.h"

/* RFC 8446, 4.2.11: so many identities of pre-shared keys may be waited for; a client that shows more makes the server wait for ever. */
#define MAX_IDENTITIES 16

/* What a step comes to: the handshake goes on, is suspended, or ends with the alert. */
typedef enum { GO_ON, WAIT, END } Step;

EXPORT(Status, SSL_CTX_use_client_hello)(Borrowed(SSL_CTX) ctx, int on)
{
    SET_FLAG(context_state(ctx), asks_client_hello, on);
    return 1;
}

static int on_alpn_select(SSL *ssl, const unsigned char **out, unsigned char *out_len, const unsigned char *in,
                          unsigned int in_len, void *arg)
{
    ConnectionState *state = connection_state(ssl);
    int len;

    (void)arg;
    if (state == NULL)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    len = state->alpn_len != -2 ? state->alpn_len : js_alpn_select(ssl, in, in_len, state->alpn, MAX_ALPN);
    if (len == 0)
        return SSL_TLSEXT_ERR_NOACK;
    if (len < 0 || len > MAX_ALPN)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = state->alpn;
    *out_len = (unsigned char)len;
    return SSL_TLSEXT_ERR_OK;
}

EXPORT(Status, SSL_CTX_use_alpn_select)(Borrowed(SSL_CTX) ctx, int on)
{
    SET_FLAG(context_state(ctx), asks_alpn, on);
    SSL_CTX_set_alpn_select_cb(ctx, on ? on_alpn_select : NULL, NULL);
    return 1;
}

/* The host name in a ClientHello (RFC 6066, 3); NULL for none. A malformed one is OpenSSL's to refuse. */
static char *hello_name(SSL *ssl)
{
    const unsigned char *p = NULL;
    size_t len = 0, name_len;

    if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &p, &len) != 1 || len < 5
        || (size_t)(p[0] << 8 | p[1]) != len - 2 || p[2] != TLSEXT_NAMETYPE_host_name)
        return NULL;
    name_len = (size_t)(p[3] << 8 | p[4]);
    if (name_len == 0 || name_len > len - 5 || memchr(p + 5, '\0', name_len) != NULL)
        return NULL;
    return OPENSSL_strndup((const char *)p + 5, name_len);
}

/* Each extension with its type, its length and its bytes, in the client's order; NULL without memory. */
static unsigned char *hello_extensions(SSL *ssl, size_t *size)
{
    int *types = NULL;
    size_t i, count = 0, len, at = 0;
    const unsigned char *data;
    unsigned char *all;

    if (SSL_client_hello_get1_extensions_present(ssl, &types, &count) != 1)
        return NULL;
    for (i = 0, *size = 0; i < count; i++)
        if (SSL_client_hello_get0_ext(ssl, (unsigned int)types[i], &data, &len) == 1)
            *size += 4 + len;
    all = OPENSSL_malloc(*size + 1);
    for (i = 0; all != NULL && i < count; i++) {
        if (SSL_client_hello_get0_ext(ssl, (unsigned int)types[i], &data, &len) != 1)
            continue;
        all[at++] = (unsigned char)(types[i] >> 8);
        all[at++] = (unsigned char)types[i];
        all[at++] = (unsigned char)(len >> 8);
        all[at++] = (unsigned char)len;
        memcpy(all + at, data, len);
        at += len;
    }
    OPENSSL_free(types);
    return all;
}

static Step ask_hello(SSL *ssl)
{
    const unsigned char *random, *id, *ciphers;
    size_t id_len, ciphers_len, extensions_len = 0;
    unsigned char *extensions = hello_extensions(ssl, &extensions_len);
    int answer = -1;

    SSL_client_hello_get0_random(ssl, &random);
    id_len = SSL_client_hello_get0_session_id(ssl, &id);
    ciphers_len = SSL_client_hello_get0_ciphers(ssl, &ciphers);
    if (extensions != NULL)
        answer = js_client_hello(ssl, (int)SSL_client_hello_get0_legacy_version(ssl), random, id, id_len, ciphers,
                                 ciphers_len, extensions, extensions_len);
    OPENSSL_free(extensions);
    return answer == LATER ? WAIT : answer < 0 ? END : GO_ON;
}

static Step ask_servername(SSL *ssl, ConnectionState *state, int *alert)
{
    int answer = js_servername(ssl);

    state->servername_answer = answer;
    if (answer == LATER)
        return WAIT;
    if (answer < 0)
        *alert = answer == -1 || answer < -2 - UINT8_MAX ? SSL_AD_HANDSHAKE_FAILURE : -2 - answer;
    return answer < 0 ? END : GO_ON;
}

/* What it comes to, on_alpn_select tells OpenSSL. A list that is not well formed is OpenSSL's to refuse. */
static Step ask_alpn(SSL *ssl, ConnectionState *state)
{
    const unsigned char *data;
    size_t len;
    PACKET extension, list, protocol, rest;

    state->alpn_len = -2;
    if (!SSL_IS_FIRST_HANDSHAKE(SSL_CONNECTION_FROM_SSL_ONLY(ssl))
        || SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_application_layer_protocol_negotiation, &data, &len) != 1
        || !PACKET_buf_init(&extension, data, len) || !PACKET_as_length_prefixed_2(&extension, &list))
        return GO_ON;
    for (rest = list; PACKET_remaining(&rest) > 0;)
        if (!PACKET_get_length_prefixed_1(&rest, &protocol) || PACKET_remaining(&protocol) == 0)
            return GO_ON;
    if (PACKET_remaining(&list) == 0)
        return GO_ON;
    state->alpn_len = js_alpn_select(ssl, PACKET_data(&list), PACKET_remaining(&list), state->alpn, MAX_ALPN);
    if (state->alpn_len != LATER)
        return GO_ON;
    state->alpn_len = -2;
    return WAIT;
}

static int speaks_tls13(SSL *ssl, int max)
{
    const unsigned char *data;
    size_t len, i;

    if (SSL_is_dtls(ssl) || max < TLS1_3_VERSION
        || SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_supported_versions, &data, &len) != 1)
        return 0;
    for (i = 1; i + 1 < len; i += 2)
        if (data[i] == TLS1_3_VERSION >> 8 && data[i + 1] == (TLS1_3_VERSION & 0xff))
            return 1;
    return 0;
}

/* Of TLS 1.3: the first identity that has a key or a session is the one that counts. */
static int ask_identities(SSL *ssl, SSL_CONNECTION *s)
{
    const unsigned char *data;
    size_t len;
    PACKET extension, list, identity;
    unsigned long age;
    int answer = 0, count;
    int is_stateful = s->session_ctx->get_session_cb != NULL && (SSL_get_options(ssl) & SSL_OP_NO_TICKET) != 0;

    if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_psk, &data, &len) != 1 || !PACKET_buf_init(&extension, data, len)
        || !PACKET_get_length_prefixed_2(&extension, &list))
        return 0;
    for (count = 0; answer == 0 && count < MAX_IDENTITIES && PACKET_get_length_prefixed_2(&list, &identity)
                    && PACKET_get_net_4(&list, &age); count++) {
        len = PACKET_remaining(&identity);
        if (s->psk_server_callback != NULL && len > 0 && len <= PSK_MAX_IDENTITY_LEN) {
            char *text = NULL;

            if (!PACKET_strndup(&identity, &text))
                return -1;
            answer = js_psk_server(ssl, text, NULL, 0);
            OPENSSL_free(text);
        }
        if (answer == 0 && is_stateful && len > 0 && len <= SSL_MAX_SSL_SESSION_ID_LENGTH)
            answer = js_session_get(ssl, PACKET_data(&identity), len, NULL);
    }
    return answer;
}

/* Whether OpenSSL's own cache has the session: then nobody else is asked for it. */
static int is_cached(SSL_CONNECTION *s, int version, const unsigned char *id, size_t len)
{
    SSL_SESSION key;

    if ((s->session_ctx->session_cache_mode & SSL_SESS_CACHE_NO_INTERNAL_LOOKUP) != 0)
        return 0;
    key.ssl_version = version;
    key.session_id_length = len;
    memcpy(key.session_id, id, len);
    return lh_SSL_SESSION_retrieve(s->session_ctx->sessions, &key) != NULL;
}

/* Of TLS 1.2: by the session id, where there is no ticket. */
static int ask_session(SSL *ssl, SSL_CONNECTION *s, int max)
{
    const unsigned char *data, *id;
    size_t ticket_len = 0, len = SSL_client_hello_get0_session_id(ssl, &id);
    int version = (int)SSL_client_hello_get0_legacy_version(ssl);

    if (s->session_ctx->get_session_cb == NULL || len == 0 || len > SSL_MAX_SSL_SESSION_ID_LENGTH)
        return 0;
    if ((SSL_get_options(ssl) & SSL_OP_NO_TICKET) == 0
        && SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_session_ticket, &data, &ticket_len) == 1 && ticket_len > 0)
        return 0;
    if (!SSL_is_dtls(ssl) && version > max)
        version = max;
    return is_cached(s, version, id, len) ? 0 : js_session_get(ssl, id, len, NULL);
}

static Step ask_resumption(SSL *ssl)
{
    SSL_CONNECTION *s = SSL_CONNECTION_FROM_SSL_ONLY(ssl);
    int min, max, answer;

    if (s->session_ctx->get_session_cb == NULL && s->psk_server_callback == NULL)
        return GO_ON;
    if (ssl_get_min_max_version(s, &min, &max, NULL) != 0)
        return GO_ON;
    answer = speaks_tls13(ssl, max) ? ask_identities(ssl, s) : ask_session(ssl, s, max);
    return answer == LATER ? WAIT : answer < 0 ? END : GO_ON;
}

/*
 * A server decides for whom it speaks before it looks at tickets: an SNI callback of OpenSSL's own comes after a session
 * of TLS 1.3 has been taken, and a session of one virtual host would open another (CVE-2025-23419).
 */
static Step ask_all(SSL *ssl, ConnectionState *state, int *alert)
{
    const ContextState *shared = context_state(SSL_get_SSL_CTX(ssl));
    Step step = shared == NULL ? END : GO_ON;

    state->servername_answer = 0;
    if (step == GO_ON && shared->asks_client_hello) {
        step = ask_hello(ssl);
        /* Which may have gone over to another context. */
        shared = context_state(SSL_get_SSL_CTX(ssl));
        if (shared == NULL)
            return END;
    }
    if (step == GO_ON && shared->asks_servername)
        step = ask_servername(ssl, state, alert);
    shared = context_state(SSL_get_SSL_CTX(ssl));
    if (step == GO_ON && (shared == NULL || !domain_of_server(ssl, state->hello_name)))
        step = END;
    if (step == GO_ON)
        step = ask_resumption(ssl);
    if (step == GO_ON && shared->asks_alpn)
        step = ask_alpn(ssl, state);
    return step;
}

static int on_client_hello(SSL *ssl, int *alert, void *arg)
{
    ConnectionState *state = connection_state(ssl);
    Step step;

    (void)arg;
    *alert = SSL_AD_INTERNAL_ERROR;
    if (state == NULL)
        return SSL_CLIENT_HELLO_ERROR;
    OPENSSL_free(state->hello_name);
    state->hello_name = hello_name(ssl);
    step = ask_all(ssl, state, alert);
    if (step == WAIT)
        return SSL_CLIENT_HELLO_RETRY;
    OPENSSL_free(state->hello_name);
    state->hello_name = NULL;
    return step == GO_ON ? SSL_CLIENT_HELLO_SUCCESS : SSL_CLIENT_HELLO_ERROR;
}

/* For every context: clients never come to it. */
void watch_client_hello(SSL_CTX *ctx)
{
    SSL_CTX_set_client_hello_cb(ctx, on_client_hello, NULL);
}

/* Tells OpenSSL, which acknowledges the name or does not, what was decided at the ClientHello. */
static int on_servername(SSL *ssl, int *alert, void *arg)
{
    const ConnectionState *state = connection_state(ssl);

    (void)alert, (void)arg;
    return state != NULL && state->servername_answer > 0 ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

EXPORT(Status, SSL_CTX_use_servername)(Borrowed(SSL_CTX) ctx, int on)
{
    SET_FLAG(context_state(ctx), asks_servername, on);
    SSL_CTX_set_tlsext_servername_callback(ctx, (on ? on_servername : NULL));
    return 1;
}
