/*
 * Scalar multiplication on a NIST prime curve (y^2 = x^3 - 3x + b, prime order), and OpenSSL's EC_METHOD over it.
 *
 * Sources: Jacobian coordinates and the doubling "dbl-2001-b" (Bernstein), addition of Cohen, Miyaji, Ono (ASIACRYPT '98);
 * scalars in signed binary without zeros: every odd k below 2^D is the sum of +-2^i over all i < D (Hamburg, "Fast and
 * compact elliptic-curve cryptography", IACR 2012/309, 3.2 and 3.3), which gives the comb for the generator and, read
 * WINDOW bits at a time, the odd digits for any other point. Even scalars are negated modulo the order.
 *
 * No digit is zero, so no table entry is infinity and every step does the same. The comb's table is computed at first
 * use: it takes as long as one or two of the multiplications that it saves, and would weigh more than all of this code.
 *
 * Constant time: tables are read whole; no address depends on a secret. The one branch that does, in settle, is taken
 * when an intermediate point meets a table entry or its negative. Points have prime order, so a step meets one of its
 * entries for some dozens of all scalars only: 0, the order less a few, and others that no one finds by chance.
 *
 * The includer defines, beside what field_centred.h and modinv.h want: curve_p, curve_order, curve_rr (R^2 modulo p),
 * curve_gx, curve_gy as words, WINDOW, COMB_TEETH, COMB_COUNT, COMB_SPACING.
 */
#include <wasm_simd128.h>

#include <openssl/err.h>

#include "crypto/bn.h"
#include "ec_local.h"

#define DIVIDE_UP(a, b) (((a) + (b) - 1) / (b))
#define WINDOWS DIVIDE_UP(32 * FE_WORDS, WINDOW)
#define WINDOW_ENTRIES (1 << (WINDOW - 1))
#define COMB_ENTRIES (1 << (COMB_TEETH - 1))
#define COMB_BITS (COMB_TEETH * COMB_COUNT * COMB_SPACING)
/* A scalar's words and what either recoding adds above them. */
#define RECODED_WORDS (FE_WORDS + 2)

/* Jacobian: x / z^2, y / z^3; infinity has z = 0. */
typedef struct {
    fe x, y, z;
} point;

/* A summand, with the powers of its z that an addition needs. */
typedef union {
    struct {
        fe x, y, z, zz, zzz;
    } p;
    v128_t v[DIVIDE_UP(5 * FE_LIMBS, 4)];
} summand;

typedef union {
    struct {
        fe x, y;
    } p;
    v128_t v[DIVIDE_UP(2 * FE_LIMBS, 4)];
} affine;

static fe fe_one, fe_rr;
static affine comb[COMB_COUNT][COMB_ENTRIES];
static int is_ready;

static void fe_encode(fe *r, const uint32_t *words)
{
    fe_from_words(r, words);
    fe_mul(r, r, &fe_rr);
}

static void fe_decode(uint32_t *words, const fe *a)
{
    static const fe unit = { { 1 } };
    fe t;

    fe_mul(&t, a, &unit);
    fe_to_words(words, &t, curve_p);
}

static void fe_invert(fe *r, const fe *a)
{
    uint32_t words[FE_WORDS];

    fe_decode(words, a);
    modinv(words, words, curve_p);
    fe_encode(r, words);
}

/* Whether a, any sum, is zero modulo p. */
static uint32_t fe_is_multiple(const fe *a)
{
    fe t;

    fe_mul(&t, a, &fe_one);
    return fe_is_zero(&t);
}

static void point_double(point *r, const point *a)
{
    fe delta, gamma, alpha, beta4, t, u;

    fe_sqr(&delta, &a->z);
    fe_sqr(&gamma, &a->y);
    fe_sub(&t, &a->x, &delta);
    fe_scale(&t, &t, 3);
    fe_add(&u, &a->x, &delta);
    fe_mul(&alpha, &t, &u);
    fe_scale(&t, &gamma, 4);
    fe_mul(&beta4, &a->x, &t);
    fe_add(&u, &a->y, &a->z);
    fe_add(&delta, &delta, &gamma);
    fe_sqr_sub(&r->z, &u, &delta);
    fe_scale(&u, &gamma, 2);
    fe_mul(&gamma, &t, &u);
    fe_scale(&t, &beta4, 2);
    fe_sqr_sub(&r->x, &alpha, &t);
    fe_sub(&t, &beta4, &r->x);
    fe_mul_sub(&r->y, &alpha, &t, &gamma);
}

/* The sum of two points when z3 = z1 z2 h of the general formula is zero; is_double: whether their y agree. */
static void settle(point *r, const point *a, const point *b, uint32_t is_double)
{
    if (fe_is_multiple(&a->z))
        *r = *b;
    else if (fe_is_multiple(&b->z))
        *r = *a;
    else if (is_double)
        point_double(r, a);
    else
        memset(r, 0, sizeof(*r));
}

/* What both additions share: u1, s1 are a's x and y over the common z; h, w the differences of x and of y. */
INLINE void add_differences(point *r, const fe *u1, const fe *s1, const fe *h, const fe *w)
{
    fe hh, hhh, v, t, u;

    fe_sqr(&hh, h);
    fe_mul(&hhh, &hh, h);
    fe_mul(&v, u1, &hh);
    fe_mul(&u, s1, &hhh);
    fe_scale(&t, &v, 2);
    fe_add(&t, &t, &hhh);
    fe_sqr_sub(&r->x, w, &t);
    fe_sub(&t, &v, &r->x);
    fe_mul_sub(&r->y, w, &t, &u);
}

static void point_add_affine(point *r, const affine *b)
{
    point a = *r;
    fe zz, h, w, t;

    fe_sqr(&zz, &a.z);
    fe_mul_sub(&h, &b->p.x, &zz, &a.x);
    fe_mul(&t, &zz, &a.z);
    fe_mul_sub(&w, &b->p.y, &t, &a.y);
    fe_mul(&r->z, &a.z, &h);
    add_differences(r, &a.x, &a.y, &h, &w);
    if (fe_is_zero(&r->z)) {
        point q = { b->p.x, b->p.y, fe_one };

        settle(r, &a, &q, fe_is_multiple(&w));
    }
}

static void point_add(point *r, const summand *b)
{
    point a = *r;
    fe zz, u1, s1, h, w, t;

    fe_sqr(&zz, &a.z);
    fe_mul(&u1, &a.x, &b->p.zz);
    fe_mul_sub(&h, &b->p.x, &zz, &u1);
    fe_mul(&t, &zz, &a.z);
    fe_mul(&s1, &a.y, &b->p.zzz);
    fe_mul_sub(&w, &b->p.y, &t, &s1);
    fe_mul(&t, &a.z, &b->p.z);
    fe_mul(&r->z, &t, &h);
    add_differences(r, &u1, &s1, &h, &w);
    if (fe_is_zero(&r->z)) {
        point q = { b->p.x, b->p.y, b->p.z };

        settle(r, &a, &q, fe_is_multiple(&w));
    }
}

static void to_summand(summand *r, const point *a)
{
    r->p.x = a->x;
    r->p.y = a->y;
    r->p.z = a->z;
    fe_sqr(&r->p.zz, &a->z);
    fe_mul(&r->p.zzz, &r->p.zz, &a->z);
}

static void add_points(point *r, const point *b)
{
    summand s;

    to_summand(&s, b);
    point_add(r, &s);
}

/* All entries are read, the one of index is kept. */
INLINE void gather(v128_t *out, const v128_t *table, int entries, int vectors, uint32_t index)
{
    v128_t wanted = wasm_i32x4_splat((int32_t)index);

    UNROLL for (int i = 0; i < vectors; i++) out[i] = wasm_i32x4_const_splat(0);
    for (int e = 0; e < entries; e++, table += vectors) {
        v128_t mask = wasm_i32x4_eq(wanted, wasm_i32x4_splat(e));

        UNROLL for (int i = 0; i < vectors; i++) out[i] = wasm_v128_or(out[i], wasm_v128_and(table[i], mask));
    }
}

/* From digit v of n bits, which stands for 2v - (2^n - 1), the index of its size, and all ones when it is negative. */
INLINE uint32_t digit_index(uint32_t v, int n, uint32_t *negative)
{
    *negative = (v >> (n - 1)) - 1;
    return (v ^ *negative) & ((1u << (n - 1)) - 1);
}

INLINE uint32_t bit_of(const uint32_t *words, int i)
{
    return words[i / 32] >> (i % 32) & 1;
}

/*
 * The signed binary digits of k or, when k is even, of order - k: bit i of the result stands for +2^i when set, for -2^i
 * when clear, over all i < bits. Answers all ones when k was even. k is below the order.
 */
static uint32_t recode(uint32_t *digits, const uint32_t *k, int bits)
{
    uint32_t even = (k[0] & 1) - 1, odd[FE_WORDS];
    int64_t t = 0;

    for (int i = 0; i < FE_WORDS; i++) {
        t += (int64_t)curve_order[i] - k[i];
        odd[i] = k[i] ^ ((k[i] ^ (uint32_t)t) & even);
        t >>= 32;
    }
    memset(digits, 0, RECODED_WORDS * sizeof(*digits));
    for (int i = 0; i < FE_WORDS; i++)
        digits[i] = odd[i] >> 1 | (i + 1 < FE_WORDS ? odd[i + 1] << 31 : 0);
    digits[(bits - 1) / 32] |= 1u << ((bits - 1) % 32);
    OPENSSL_cleanse(odd, sizeof(odd));
    return even;
}

static void multiply_generator(point *r, const uint32_t *k)
{
    uint32_t digits[RECODED_WORDS], even = recode(digits, k, COMB_BITS), negative;
    affine entry;

    for (int s = COMB_SPACING - 1; s >= 0; s--) {
        if (s < COMB_SPACING - 1)
            point_double(r, r);
        for (int c = 0; c < COMB_COUNT; c++) {
            uint32_t v = 0;

            for (int t = 0; t < COMB_TEETH; t++)
                v |= bit_of(digits, s + COMB_SPACING * (c * COMB_TEETH + t)) << t;
            v = digit_index(v, COMB_TEETH, &negative);
            gather(entry.v, comb[c][0].v, COMB_ENTRIES, DIVIDE_UP(2 * FE_LIMBS, 4), v);
            fe_negate_if(&entry.p.y, negative);
            if (s == COMB_SPACING - 1 && c == 0) {
                r->x = entry.p.x;
                r->y = entry.p.y;
                r->z = fe_one;
            } else {
                point_add_affine(r, &entry);
            }
        }
    }
    fe_negate_if(&r->y, even);
    OPENSSL_cleanse(digits, sizeof(digits));
}

/* r = k * a; a is not infinity. */
static void multiply_point(point *r, const uint32_t *k, const point *a)
{
    uint32_t digits[RECODED_WORDS], even = recode(digits, k, WINDOWS * WINDOW), negative;
    summand table[WINDOW_ENTRIES], twice, entry;
    point p = *a;

    point_double(r, a);
    to_summand(&twice, r);
    to_summand(&table[0], &p);
    for (int i = 1; i < WINDOW_ENTRIES; i++) {
        point_add(&p, &twice);
        to_summand(&table[i], &p);
    }
    for (int w = WINDOWS - 1; w >= 0; w--) {
        int bit = w * WINDOW;
        uint64_t pair = digits[bit / 32] | (uint64_t)digits[bit / 32 + 1] << 32;
        uint32_t v = digit_index((uint32_t)(pair >> (bit % 32)) & ((1u << WINDOW) - 1), WINDOW, &negative);

        gather(entry.v, table[0].v, WINDOW_ENTRIES, DIVIDE_UP(5 * FE_LIMBS, 4), v);
        fe_negate_if(&entry.p.y, negative);
        if (w == WINDOWS - 1) {
            r->x = entry.p.x;
            r->y = entry.p.y;
            r->z = entry.p.z;
        } else {
            for (int i = 0; i < WINDOW; i++)
                point_double(r, r);
            point_add(r, &entry);
        }
    }
    fe_negate_if(&r->y, even);
    OPENSSL_cleanse(digits, sizeof(digits));
}

/* The comb's table: entry v of comb c is the sum over its teeth t of +-2^(spacing * (c * teeth + t)) G, the last one +. */
static void prepare(void)
{
    point jacobian[COMB_COUNT][COMB_ENTRIES];
    fe product[COMB_COUNT * COMB_ENTRIES];
    point *all = jacobian[0], g;
    affine *out = comb[0];
    fe inverse, t;

    fe_from_words(&fe_rr, curve_rr);
    fe_from_words(&fe_one, (const uint32_t[FE_WORDS]) { 1 });
    fe_mul(&fe_one, &fe_one, &fe_rr);
    fe_encode(&g.x, curve_gx);
    fe_encode(&g.y, curve_gy);
    g.z = fe_one;
    for (int c = 0; c < COMB_COUNT; c++) {
        point twice[COMB_TEETH], *e = jacobian[c], tooth;

        memset(e, 0, sizeof(*e));
        for (int t = 0; t < COMB_TEETH; t++) {
            tooth = g;
            point_double(&g, &g);
            twice[t] = g;
            for (int s = 1; s < COMB_SPACING; s++)
                point_double(&g, &g);
            if (t < COMB_TEETH - 1)
                fe_negate_if(&tooth.y, ~UINT32_C(0));
            add_points(e, &tooth);
        }
        for (int v = 1; v < COMB_ENTRIES; v++) {
            int low = __builtin_ctz((unsigned)v);

            e[v] = e[v & (v - 1)];
            add_points(&e[v], &twice[low]);
        }
    }
    /* One inversion for all (Montgomery's trick). */
    product[0] = all[0].z;
    for (int i = 1; i < COMB_COUNT * COMB_ENTRIES; i++)
        fe_mul(&product[i], &product[i - 1], &all[i].z);
    fe_invert(&inverse, &product[COMB_COUNT * COMB_ENTRIES - 1]);
    for (int i = COMB_COUNT * COMB_ENTRIES - 1; i >= 0; i--) {
        fe z = inverse;

        if (i > 0) {
            fe_mul(&z, &inverse, &product[i - 1]);
            fe_mul(&inverse, &inverse, &all[i].z);
        }
        fe_sqr(&t, &z);
        fe_mul(&out[i].p.x, &all[i].x, &t);
        fe_mul(&t, &t, &z);
        fe_mul(&out[i].p.y, &all[i].y, &t);
    }
    is_ready = 1;
}

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
    uint32_t less[FE_WORDS];
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
    for (int i = 0; i < FE_WORDS; i++)
        words[i] = less[i] ^ ((less[i] ^ words[i]) & (uint32_t)t);
    OPENSSL_cleanse(less, sizeof(less));
    return 1;
}

static int is_curve_generator(const EC_POINT *g)
{
    uint32_t x[FE_WORDS], y[FE_WORDS];

    return g->Z_is_one && bn_copy_words(x, g->X, FE_WORDS) && bn_copy_words(y, g->Y, FE_WORDS)
        && memcmp(x, curve_gx, sizeof(x)) == 0 && memcmp(y, curve_gy, sizeof(y)) == 0;
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
    } else if (load_coordinate(&a.x, p->X) && load_coordinate(&a.y, p->Y) && load_coordinate(&a.z, p->Z)) {
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
    if (scalar != NULL) {
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
