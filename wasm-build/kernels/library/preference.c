/*
 * Which cipher suites a client asks for first when nobody says: the order of OpenSSL's lists is made for processors with AES
 * instructions. WebAssembly has none, and here ChaCha20-Poly1305 is twice as fast as AES-GCM (bench/RESULTS.md).
 *
 * Hook: none; ssl/ssl_ciph.c is compiled with its two functions renamed, and libssl's callers get these. The word DEFAULT
 * in a cipher list still means OpenSSL's own order.
 */
/* The hook renames what OpenSSL's file defines, not what this one does. */
#undef OSSL_default_cipher_list
#undef OSSL_default_ciphersuites
#include <openssl/ssl.h>

/* TLS 1.2 and below: RFC 7905's suites, then OpenSSL's order. */
const char *OSSL_default_cipher_list(void)
{
    return "ECDHE+CHACHA20:DHE+CHACHA20:ALL:!COMPLEMENTOFDEFAULT:!eNULL";
}

/* TLS 1.3: the order of RFC 8446, B.4 with the fast one first. */
const char *OSSL_default_ciphersuites(void)
{
    return "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256";
}
