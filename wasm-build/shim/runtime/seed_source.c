/*
 * The seed source: a built-in provider whose one algorithm asks the loader for entropy, which asks
 * crypto.getRandomValues and nothing else. OpenSSL is built with no entropy source of its own
 * (--with-rand-seed=none), so where the platform gives none, seeding fails and so does all that needs it.
 * Follows provider-rand(7) and EVP_RAND-SEED-SRC(7); NIST SP 800-90C calls it a live entropy source.
 */
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>

#include "runtime/seed_source.h"
#include "shim.h"

#define PROVIDER_NAME "tsopenssl-seed"
#define STRENGTH_BITS 1024 /* a live source: as much as anyone asks for */
#define MAX_REQUEST 4096

/* Fills `out` and returns how many bytes it filled; anything but `len` is a failure, a constant block too. Never throws. */
IMPORT(entropy) int js_entropy(unsigned char *out, size_t len);

typedef struct {
    int state;
} SeedSource;

static int fill(unsigned char *out, size_t len)
{
    if (js_entropy(out, len) == (int)len)
        return 1;
    OPENSSL_cleanse(out, len);
    return 0;
}

static void *seed_new(void *provctx, void *parent, const OSSL_DISPATCH *parent_dispatch)
{
    SeedSource *seed;

    (void)provctx;
    (void)parent_dispatch;
    if (parent != NULL)
        return NULL;
    seed = OPENSSL_zalloc(sizeof(*seed));
    if (seed != NULL)
        seed->state = EVP_RAND_STATE_UNINITIALISED;
    return seed;
}

static void seed_free(void *seed)
{
    OPENSSL_free(seed);
}

static int seed_instantiate(void *seed, unsigned int strength, int prediction_resistance, const unsigned char *pstr,
                            size_t pstr_len, const OSSL_PARAM params[])
{
    (void)strength, (void)prediction_resistance, (void)pstr, (void)pstr_len, (void)params;
    ((SeedSource *)seed)->state = EVP_RAND_STATE_READY;
    return 1;
}

static int seed_uninstantiate(void *seed)
{
    ((SeedSource *)seed)->state = EVP_RAND_STATE_UNINITIALISED;
    return 1;
}

static int seed_generate(void *seed, unsigned char *out, size_t outlen, unsigned int strength,
                         int prediction_resistance, const unsigned char *adin, size_t adin_len)
{
    (void)strength, (void)prediction_resistance, (void)adin, (void)adin_len;
    return ((SeedSource *)seed)->state == EVP_RAND_STATE_READY && fill(out, outlen);
}

static int seed_reseed(void *seed, int prediction_resistance, const unsigned char *ent, size_t ent_len,
                       const unsigned char *adin, size_t adin_len)
{
    (void)prediction_resistance, (void)ent, (void)ent_len, (void)adin, (void)adin_len;
    return ((SeedSource *)seed)->state == EVP_RAND_STATE_READY;
}

static size_t seed_get_seed(void *seed, unsigned char **pout, int entropy_bits, size_t min_len, size_t max_len,
                            int prediction_resistance, const unsigned char *adin, size_t adin_len)
{
    size_t len = entropy_bits > 0 ? ((size_t)entropy_bits + 7) / 8 : 0;
    unsigned char *out;

    (void)seed, (void)prediction_resistance;
    if (len < min_len)
        len = min_len;
    if (len > max_len || len == 0 || len > MAX_REQUEST)
        return 0;
    out = OPENSSL_secure_malloc(len);
    if (out == NULL)
        return 0;
    if (!fill(out, len)) {
        OPENSSL_secure_clear_free(out, len);
        return 0;
    }
    for (size_t i = 0; i < adin_len; i++)
        out[i % len] ^= adin[i];
    *pout = out;
    return len;
}

static void seed_clear_seed(void *seed, unsigned char *out, size_t outlen)
{
    (void)seed;
    OPENSSL_secure_clear_free(out, outlen);
}

static const OSSL_PARAM *seed_gettable_ctx_params(void *seed, void *provctx)
{
    static const OSSL_PARAM gettable[] = {
        OSSL_PARAM_int(OSSL_RAND_PARAM_STATE, NULL),
        OSSL_PARAM_uint(OSSL_RAND_PARAM_STRENGTH, NULL),
        OSSL_PARAM_size_t(OSSL_RAND_PARAM_MAX_REQUEST, NULL),
        OSSL_PARAM_END
    };

    (void)seed, (void)provctx;
    return gettable;
}

static int seed_get_ctx_params(void *seed, OSSL_PARAM params[])
{
    OSSL_PARAM *p = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STATE);

    if (p != NULL && !OSSL_PARAM_set_int(p, ((SeedSource *)seed)->state))
        return 0;
    p = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STRENGTH);
    if (p != NULL && !OSSL_PARAM_set_uint(p, STRENGTH_BITS))
        return 0;
    p = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_MAX_REQUEST);
    return p == NULL || OSSL_PARAM_set_size_t(p, MAX_REQUEST);
}

static int seed_verify_zeroization(void *seed)
{
    (void)seed;
    return 1;
}

/* One thread: the locks that OpenSSL asks for are always free. */
static int seed_lock(void *seed)
{
    (void)seed;
    return 1;
}

static void seed_unlock(void *seed)
{
    (void)seed;
}

typedef void (*Function)(void);

static const OSSL_DISPATCH seed_functions[] = {
    { OSSL_FUNC_RAND_NEWCTX, (Function)seed_new },
    { OSSL_FUNC_RAND_FREECTX, (Function)seed_free },
    { OSSL_FUNC_RAND_INSTANTIATE, (Function)seed_instantiate },
    { OSSL_FUNC_RAND_UNINSTANTIATE, (Function)seed_uninstantiate },
    { OSSL_FUNC_RAND_GENERATE, (Function)seed_generate },
    { OSSL_FUNC_RAND_RESEED, (Function)seed_reseed },
    { OSSL_FUNC_RAND_ENABLE_LOCKING, (Function)seed_lock },
    { OSSL_FUNC_RAND_LOCK, (Function)seed_lock },
    { OSSL_FUNC_RAND_UNLOCK, (Function)seed_unlock },
    { OSSL_FUNC_RAND_GETTABLE_CTX_PARAMS, (Function)seed_gettable_ctx_params },
    { OSSL_FUNC_RAND_GET_CTX_PARAMS, (Function)seed_get_ctx_params },
    { OSSL_FUNC_RAND_VERIFY_ZEROIZATION, (Function)seed_verify_zeroization },
    { OSSL_FUNC_RAND_GET_SEED, (Function)seed_get_seed },
    { OSSL_FUNC_RAND_CLEAR_SEED, (Function)seed_clear_seed },
    OSSL_DISPATCH_END
};

static const OSSL_ALGORITHM *provider_query(void *provctx, int operation, int *no_cache)
{
    static const OSSL_ALGORITHM rands[] = {
        { SEED_SOURCE_NAME, "provider=" PROVIDER_NAME, seed_functions, NULL },
        { NULL, NULL, NULL, NULL }
    };

    (void)provctx;
    *no_cache = 0;
    return operation == OSSL_OP_RAND ? rands : NULL;
}

static const OSSL_DISPATCH provider_functions[] = {
    { OSSL_FUNC_PROVIDER_QUERY_OPERATION, (Function)provider_query },
    OSSL_DISPATCH_END
};

static int provider_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in, const OSSL_DISPATCH **out,
                         void **provctx)
{
    (void)handle, (void)in;
    *out = provider_functions;
    *provctx = NULL;
    return 1;
}

int seed_source_install(void)
{
    return OSSL_PROVIDER_add_builtin(NULL, PROVIDER_NAME, provider_init)
        && OSSL_PROVIDER_load(NULL, PROVIDER_NAME) != NULL
        /* No other provider has this name; without a property query it is fetched once: fetch_once.c. */
        && RAND_set_seed_source_type(NULL, SEED_SOURCE_NAME, NULL);
}
