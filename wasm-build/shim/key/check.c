/* Whether keys are consistent, and what they lack computed. */
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "bounds/key_bounds.h"
#include "shim.h"

#define FACTORS 5

static const char *const factor_names[FACTORS] = {
    OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_FACTOR3,
    OSSL_PKEY_PARAM_RSA_FACTOR4, OSSL_PKEY_PARAM_RSA_FACTOR5,
};
static const char *const exponent_names[FACTORS] = {
    OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_EXPONENT3,
    OSSL_PKEY_PARAM_RSA_EXPONENT4, OSSL_PKEY_PARAM_RSA_EXPONENT5,
};
static const char *const coefficient_names[FACTORS - 1] = {
    OSSL_PKEY_PARAM_RSA_COEFFICIENT1, OSSL_PKEY_PARAM_RSA_COEFFICIENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT3,
    OSSL_PKEY_PARAM_RSA_COEFFICIENT4,
};

/*
 * Whether an RSA key can be checked in the time that a modulus of `max_bits` takes. A factor is tried for primality by up
 * to 128 exponentiations, before it is seen whether the factors make up the modulus: so a file that nobody has made by RSA
 * could ask for days. OpenSSL itself bounds neither the modulus nor what the factors are together. Raises where it cannot.
 */
static int rsa_check_is_bounded(EVP_PKEY *key, int max_bits)
{
    int modulus = key_bits_of(key, OSSL_PKEY_PARAM_RSA_N);
    int64_t sum = 0;
    int largest = 0;

    for (int i = 0; i < FACTORS; i++) {
        int bits = key_bits_of(key, factor_names[i]);

        sum += bits;
        largest = bits > largest ? bits : largest;
    }
    if (sum > modulus + FACTORS) {
        ERR_raise(ERR_LIB_RSA, RSA_R_N_DOES_NOT_EQUAL_P_Q);
        return 0;
    }
    if (modulus > max_bits || largest > (max_bits + 1) / 2) {
        ERR_raise(ERR_LIB_RSA, RSA_R_MODULUS_TOO_LARGE);
        return 0;
    }
    return 1;
}

/* The primality of the numbers of DSA and Diffie-Hellman is tried as well. */
static int check_is_bounded(EVP_PKEY *key, int max_bits)
{
    if (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS"))
        return rsa_check_is_bounded(key, max_bits);
    if (key_bits_of(key, OSSL_PKEY_PARAM_FFC_P) <= max_bits && key_bits_of(key, OSSL_PKEY_PARAM_FFC_Q) <= max_bits)
        return 1;
    ERR_raise_data(ERR_LIB_EVP, EVP_R_INVALID_KEY, "the modulus is too large to be checked");
    return 0;
}

/*
 * Full consistency of a pair (EVP_PKEY_check(3)), or of a public key alone (EVP_PKEY_public_check(3)): unless its modulus
 * has more bits, or a factor more than half of them.
 */
EXPORT(Status, EVP_PKEY_check)(Borrowed(EVP_PKEY) key, int max_bits, int is_public)
{
    EVP_PKEY_CTX *ctx = NULL;
    int result;

    if (!check_is_bounded(key, max_bits))
        return 0;
    ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    result = ctx == NULL ? 0 : is_public ? EVP_PKEY_public_check(ctx) : EVP_PKEY_check(ctx);
    EVP_PKEY_CTX_free(ctx);
    return result == 1;
}

/* A number of the key, which the context keeps; NULL where it has none. */
static BIGNUM *number_in(BN_CTX *ctx, EVP_PKEY *key, const char *name)
{
    BIGNUM *number = BN_CTX_get(ctx), *found = number;

    if (number == NULL)
        return NULL;
    ERR_set_mark();
    if (EVP_PKEY_get_bn_param(key, name, &found) != 1 || BN_is_zero(number))
        number = NULL;
    ERR_pop_to_mark();
    if (number != NULL)
        BN_set_flags(number, BN_FLG_CONSTTIME);
    return number;
}

/* Whether a * b is 1 modulo m. */
static int is_inverse(const BIGNUM *a, const BIGNUM *b, const BIGNUM *m, BN_CTX *ctx)
{
    BIGNUM *product = BN_CTX_get(ctx);

    return product != NULL && !BN_is_zero(m) && BN_mod_mul(product, a, b, m, ctx) && BN_is_one(product);
}

static int rsa_fits(EVP_PKEY *key, BN_CTX *ctx)
{
    BIGNUM *n = number_in(ctx, key, OSSL_PKEY_PARAM_RSA_N), *e = number_in(ctx, key, OSSL_PKEY_PARAM_RSA_E);
    BIGNUM *d = number_in(ctx, key, OSSL_PKEY_PARAM_RSA_D), *product = BN_CTX_get(ctx), *less = BN_CTX_get(ctx);
    BIGNUM *remainder = BN_CTX_get(ctx);

    if (remainder == NULL || n == NULL || e == NULL || d == NULL || !BN_is_odd(n) || !BN_is_odd(e) || BN_is_one(e)
        || !BN_one(product))
        return 0;
    for (int i = 0; i < FACTORS; i++) {
        BIGNUM *factor = number_in(ctx, key, factor_names[i]), *exponent = number_in(ctx, key, exponent_names[i]);
        BIGNUM *coefficient = i == 0 ? NULL : number_in(ctx, key, coefficient_names[i - 1]);

        if (factor == NULL)
            return i == 0 || (i > 1 && BN_cmp(product, n) == 0);
        if (exponent == NULL || BN_is_one(factor) || !BN_sub(less, factor, BN_value_one()) || !is_inverse(d, e, less, ctx)
            || !BN_mod(remainder, d, less, ctx) || BN_cmp(remainder, exponent) != 0)
            return 0;
        /* The first coefficient is of the second factor modulo the first; each other one of all before modulo its own. */
        if (i > 0
            && (coefficient == NULL
                || !(i == 1 ? is_inverse(coefficient, factor, product, ctx) : is_inverse(coefficient, product, factor, ctx))))
            return 0;
        if (!BN_mul(product, product, factor, ctx))
            return 0;
    }
    return BN_cmp(product, n) == 0;
}

/*
 * Whether the numbers of a private key fit together: that its public half is the one that it stands beside, and what an RSA
 * key computes with is of its exponent and its factors. Whether those are prime is not asked, so that it costs little.
 */
EXPORT(Flag, pkey_fits)(Borrowed(EVP_PKEY) key)
{
    EVP_PKEY_CTX *ctx;
    BN_CTX *numbers;
    int fits;

    ERR_set_mark();
    if (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS")) {
        numbers = BN_CTX_secure_new();
        if (numbers != NULL)
            BN_CTX_start(numbers);
        fits = numbers != NULL && rsa_fits(key, numbers);
        if (numbers != NULL)
            BN_CTX_end(numbers);
        BN_CTX_free(numbers);
    } else {
        ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
        fits = ctx != NULL && EVP_PKEY_pairwise_check(ctx) == 1;
        EVP_PKEY_CTX_free(ctx);
    }
    ERR_pop_to_mark();
    return fits;
}

/* A factor of n: of a random number a root of one that is neither 1 nor -1 is found in each second try (SP 800-56B, C.1). */
static int find_factor(BIGNUM *p, const BIGNUM *n, const BIGNUM *e, const BIGNUM *d, BN_CTX *ctx)
{
    BIGNUM *odd = BN_CTX_get(ctx), *x = BN_CTX_get(ctx), *y = BN_CTX_get(ctx), *last = BN_CTX_get(ctx);
    int halvings = 0;

    if (last == NULL || !BN_is_odd(n) || !BN_sub(last, n, BN_value_one()) || !BN_mul(odd, d, e, ctx) || !BN_sub_word(odd, 1)
        || BN_is_zero(odd) || BN_is_odd(odd))
        return 0;
    while (!BN_is_odd(odd)) {
        if (!BN_rshift1(odd, odd))
            return 0;
        halvings++;
    }
    BN_set_flags(odd, BN_FLG_CONSTTIME);
    for (int tries = 0; tries < 100; tries++) {
        if (!BN_priv_rand_range_ex(x, n, 0, ctx) || BN_is_zero(x) || !BN_mod_exp(y, x, odd, n, ctx))
            return 0;
        for (int i = 0; i < halvings && !BN_is_one(y) && BN_cmp(y, last) != 0; i++) {
            if (!BN_mod_sqr(x, y, n, ctx))
                return 0;
            if (BN_is_one(x))
                return BN_sub_word(y, 1) && BN_gcd(p, y, n, ctx) && !BN_is_one(p) && BN_cmp(p, n) != 0;
            if (BN_copy(y, x) == NULL)
                return 0;
        }
    }
    return 0;
}

static EVP_PKEY *rsa_of(const BIGNUM *const numbers[8])
{
    static const char *const names[8] = {
        OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1,
        OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
        OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
    };
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    OSSL_PARAM *params = NULL;
    EVP_PKEY *key = NULL;
    int ok = builder != NULL && ctx != NULL;

    for (int i = 0; ok && i < 8; i++)
        ok = OSSL_PARAM_BLD_push_BN(builder, names[i], numbers[i]);
    if (ok && (params = OSSL_PARAM_BLD_to_param(builder)) != NULL && EVP_PKEY_fromdata_init(ctx) == 1)
        EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

/* The largest modulus whose factors are looked for: half a second of computing. */
#define MAX_FACTORED 4096

/* A whole RSA key of its modulus and its two exponents, which is all that some files say; `factor` is one of it, if known. */
EXPORT(Owned(EVP_PKEY), rsa_from_exponents)(BYTES(n), BYTES(e), BYTES(d), BYTES_OR_NULL(factor))
{
    const size_t largest = (factor == NULL ? MAX_FACTORED : OPENSSL_RSA_MAX_MODULUS_BITS) / 8;
    BN_CTX *ctx = n_len > largest || e_len > n_len || d_len > n_len || factor_len > n_len ? NULL : BN_CTX_secure_new();
    EVP_PKEY *key = NULL;

    if (ctx == NULL) {
        ERR_raise(ERR_LIB_RSA, RSA_R_MODULUS_TOO_LARGE);
        return NULL;
    }
    BN_CTX_start(ctx);
    BIGNUM *all[8], *less = BN_CTX_get(ctx);

    for (int i = 0; i < 8; i++)
        all[i] = BN_CTX_get(ctx);
    BIGNUM *modulus = all[0], *private = all[2], *p = all[3], *q = all[4];

    if (all[7] != NULL && BN_bin2bn(n, (int)n_len, modulus) != NULL && BN_bin2bn(e, (int)e_len, all[1]) != NULL
        && BN_bin2bn(d, (int)d_len, private) != NULL && BN_ucmp(private, modulus) < 0
        && (factor == NULL ? find_factor(p, modulus, all[1], private, ctx)
                           : BN_bin2bn(factor, (int)factor_len, p) != NULL && !BN_is_zero(p) && !BN_is_one(p))
        && BN_div(q, less, modulus, p, ctx) && BN_is_zero(less) && !BN_is_one(q)) {
        if (factor == NULL && BN_cmp(p, q) < 0)
            BN_swap(p, q);
        if (BN_sub(less, p, BN_value_one()) && BN_mod(all[5], private, less, ctx) && BN_sub(less, q, BN_value_one())
            && BN_mod(all[6], private, less, ctx) && BN_mod_inverse(all[7], q, p, ctx) != NULL)
            key = rsa_of((const BIGNUM *const *)all);
    } else {
        ERR_raise_data(ERR_LIB_RSA, RSA_R_D_E_NOT_CONGRUENT_TO_1, "the exponents are not of this modulus");
    }
    BN_CTX_end(ctx);
    BN_CTX_free(ctx);
    return key;
}
