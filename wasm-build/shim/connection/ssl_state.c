/* What the shim keeps with each SSL and SSL_CTX. */
#include "connection/ssl_state.h"

#include "shim.h"

static int connection_index = -1;
static int context_index = -1;

static void free_connection_state(void *parent, void *ptr, CRYPTO_EX_DATA *ad, int idx, long argl, void *argp)
{
    ConnectionState *state = ptr;

    (void)parent, (void)ad, (void)idx, (void)argl, (void)argp;
    if (state != NULL) {
        OPENSSL_free(state->demands);
        OPENSSL_free(state->hello_name);
        OPENSSL_free(state->raw_keys.der);
        signing_clear(&state->signing);
    }
    OPENSSL_free(state);
}

static void free_context_state(void *parent, void *ptr, CRYPTO_EX_DATA *ad, int idx, long argl, void *argp)
{
    ContextState *state = ptr;

    (void)parent, (void)ad, (void)idx, (void)argl, (void)argp;
    if (state != NULL) {
        OPENSSL_free(state->ticket_keys);
        OPENSSL_free(state->raw_keys.der);
    }
    OPENSSL_free(state);
}

ConnectionState *connection_state(const SSL *ssl)
{
    ConnectionState *state;

    if (connection_index < 0)
        connection_index = SSL_get_ex_new_index(0, NULL, NULL, NULL, free_connection_state);
    if (connection_index < 0)
        return NULL;
    state = SSL_get_ex_data(ssl, connection_index);
    if (state == NULL) {
        state = OPENSSL_zalloc(sizeof(*state));
        if (state != NULL && !SSL_set_ex_data((SSL *)ssl, connection_index, state)) {
            OPENSSL_free(state);
            state = NULL;
        }
        if (state != NULL)
            state->alpn_len = -2;
    }
    return state;
}

ContextState *context_state(const SSL_CTX *ctx)
{
    ContextState *state;

    if (context_index < 0)
        context_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, free_context_state);
    if (context_index < 0)
        return NULL;
    state = SSL_CTX_get_ex_data(ctx, context_index);
    if (state == NULL) {
        state = OPENSSL_zalloc(sizeof(*state));
        if (state != NULL && !SSL_CTX_set_ex_data((SSL_CTX *)ctx, context_index, state)) {
            OPENSSL_free(state);
            state = NULL;
        }
    }
    return state;
}

const RawKeys *expected_raw_keys(const SSL *ssl)
{
    const ConnectionState *state = connection_state(ssl);
    const ContextState *shared = context_state(SSL_get_SSL_CTX(ssl));

    if (state != NULL && state->has_raw_keys)
        return &state->raw_keys;
    return shared == NULL ? NULL : &shared->raw_keys;
}

unsigned int verifier_of(SSL *ssl, const ConnectionState *state)
{
    const ContextState *shared = context_state(SSL_get_SSL_CTX(ssl));

    if (SSL_get_verify_callback(ssl) == NULL)
        return VERIFIER_NONE;
    return state->verifier != VERIFIER_NONE || shared == NULL ? state->verifier : shared->verifier;
}
