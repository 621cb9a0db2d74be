/*
 * Which of its certificates a client of TLS 1.2 shows: OpenSSL looks at the one that was given last alone, where its server and
 * TLS 1.3 look at all. Where that one does not fit, the others are tried, in the order of what the server prefers. The linker puts
 * this in front of OpenSSL's own function: see --wrap in wasm-build/build/module.mjs.
 */
#include "internal/ssl_unwrap.h"
#include "ssl/ssl_local.h"

int __real_tls_choose_sigalg(SSL_CONNECTION *sc, int fatal);
int __wrap_tls_choose_sigalg(SSL_CONNECTION *sc, int fatal);

int __wrap_tls_choose_sigalg(SSL_CONNECTION *sc, int fatal)
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
