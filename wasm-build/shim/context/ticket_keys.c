/*
 * The keys that seal session tickets (RFC 5077, 4): a context's own, of which the first seals and all open, so that they can
 * be exchanged while it is in use; or those that JavaScript gives for a name. It gives bytes alone, whose length is checked
 * here; ciphers and their state are never its own.
 */
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/rand.h>

#include "internal/ssl_unwrap.h"
#include "ssl/ssl_local.h"

#include "connection/ssl_state.h"
#include "shim.h"

/* As node:tls: AES-128 and a short key for the HMAC; and as OpenSSL: AES-256. */
#define SHORT_KEYS (TICKET_NAME + 2 * 16)
#define LONG_KEYS (TICKET_NAME + 2 * 32)
/* What the answer of JavaScript has beside a length. */
#define RENEW 0x100

/*
 * The length of the keys written to out, with RENEW for a ticket that is to be exchanged; 0 for none, -1 after an
 * exception. The name is that of a ticket; NULL where one is to be sealed.
 */
IMPORT(ticket_keys) int js_ticket_keys(SSL *ssl, const unsigned char *name, unsigned char *out, size_t max);

static int on_ticket_keys(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int sealing);

/*
 * A ticket whose HMAC is right and whose cipher is not: OpenSSL takes it for none, and leaves the reason in the queue, by which
 * SSL_get_error(3) would take the next wait for a failure. What OpenSSL makes of a ticket is left as it is.
 */
static SSL_TICKET_RETURN on_ticket_opened(SSL *ssl, SSL_SESSION *session, const unsigned char *name, size_t name_len,
                                          SSL_TICKET_STATUS status, void *arg)
{
    (void)ssl, (void)session, (void)name, (void)name_len, (void)arg;
    if (status == SSL_TICKET_SUCCESS)
        return SSL_TICKET_RETURN_USE;
    if (status == SSL_TICKET_SUCCESS_RENEW)
        return SSL_TICKET_RETURN_USE_RENEW;
    ERR_clear_error();
    return SSL_TICKET_RETURN_IGNORE_RENEW;
}

static void use_ticket_keys(SSL_CTX *ctx, const ContextState *state)
{
    int on = state->asks_ticket_keys || state->ticket_keys_count > 0;

    SSL_CTX_set_tlsext_ticket_key_evp_cb(ctx, on ? on_ticket_keys : NULL);
    SSL_CTX_set_session_ticket_cb(ctx, NULL, on ? on_ticket_opened : NULL, NULL);
}

/* Name, HMAC key and AES key, one behind the other. */
static int read_keys(TicketKeys *keys, const unsigned char *bytes, size_t len)
{
    if (len != SHORT_KEYS && len != LONG_KEYS)
        return 0;
    keys->half = (len - TICKET_NAME) / 2;
    memcpy(keys->bytes, bytes, len);
    return 1;
}

/* Each with its length before it, one byte; without any, OpenSSL's own are used again. */
EXPORT(Status, ssl_ctx_set_ticket_keys)(Borrowed(SSL_CTX) ctx, BYTES(list))
{
    ContextState *state = context_state(ctx);
    size_t at, count = 0;
    TicketKeys *all;

    for (at = 0; at < list_len; at += 1 + (size_t)list[at])
        count++;
    all = state == NULL ? NULL : OPENSSL_zalloc((count + 1) * sizeof(*all));
    if (all == NULL)
        return 0;
    for (at = 0, count = 0; at < list_len; at += 1 + (size_t)list[at], count++) {
        if ((size_t)list[at] >= list_len - at || !read_keys(&all[count], list + at + 1, list[at])) {
            ERR_raise(ERR_LIB_SSL, SSL_R_INVALID_TICKET_KEYS_LENGTH);
            OPENSSL_free(all);
            return 0;
        }
    }
    OPENSSL_free(state->ticket_keys);
    state->ticket_keys = all;
    state->ticket_keys_count = count;
    use_ticket_keys(ctx, state);
    return 1;
}

/* Those that seal. */
EXPORT(Status, ssl_ctx_get_ticket_keys)(Borrowed(SSL_CTX) ctx, Out *keys)
{
    const ContextState *state = context_state(ctx);
    unsigned char own[LONG_KEYS];
    Status ok;

    if (state != NULL && state->ticket_keys_count > 0)
        return out_copy(keys, state->ticket_keys->bytes, TICKET_NAME + 2 * state->ticket_keys->half);
    if (SSL_CTX_get_tlsext_ticket_keys(ctx, own, sizeof(own)) != 1)
        return 0;
    ok = out_copy(keys, own, sizeof(own));
    OPENSSL_cleanse(own, sizeof(own));
    return ok;
}

EXPORT(Status, SSL_CTX_use_ticket_keys)(Borrowed(SSL_CTX) ctx, int on)
{
    ContextState *state = context_state(ctx);

    SET_FLAG(state, asks_ticket_keys, on);
    use_ticket_keys(ctx, state);
    return 1;
}

static int set_keys(const TicketKeys *keys, unsigned char *iv, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int sealing)
{
    const EVP_CIPHER *aes = keys->half == 16 ? EVP_aes_128_cbc() : EVP_aes_256_cbc();
    char sha256[] = "SHA256";
    OSSL_PARAM params[3];

    params[0] = OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, (void *)(keys->bytes + TICKET_NAME), keys->half);
    params[1] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sha256, 0);
    params[2] = OSSL_PARAM_construct_end();
    return (!sealing || RAND_bytes(iv, EVP_CIPHER_get_iv_length(aes)) == 1) && EVP_MAC_CTX_set_params(mac, params) == 1
        && EVP_CipherInit_ex(cipher, aes, NULL, keys->bytes + TICKET_NAME + keys->half, iv, sealing) == 1;
}

/* 1 take them, 2 take them and exchange the ticket, 0 there are none, -1 end the handshake. */
static int ask_for_keys(SSL *ssl, const unsigned char *name, TicketKeys *keys)
{
    unsigned char bytes[LONG_KEYS];
    int answer = js_ticket_keys(ssl, name, bytes, sizeof(bytes));
    int ok = answer > 0 && read_keys(keys, bytes, (size_t)(answer & (RENEW - 1)));

    OPENSSL_cleanse(bytes, sizeof(bytes));
    if (answer <= 0)
        return answer;
    return !ok ? -1 : (answer & RENEW) != 0 ? 2 : 1;
}

static int find_keys(const ContextState *state, const unsigned char *name, TicketKeys *keys)
{
    size_t i;

    for (i = 0; i < state->ticket_keys_count; i++) {
        if (name == NULL || memcmp(state->ticket_keys[i].bytes, name, TICKET_NAME) == 0) {
            *keys = state->ticket_keys[i];
            return i == 0 ? 1 : 2;
        }
    }
    return 0;
}

static int on_ticket_keys(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int sealing)
{
    const SSL_CONNECTION *sc = SSL_CONNECTION_FROM_SSL(ssl);
    /* Tickets are those of the context that the connection was made of, whichever it shows by now. */
    const ContextState *state = context_state(sc->session_ctx);
    TicketKeys keys;
    int answer;

    if (state == NULL)
        return -1;
    answer = state->asks_ticket_keys ? ask_for_keys(ssl, sealing ? NULL : name, &keys)
                                     : find_keys(state, sealing ? NULL : name, &keys);
    if (answer > 0 && !sealing && memcmp(keys.bytes, name, TICKET_NAME) != 0)
        answer = 0;
    /* A ticket of TLS 1.3 is for one use (RFC 8446, C.4): OpenSSL's own keys exchange each, too. */
    if (answer == 1 && !sealing && SSL_CONNECTION_IS_TLS13(sc))
        answer = 2;
    if (answer > 0 && sealing)
        memcpy(name, keys.bytes, TICKET_NAME);
    if (answer > 0 && !set_keys(&keys, iv, cipher, mac, sealing))
        answer = -1;
    OPENSSL_cleanse(&keys, sizeof(keys));
    return answer;
}
