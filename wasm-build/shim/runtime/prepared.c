/*
 * What the build does ahead of time (../build/snapshot.mjs): OpenSSL initialised, its algorithms fetched, its tables filled
 * and a first context made, so that an instance finds them in its memory. Nothing random is in it: what the context draws
 * is only written down, and drawn when somebody takes the context.
 */
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "runtime/prepared.h"
#include "runtime/seed_source.h"
#include "shim.h"

/* The key name of session tickets, their two keys, and the key of cookies. */
#define CONTEXT_DRAWS 4

typedef struct {
    unsigned char *target;
    size_t length;
    int is_private;
} Draw;

static SSL_CTX *context;
static Draw draws[CONTEXT_DRAWS];
static int draw_count;
/* Only within snapshot_prepare, which no module that is shipped exports. */
static int is_preparing;
static int is_ready;

int __real_RAND_bytes_ex(OSSL_LIB_CTX *libctx, unsigned char *target, size_t length, unsigned int strength);
int __wrap_RAND_bytes_ex(OSSL_LIB_CTX *libctx, unsigned char *target, size_t length, unsigned int strength);
int __real_RAND_priv_bytes_ex(OSSL_LIB_CTX *libctx, unsigned char *target, size_t length, unsigned int strength);
int __wrap_RAND_priv_bytes_ex(OSSL_LIB_CTX *libctx, unsigned char *target, size_t length, unsigned int strength);

static int write_down(unsigned char *target, size_t length, int is_private)
{
    if (draw_count == CONTEXT_DRAWS)
        return 0;
    draws[draw_count++] = (Draw){ target, length, is_private };
    return 1;
}

int __wrap_RAND_bytes_ex(OSSL_LIB_CTX *libctx, unsigned char *target, size_t length, unsigned int strength)
{
    return is_preparing ? write_down(target, length, 0) : __real_RAND_bytes_ex(libctx, target, length, strength);
}

int __wrap_RAND_priv_bytes_ex(OSSL_LIB_CTX *libctx, unsigned char *target, size_t length, unsigned int strength)
{
    return is_preparing ? write_down(target, length, 1) : __real_RAND_priv_bytes_ex(libctx, target, length, strength);
}

/* SSL_CTX has no public way to change the method and nothing else. Whether this is its place, snapshot_prepare sees. */
static void set_method(SSL_CTX *ctx, const SSL_METHOD *method)
{
    ((const SSL_METHOD **)ctx)[1] = method;
}

static int has_method_where_thought(void)
{
    if (SSL_CTX_get_ssl_method(context) != TLS_method())
        return 0;
    set_method(context, TLS_client_method());
    return SSL_CTX_get_ssl_method(context) == TLS_client_method();
}

/* A generator of the kind that OpenSSL will make, up to where it would ask for entropy: that fetches what it is made of. */
static int fetch_generator(void)
{
    static char cipher[] = "AES-256-CTR", provider[] = "default";
    int uses_derivation = 1;
    OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(OSSL_DRBG_PARAM_CIPHER, cipher, 0),
                            OSSL_PARAM_construct_utf8_string(OSSL_PROV_PARAM_CORE_PROV_NAME, provider, 0),
                            OSSL_PARAM_construct_int(OSSL_DRBG_PARAM_USE_DF, &uses_derivation), OSSL_PARAM_END };
    EVP_RAND *seed = EVP_RAND_fetch(NULL, SEED_SOURCE_NAME, NULL);
    EVP_RAND *rand = EVP_RAND_fetch(NULL, "CTR-DRBG", NULL);
    EVP_RAND_CTX *ctx = rand == NULL ? NULL : EVP_RAND_CTX_new(rand, NULL);
    int ok = seed != NULL && ctx != NULL && EVP_RAND_CTX_set_params(ctx, params)
        && EVP_RAND_get_state(ctx) == EVP_RAND_STATE_UNINITIALISED;

    EVP_RAND_CTX_free(ctx);
    EVP_RAND_free(rand);
    EVP_RAND_free(seed);
    return ok;
}

/* What a ClientHello computes with. */
static int fetch_key_shares(void)
{
    static const char *const digests[] = { "SHA3-256", "SHA3-512", "SHAKE128", "SHAKE256" };
    static const char *const keys[] = { "X25519MLKEM768", "ML-KEM-768", "X25519" };
    int ok = 1;

    for (size_t i = 0; i < sizeof(digests) / sizeof(*digests); i++) {
        EVP_MD *digest = EVP_MD_fetch(NULL, digests[i], NULL);

        ok = ok && digest != NULL;
        EVP_MD_free(digest);
    }
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        EVP_KEYMGMT *key = EVP_KEYMGMT_fetch(NULL, keys[i], NULL);

        ok = ok && key != NULL;
        EVP_KEYMGMT_free(key);
    }
    return ok;
}

/* The build calls it once and takes its name out of the module. */
__attribute__((export_name("snapshot_prepare"))) int tso_snapshot_prepare(void)
{
    if (is_ready || !tso_runtime_init())
        return 0;
    is_preparing = 1;
    context = SSL_CTX_new(TLS_method());
    is_preparing = 0;
    if (context == NULL || draw_count != CONTEXT_DRAWS || !has_method_where_thought() || !fetch_generator()
        || !fetch_key_shares())
        return 0;
    ERR_clear_error();
    is_ready = 1;
    return 1;
}

SSL_CTX *prepared_context(const SSL_METHOD *method)
{
    SSL_CTX *taken = context;

    if (taken == NULL)
        return NULL;
    for (int i = 0; i < draw_count; i++) {
        const Draw *draw = &draws[i];

        if ((draw->is_private ? RAND_priv_bytes_ex : RAND_bytes_ex)(NULL, draw->target, draw->length, 0) <= 0)
            return NULL;
    }
    set_method(taken, method);
    context = NULL;
    memset(draws, 0, sizeof(draws));
    draw_count = 0;
    return taken;
}

int is_prepared(void)
{
    return is_ready;
}
