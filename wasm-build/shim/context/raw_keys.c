/*
 * Raw public keys (RFC 7250): a peer that shows its key alone. No chain stands behind it: it is good when it is one of those that
 * are expected, and strong enough, and otherwise never. OpenSSL's own way to say so goes through DANE, by which an expected key
 * would vouch for a certificate, too; so the linker puts this in front of its verification: see --wrap in
 * wasm-build/build/module.mjs.
 */
#include "internal/ssl_unwrap.h"
#include "ssl/ssl_local.h"

#include "connection/ssl_state.h"
#include "shim.h"

int __wrap_ssl_verify_rpk(SSL_CONNECTION *sc, EVP_PKEY *key);

/* Appends the public half, behind its length. */
static int keep(RawKeys *keys, EVP_PKEY *key)
{
    unsigned char *der = NULL, *all = NULL;
    int len = i2d_PUBKEY(key, &der);
    uint32_t size = (uint32_t)len;

    if (len > 0)
        all = OPENSSL_realloc(keys->der, keys->len + sizeof(size) + size);
    if (all != NULL) {
        memcpy(all + keys->len, &size, sizeof(size));
        memcpy(all + keys->len + sizeof(size), der, size);
        keys->der = all;
        keys->len += sizeof(size) + size;
    }
    OPENSSL_free(der);
    return all != NULL;
}

static void forget(RawKeys *keys)
{
    OPENSSL_free(keys->der);
    keys->der = NULL;
    keys->len = 0;
}

static int holds(const RawKeys *keys, EVP_PKEY *key)
{
    unsigned char *der = NULL;
    int len = i2d_PUBKEY(key, &der), found = 0;
    size_t at = 0;

    while (len > 0 && !found && at < keys->len) {
        uint32_t size;

        memcpy(&size, keys->der + at, sizeof(size));
        at += sizeof(size);
        found = size == (uint32_t)len && memcmp(keys->der + at, der, size) == 0;
        at += size;
    }
    OPENSSL_free(der);
    return found;
}

static int is_expected(const SSL *ssl, EVP_PKEY *key)
{
    const RawKeys *keys = expected_raw_keys(ssl);

    return keys != NULL && key != NULL && holds(keys, key);
}

int __wrap_ssl_verify_rpk(SSL_CONNECTION *sc, EVP_PKEY *key)
{
    SSL *ssl = SSL_CONNECTION_GET_SSL(sc);
    int strong = ssl_security(sc, SSL_SECOP_EE_KEY | SSL_SECOP_PEER, EVP_PKEY_get_security_bits(key), 0, NULL);

    OSSL_STACK_OF_X509_free(sc->verified_chain);
    sc->verified_chain = NULL;
    sc->verify_result = !strong ? X509_V_ERR_EE_KEY_TOO_SMALL : is_expected(ssl, key) ? X509_V_OK : X509_V_ERR_RPK_UNTRUSTED;
    return sc->verify_result == X509_V_OK || verifier_of(ssl, connection_state(ssl)) == VERIFIER_REPORT;
}

EXPORT(Status, ssl_ctx_forget_raw_keys)(Borrowed(SSL_CTX) ctx)
{
    ContextState *state = context_state(ctx);

    if (state != NULL)
        forget(&state->raw_keys);
    return state != NULL;
}

EXPORT(Status, ssl_ctx_expect_raw_key)(Borrowed(SSL_CTX) ctx, Borrowed(EVP_PKEY) key)
{
    ContextState *state = context_state(ctx);

    return state != NULL && keep(&state->raw_keys, key);
}

/* The connection has a list of its own from now on, though it be empty. */
EXPORT(Status, ssl_forget_raw_keys)(Borrowed(SSL) ssl)
{
    ConnectionState *state = connection_state(ssl);

    if (state == NULL)
        return 0;
    forget(&state->raw_keys);
    state->has_raw_keys = 1;
    return 1;
}

EXPORT(Status, ssl_expect_raw_key)(Borrowed(SSL) ssl, Borrowed(EVP_PKEY) key)
{
    ConnectionState *state = connection_state(ssl);

    return state != NULL && keep(&state->raw_keys, key);
}

/* A key of the caller's own: what is done to it changes nothing of the session. */
EXPORT(OwnedOrNull(EVP_PKEY), ssl_get_peer_raw_key)(Borrowed(SSL) ssl)
{
    EVP_PKEY *key = SSL_get0_peer_rpk(ssl);

    return key == NULL ? NULL : public_half(key);
}

/* Looked at anew, whatever the session says of its verification. */
EXPORT(Raw, ssl_is_raw_key_expected)(Borrowed(SSL) ssl)
{
    return is_expected(ssl, SSL_get0_peer_rpk(ssl));
}

/* Types by their numbers (RFC 7250, 3), best first; none for certificates alone. */
EXPORT(Status, ssl_ctx_set_certificate_types)(Borrowed(SSL_CTX) ctx, int of_server, BYTES(types))
{
    const unsigned char *list = types_len == 0 ? NULL : types;

    return of_server ? SSL_CTX_set1_server_cert_type(ctx, list, types_len) : SSL_CTX_set1_client_cert_type(ctx, list, types_len);
}

EXPORT(Status, ssl_set_certificate_types)(Borrowed(SSL) ssl, int of_server, BYTES(types))
{
    const unsigned char *list = types_len == 0 ? NULL : types;

    return of_server ? SSL_set1_server_cert_type(ssl, list, types_len) : SSL_set1_client_cert_type(ssl, list, types_len);
}

EXPORT(Raw, ssl_negotiated_certificate_type)(Borrowed(SSL) ssl, int of_server)
{
    return of_server ? SSL_get_negotiated_server_cert_type(ssl) : SSL_get_negotiated_client_cert_type(ssl);
}
