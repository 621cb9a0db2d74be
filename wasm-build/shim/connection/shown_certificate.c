/*
 * Which certificate is shown, and how it is signed for. A client of TLS 1.2 looks at the certificate that was given last alone,
 * where OpenSSL's server and TLS 1.3 look at all: where that one does not fit, the others are tried, in the order of what the
 * server prefers. And of the algorithms that both sides have, those are passed over that a key which is elsewhere cannot sign by.
 * The linker puts this in front of OpenSSL's own function: see --wrap in wasm-build/build/module.mjs.
 */
#include "internal/ssl_unwrap.h"
#include "ssl/ssl_local.h"

#include "key/external.h"

int __real_tls_choose_sigalg(SSL_CONNECTION *sc, int fatal);
int __wrap_tls_choose_sigalg(SSL_CONNECTION *sc, int fatal);

static int choose(SSL_CONNECTION *sc, int fatal)
{
    CERT_PKEY *given = sc->cert->key;
    int ok = __real_tls_choose_sigalg(sc, fatal);
    size_t i;

    if (!ok || fatal || sc->server || SSL_CONNECTION_IS_TLS13(sc) || sc->s3.tmp.sigalg != NULL)
        return ok;
    for (i = 0; i < sc->shared_sigalgslen; i++) {
        int slot = sc->shared_sigalgs[i]->sig_idx;

        if (slot < 0 || (size_t)slot >= sc->ssl_pkey_num)
            continue;
        sc->cert->key = &sc->cert->pkeys[slot];
        ok = __real_tls_choose_sigalg(sc, 0);
        if (!ok || sc->s3.tmp.sigalg != NULL)
            return ok;
    }
    sc->cert->key = given;
    return __real_tls_choose_sigalg(sc, 0);
}

/* Whether the key that this algorithm is for can sign by it; one that is here can. */
static int is_possible(const SSL_CONNECTION *sc, const SIGALG_LOOKUP *lu)
{
    const ExternalKey *external;
    const EVP_MD *md = NULL;

    if (lu->sig_idx < 0 || (size_t)lu->sig_idx >= sc->ssl_pkey_num)
        return 1;
    external = external_key(sc->cert->pkeys[lu->sig_idx].privatekey);
    return external == NULL
        || (tls1_lookup_md(SSL_CONNECTION_GET_CTX(sc), lu, &md) && external_key_can(external, lu->sig == EVP_PKEY_RSA_PSS, md));
}

int __wrap_tls_choose_sigalg(SSL_CONNECTION *sc, int fatal)
{
    const SIGALG_LOOKUP **shared = sc->shared_sigalgs;
    size_t i, kept = 0, len = sc->shared_sigalgslen;
    const SIGALG_LOOKUP **possible = len == 0 ? NULL : OPENSSL_malloc(len * sizeof(*possible));
    int ok;

    if (len > 0 && possible == NULL) {
        SSLfatal(sc, SSL_AD_INTERNAL_ERROR, ERR_R_CRYPTO_LIB);
        return 0;
    }
    for (i = 0; i < len; i++)
        if (is_possible(sc, shared[i]))
            possible[kept++] = shared[i];
    sc->shared_sigalgs = possible;
    sc->shared_sigalgslen = kept;
    ok = choose(sc, fatal);
    sc->shared_sigalgs = shared;
    sc->shared_sigalgslen = len;
    OPENSSL_free(possible);
    return ok;
}
