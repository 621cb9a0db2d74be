/*
 * What a peer can ask for again and again on one connection, where OpenSSL does not count: new handshakes of TLS 1.2 that
 * a client begins, and KeyUpdate of TLS 1.3. (Empty records and warnings OpenSSL counts itself: 32 and 5 in a row.) Both
 * are counted where OpenSSL takes the message, before anything is computed; beyond the limit the connection ends with a
 * fatal alert. The linker puts this in front of OpenSSL's own functions: see --wrap in wasm-build/build/module.mjs.
 */
#include "bounds/floods.h"

#include <time.h>

#include "connection/ssl_state.h"
#include "shim.h"

/* As node:tls: CLIENT_RENEG_LIMIT and CLIENT_RENEG_WINDOW. */
#define RENEGOTIATIONS 3
#define WINDOW_SECONDS 600
/* As BoringSSL: a peer that wants new keys does so between data. */
#define KEY_UPDATES 32

/* OpenSSL's own: an SSL of TLS is the beginning of an SSL_CONNECTION, and the enumeration of results begins with an error. */
typedef struct ssl_connection_st SSL_CONNECTION;
typedef struct PACKET PACKET;
#define MSG_PROCESS_ERROR 0

void ossl_statem_fatal(SSL_CONNECTION *connection, int alert, int reason, const char *format, ...);
int __real_ossl_statem_server_process_message(SSL_CONNECTION *connection, PACKET *packet);
int __wrap_ossl_statem_server_process_message(SSL_CONNECTION *connection, PACKET *packet);
int __real_tls_process_key_update(SSL_CONNECTION *connection, PACKET *packet);
int __wrap_tls_process_key_update(SSL_CONNECTION *connection, PACKET *packet);

typedef struct {
    int renegotiations;
    time_t since;
    int key_updates;
    int renegotiation_disabled;
} Counts;

typedef struct {
    int renegotiations;
    int seconds;
} Limits;

static int counts_index = -1, limits_index = -1;

static void free_extra(void *parent, void *ptr, CRYPTO_EX_DATA *ad, int idx, long argl, void *argp)
{
    (void)parent, (void)ad, (void)idx, (void)argl, (void)argp;
    OPENSSL_free(ptr);
}

/* NULL without memory. */
static Counts *counts_of(SSL *ssl)
{
    Counts *counts;

    if (counts_index < 0)
        counts_index = SSL_get_ex_new_index(0, NULL, NULL, NULL, free_extra);
    if (counts_index < 0)
        return NULL;
    counts = SSL_get_ex_data(ssl, counts_index);
    if (counts == NULL) {
        counts = OPENSSL_zalloc(sizeof(*counts));
        if (counts != NULL && !SSL_set_ex_data(ssl, counts_index, counts)) {
            OPENSSL_free(counts);
            counts = NULL;
        }
    }
    return counts;
}

static Limits limits_of(SSL *ssl)
{
    const Limits *limits = limits_index < 0 ? NULL : SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), limits_index);

    return limits == NULL ? (Limits){ RENEGOTIATIONS, WINDOW_SECONDS } : *limits;
}

/* How many handshakes a client may begin on a connection within so many seconds, beside the first. */
EXPORT(Status, ssl_ctx_limit_renegotiation)(Borrowed(SSL_CTX) ctx, int renegotiations, int seconds)
{
    Limits *limits;

    if (limits_index < 0)
        limits_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, free_extra);
    if (limits_index < 0)
        return 0;
    limits = SSL_CTX_get_ex_data(ctx, limits_index);
    if (limits == NULL) {
        limits = OPENSSL_zalloc(sizeof(*limits));
        if (limits == NULL || !SSL_CTX_set_ex_data(ctx, limits_index, limits)) {
            OPENSSL_free(limits);
            return 0;
        }
    }
    *limits = (Limits){ renegotiations, seconds };
    return 1;
}

/* From now on a client that begins a handshake ends the connection. */
EXPORT(Status, ssl_disable_renegotiation)(Borrowed(SSL) ssl)
{
    Counts *counts = counts_of(ssl);

    if (counts != NULL)
        counts->renegotiation_disabled = 1;
    return counts != NULL;
}

static int end(SSL *ssl, int alert, int reason, const char *why)
{
    ERR_new();
    ossl_statem_fatal((SSL_CONNECTION *)ssl, alert, reason, "%s", why);
    return MSG_PROCESS_ERROR;
}

/* A ClientHello after the first handshake that this server has not asked for and would answer. */
static int is_renegotiation(SSL *ssl)
{
    uint64_t options = SSL_get_options(ssl);

    return SSL_get_state(ssl) == TLS_ST_SR_CLNT_HELLO && !SSL_renegotiate_pending(ssl) && SSL_get_finished(ssl, NULL, 0) != 0
        && SSL_get_peer_finished(ssl, NULL, 0) != 0 && (options & SSL_OP_ALLOW_CLIENT_RENEGOTIATION) != 0
        && (options & SSL_OP_NO_RENEGOTIATION) == 0;
}

/* Why not, or NULL. */
static const char *refusal(SSL *ssl)
{
    static const char attack[] = "TLS session renegotiation attack detected";
    Limits limits = limits_of(ssl);
    Counts *counts = counts_of(ssl);
    time_t now = time(NULL);

    if (counts == NULL)
        return attack;
    if (counts->renegotiations == 0 || now - counts->since >= limits.seconds) {
        counts->since = now;
        counts->renegotiations = 0;
    }
    if (++counts->renegotiations > limits.renegotiations)
        return attack;
    return counts->renegotiation_disabled ? "TLS session renegotiation disabled for this socket" : NULL;
}

int __wrap_ossl_statem_server_process_message(SSL_CONNECTION *connection, PACKET *packet)
{
    SSL *ssl = (SSL *)connection;
    const char *why = is_renegotiation(ssl) ? refusal(ssl) : NULL;
    int is_last = SSL_get_state(ssl) == TLS_ST_SR_FINISHED;
    int result;

    if (why != NULL)
        return end(ssl, SSL_AD_HANDSHAKE_FAILURE, SSL_R_NO_RENEGOTIATION, why);
    result = __real_ossl_statem_server_process_message(connection, packet);
    if (is_last && result != MSG_PROCESS_ERROR) {
        ConnectionState *state = connection_state(ssl);

        /* Without memory there would be a handshake that nobody judges. */
        if (state == NULL)
            return end(ssl, SSL_AD_INTERNAL_ERROR, ERR_R_MALLOC_FAILURE, "no memory");
        state->handshakes++;
    }
    return result;
}

/* Another number after each handshake: OpenSSL itself counts new ones where they are begun by this side. */
EXPORT(Number, ssl_handshakes)(Borrowed(SSL) ssl)
{
    const ConnectionState *state = SSL_is_server(ssl) ? connection_state(ssl) : NULL;

    return state != NULL ? (Number)state->handshakes : (Number)SSL_total_renegotiations(ssl);
}

int __wrap_tls_process_key_update(SSL_CONNECTION *connection, PACKET *packet)
{
    Counts *counts = counts_of((SSL *)connection);

    if (counts == NULL || ++counts->key_updates > KEY_UPDATES)
        return end((SSL *)connection, SSL_AD_UNEXPECTED_MESSAGE, SSL_R_BAD_KEY_UPDATE, "too many key updates without data");
    return __real_tls_process_key_update(connection, packet);
}

void floods_data_read(SSL *ssl)
{
    /* No index: no connection has counted anything. */
    Counts *counts = counts_index < 0 ? NULL : SSL_get_ex_data(ssl, counts_index);

    if (counts != NULL)
        counts->key_updates = 0;
}
