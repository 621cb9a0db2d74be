/* OpenSSL's EC_METHOD over multiply.h. */
#include <openssl/err.h>

#include "crypto/bn.h"
#include "ec/ec_local.h"

static int load_coordinate(fe *r, const BIGNUM *bn)
{
    uint32_t words[FE_WORDS];

    if (BN_is_negative(bn) || !bn_copy_words(words, bn, FE_WORDS))
        return 0;
    fe_encode(r, words);
    return 1;
}

/* k modulo the order, as words. */
static int load_scalar(uint32_t *words, const BIGNUM *k, const BIGNUM *order, BN_CTX *ctx)
{
    uint32_t less[FE_WORDS], keep;
    int64_t t = 0;
    int ok = 1;

    BN_CTX_start(ctx);
    if (BN_is_negative(k) || bn_get_top(k) > FE_WORDS) {
        BIGNUM *rest = BN_CTX_get(ctx);

        ok = rest != NULL && BN_nnmod(rest, k, order, ctx);
        k = rest;
    }
    ok = ok && bn_copy_words(words, k, FE_WORDS);
    BN_CTX_end(ctx);
    if (!ok)
        return 0;
    /* The order is more than half of 2^(32 * FE_WORDS). */
    for (int i = 0; i < FE_WORDS; i++) {
        t += (int64_t)words[i] - curve_order[i];
        less[i] = (uint32_t)t;
        t >>= 32;
    }
    keep = value_barrier_32((uint32_t)t);
    for (int i = 0; i < FE_WORDS; i++)
        words[i] = less[i] ^ ((less[i] ^ words[i]) & keep);
    OPENSSL_cleanse(less, sizeof(less));
    return 1;
}

static int is_curve_generator(const EC_POINT *g)
{
    uint32_t x[FE_WORDS], y[FE_WORDS];

    return g->Z_is_one && bn_copy_words(x, g->X, FE_WORDS) && bn_copy_words(y, g->Y, FE_WORDS)
        && memcmp(x, curve_gx, sizeof(x)) == 0 && memcmp(y, curve_gy, sizeof(y)) == 0;
}

static int load_point(point *r, const EC_POINT *p)
{
    return load_coordinate(&r->x, p->X) && load_coordinate(&r->y, p->Y) && load_coordinate(&r->z, p->Z);
}

/* sum += k * p */
static int add_multiple(point *sum, const EC_GROUP *group, const EC_POINT *p, const BIGNUM *k, const BIGNUM *order,
    BN_CTX *ctx)
{
    uint32_t words[FE_WORDS];
    point a, product;

    if (EC_POINT_is_at_infinity(group, p))
        return 1;
    if (!load_scalar(words, k, order, ctx))
        return 0;
    if (is_curve_generator(p)) {
        multiply_generator(&product, words);
    } else if (load_point(&a, p)) {
        multiply_point(&product, words, &a);
    } else {
        OPENSSL_cleanse(words, sizeof(words));
        return 0;
    }
    OPENSSL_cleanse(words, sizeof(words));
    add_points(sum, &product);
    return 1;
}

/* EC_METHOD.mul: r = scalar * generator + sum of scalars[i] * points[i], affine, so that no later step inverts. */
static int curve_mul(const EC_GROUP *group, EC_POINT *r, const BIGNUM *scalar, size_t num, const EC_POINT *points[],
    const BIGNUM *scalars[], BN_CTX *ctx)
{
    uint32_t words[FE_WORDS];
    BIGNUM *order;
    point sum;
    fe z, zz;
    int ret = 0;

    if (!is_ready)
        prepare();
    memset(&sum, 0, sizeof(sum));
    BN_CTX_start(ctx);
    order = BN_CTX_get(ctx);
    if (order == NULL || !bn_set_words(order, curve_order, FE_WORDS))
        goto end;
    if (scalar != NULL && num == 1 && group->generator != NULL && is_curve_generator(group->generator)
        && !EC_POINT_is_at_infinity(group, points[0])) {
        /* OpenSSL too takes both scalars together for a verification's, and for public (ec_mult.c). */
        uint32_t other[FE_WORDS];
        point a;

        if (!load_scalar(words, scalar, order, ctx) || !load_scalar(other, scalars[0], order, ctx)
            || !load_point(&a, points[0]))
            goto end;
        multiply_public(&sum, words, other, &a);
        num = 0;
    } else if (scalar != NULL) {
        if (group->generator == NULL) {
            ERR_raise(ERR_LIB_EC, EC_R_UNDEFINED_GENERATOR);
            goto end;
        }
        if (!add_multiple(&sum, group, group->generator, scalar, order, ctx))
            goto end;
    }
    for (size_t i = 0; i < num; i++)
        if (!add_multiple(&sum, group, points[i], scalars[i], order, ctx))
            goto end;
    if (fe_is_multiple(&sum.z)) {
        ret = EC_POINT_set_to_infinity(group, r);
        goto end;
    }
    fe_invert(&z, &sum.z);
    fe_sqr(&zz, &z);
    fe_mul(&sum.x, &sum.x, &zz);
    fe_mul(&zz, &zz, &z);
    fe_mul(&sum.y, &sum.y, &zz);
    fe_decode(words, &sum.x);
    if (!bn_set_words(r->X, words, FE_WORDS))
        goto end;
    fe_decode(words, &sum.y);
    ret = bn_set_words(r->Y, words, FE_WORDS) && BN_one(r->Z);
    r->Z_is_one = 1;
end:
    BN_CTX_end(ctx);
    OPENSSL_cleanse(&sum, sizeof(sum));
    return ret;
}

/* EC_METHOD.field_inverse_mod_ord */
static int curve_invert_scalar(const EC_GROUP *group, BIGNUM *r, const BIGNUM *x, BN_CTX *ctx)
{
    uint32_t words[FE_WORDS], order[FE_WORDS];
    BN_CTX *own = NULL;
    int ret = 0;

    /* Whoever gave this curve another order gets no inverse. */
    if (!bn_copy_words(order, group->order, FE_WORDS) || memcmp(order, curve_order, sizeof(order)) != 0)
        return 0;
    if (ctx == NULL && (ctx = own = BN_CTX_secure_new()) == NULL)
        return 0;
    if (load_scalar(words, x, group->order, ctx)) {
        modinv(words, words, curve_order);
        ret = bn_set_words(r, words, FE_WORDS);
        OPENSSL_cleanse(words, sizeof(words));
    }
    BN_CTX_free(own);
    return ret;
}

/* OpenSSL's method for the NIST primes, with our multiplication. */
static const EC_METHOD *curve_method(void)
{
    static EC_METHOD method;

    if (method.mul == NULL) {
        method = *EC_GFp_nist_method();
        method.field_inverse_mod_ord = curve_invert_scalar;
        method.ladder_pre = NULL;
        method.ladder_step = NULL;
        method.ladder_post = NULL;
        method.mul = curve_mul;
    }
    return &method;
}
