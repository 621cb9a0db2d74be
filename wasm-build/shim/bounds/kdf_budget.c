/*
 * The budget of password-based key derivation (RFC 8018; RFC 7292, appendix B; RFC 7914). The linker puts this in front of
 * EVP_KDF_derive, the only way to a derivation of a provider: see --wrap in wasm-build/build/module.mjs.
 */
#include "bounds/kdf_budget.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pkcs12.h>

#include "shim.h"

/* Costs are counted in halves of an iteration of PBKDF2 with HMAC-SHA-256. */
#define HALVES 2
/* What a derivation costs before its first iteration: contexts, the first block. A file may ask for many. */
#define SETUP (32 * HALVES)
/* The least that a digest hashes at a time. */
#define BLOCK 64
/* The shortest digest that is built: MD5's. */
#define SHORTEST 16

int __real_EVP_KDF_derive(EVP_KDF_CTX *ctx, unsigned char *key, size_t keylen, const OSSL_PARAM params[]);
int __wrap_EVP_KDF_derive(EVP_KDF_CTX *ctx, unsigned char *key, size_t keylen, const OSSL_PARAM params[]);

static KdfBudget budget;
/* What the last budget that was closed had spent, in halves. */
static uint64_t last_spent;

KdfBudget kdf_budget_open(int max_iterations)
{
    KdfBudget before = budget;

    budget = (KdfBudget){ max_iterations < 0 ? 0 : (uint64_t)max_iterations * HALVES, 1, 0, 0 };
    budget.first = budget.left;
    return before;
}

KdfBudget kdf_budget_open_unbounded(void)
{
    KdfBudget before = budget;

    budget = (KdfBudget){ UINT64_MAX, 1, 0, UINT64_MAX };
    return before;
}

static void raise(void)
{
    ERR_raise_data(ERR_LIB_PKCS12, PKCS12_R_KEY_GEN_ERROR, "too many iterations for a password");
}

int kdf_budget_close(KdfBudget before)
{
    int is_refused = budget.is_refused;

    last_spent = budget.first - budget.left;
    budget = before;
    /* OpenSSL may have tried other ways since, and forgotten why this one failed. */
    if (is_refused) {
        ERR_clear_error();
        raise();
    }
    return !is_refused;
}

static uint64_t times(uint64_t a, uint64_t b)
{
    return b != 0 && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

static uint64_t plus(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* What is not there, or is no number, is as much as there can be. */
static uint64_t number(const OSSL_PARAM params[], const char *name)
{
    const OSSL_PARAM *p = params == NULL ? NULL : OSSL_PARAM_locate_const(params, name);
    uint64_t value;

    return p != NULL && OSSL_PARAM_get_uint64(p, &value) ? value : UINT64_MAX;
}

static uint64_t length(const OSSL_PARAM params[], const char *name)
{
    const OSSL_PARAM *p = params == NULL ? NULL : OSSL_PARAM_locate_const(params, name);

    return p == NULL || p->data_size == OSSL_PARAM_UNMODIFIED ? 0 : p->data_size;
}

/* How a digest is measured: its size, and whether it is one of those that cost as SHA-256, as SHA-512, or more. */
typedef struct {
    size_t size;
    enum { LIKE_SHA256, LIKE_SHA512, DEAR } kind;
} Measure;

static Measure measure(const OSSL_PARAM params[])
{
    const OSSL_PARAM *p = params == NULL ? NULL : OSSL_PARAM_locate_const(params, OSSL_KDF_PARAM_DIGEST);
    const EVP_MD *digest = p == NULL || p->data_type != OSSL_PARAM_UTF8_STRING ? NULL : EVP_get_digestbyname(p->data);
    int size = digest == NULL ? 0 : EVP_MD_get_size(digest);

    if (size < SHORTEST)
        return (Measure){ SHORTEST, DEAR };
    switch (EVP_MD_get_type(digest)) {
    case NID_md5:
    case NID_sha1:
    case NID_sha224:
    case NID_sha256:
        return (Measure){ (size_t)size, LIKE_SHA256 };
    case NID_sha384:
    case NID_sha512:
    case NID_sha512_224:
    case NID_sha512_256:
        return (Measure){ (size_t)size, LIKE_SHA512 };
    default:
        return (Measure){ (size_t)size, DEAR };
    }
}

/* Each block of the key is hashed as often as is asked for; its first hash takes salt and password in. */
static uint64_t cost_of_hashing(const OSSL_PARAM params[], size_t keylen, Measure digest, unsigned int halves)
{
    uint64_t inputs = plus(length(params, OSSL_KDF_PARAM_SALT), length(params, OSSL_KDF_PARAM_PASSWORD)) / BLOCK;
    uint64_t blocks = keylen / digest.size + (keylen % digest.size != 0);

    return times(times(blocks, plus(number(params, OSSL_KDF_PARAM_ITER), inputs)), halves);
}

static uint64_t cost(const char *kdf, const OSSL_PARAM params[], size_t keylen)
{
    static const unsigned char hmac[] = { 2, 4, 6 }, plain[] = { 1, 2, 3 };
    int is_pbkdf2 = strcmp(kdf, OSSL_KDF_NAME_PBKDF2) == 0;

    if (is_pbkdf2 || strcmp(kdf, "PKCS12KDF") == 0 || strcmp(kdf, OSSL_KDF_NAME_PBKDF1) == 0) {
        Measure digest = measure(params);

        return cost_of_hashing(params, keylen, digest, (is_pbkdf2 ? hmac : plain)[digest.kind]);
    }
    /* A block of Salsa20/8 costs as much. The blocks of PBKDF2 around them come by themselves. */
    if (strcmp(kdf, OSSL_KDF_NAME_SCRYPT) == 0)
        return times(times(times(number(params, OSSL_KDF_PARAM_SCRYPT_N), number(params, OSSL_KDF_PARAM_SCRYPT_R)),
                           number(params, OSSL_KDF_PARAM_SCRYPT_P)),
                     HALVES);
    /* PVKKDF hashes once. The others hash no passwords, and cost what they give. */
    return 0;
}

static int spend(uint64_t amount)
{
    uint64_t left = budget.is_open ? budget.left : (uint64_t)KDF_DEFAULT_ITERATIONS * HALVES;

    if (amount > left) {
        /* What comes after it is refused as well: the call has failed. */
        budget.left = 0;
        budget.is_refused = budget.is_open;
        raise();
        return 0;
    }
    budget.left = left - amount;
    return 1;
}

/* What the last call that had a budget has spent of it, in iterations: for who has one for several calls. */
EXPORT(Number, kdf_spent)(void)
{
    return (Number)(last_spent / HALVES);
}

int kdf_budget_spend(uint64_t iterations)
{
    return spend(plus(times(iterations, HALVES), SETUP));
}

int __wrap_EVP_KDF_derive(EVP_KDF_CTX *ctx, unsigned char *key, size_t keylen, const OSSL_PARAM params[])
{
    /* Without a place for the key, scrypt only judges its parameters. */
    uint64_t asked = ctx == NULL || key == NULL ? 0 : cost(EVP_KDF_get0_name(EVP_KDF_CTX_kdf(ctx)), params, keylen);

    if (asked != 0 && !spend(plus(asked, SETUP)))
        return 0;
    return __real_EVP_KDF_derive(ctx, key, keylen, params);
}
