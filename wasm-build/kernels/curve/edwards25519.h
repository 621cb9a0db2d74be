/*
 * Points of edwards25519 (RFC 8032, 5.1): -x^2 + y^2 = 1 + d x^2 y^2, in the extended coordinates x = X/Z, y = Y/Z, T = XY/Z.
 *
 * Source: Hisil, Wong, Carter, Dawson, "Twisted Edwards Curves Revisited" (ASIACRYPT 2008), 3.1 and 3.3. -1 is a square
 * modulo p and d is none, so the formulas hold for all points of the curve, whatever their order: there is no special case.
 *
 * Constant time but for what says that it is not.
 */
#include <wasm_simd128.h>

typedef struct {
    fe x, y, z, t;
} point;

/* A summand: y + x, y - x and 2 d t over the denominator `zz` = 2 z. */
typedef struct {
    fe plus, minus, dt, zz;
} summand;

/* One whose zz is 1. */
typedef union {
    struct {
        fe plus, minus, dt;
    } p;
    v128_t v[(3 * sizeof(fe) + sizeof(v128_t) - 1) / sizeof(v128_t)];
} affine;

static const uint32_t curve_d[8] = {
    0x135978a3, 0x75eb4dca, 0x4141d8ab, 0x00700a4d, 0x7779e898, 0x8cc74079, 0x2b6ffe73, 0x52036cee,
};

static const uint32_t root_of_minus_1[8] = {
    0x4a0ea0b0, 0xc4ee1b27, 0xad2fe478, 0x2f431806, 0x3dfbd7a7, 0x2b4d0099, 0x4fc1df0b, 0x2b832480,
};

/* y = 4/5, and the even x */
static const uint8_t base_bytes[32] = {
    0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
    0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
};

/* Whether an operation computes t too, which the next one needs if it is an addition. */
typedef enum { WITHOUT_T, WITH_T } wanted;

static void point_identity(point *r)
{
    r->x = r->t = fe_zero;
    r->y = r->z = fe_one;
}

static void point_double(point *r, const point *a, wanted t)
{
    fe e, f, g, h, xx, yy;

    fe_sqr_inline(&xx, &a->x);
    fe_sqr_inline(&yy, &a->y);
    fe_add(&h, &yy, &xx);
    fe_sub(&g, &yy, &xx);
    fe_add(&e, &a->x, &a->y);
    fe_sqr_sub(&e, &e, &h);
    fe_sqr_twice_sub(&f, &a->z, &g);
    fe_mul_inline(&r->x, &e, &f);
    fe_mul_inline(&r->y, &g, &h);
    fe_mul_inline(&r->z, &f, &g);
    if (t == WITH_T)
        fe_mul_inline(&r->t, &e, &h);
}

/* r += the point of plus, minus, dt; z is r's times the summand's zz. */
static __attribute__((noinline)) void add_over(point *r, const fe *plus, const fe *minus, const fe *dt, const fe *z, wanted t)
{
    fe a, b, c, e, f, g, h;

    fe_sub(&a, &r->y, &r->x);
    fe_add(&b, &r->y, &r->x);
    fe_mul_inline(&a, &a, minus);
    fe_mul_inline(&b, &b, plus);
    fe_mul_inline(&c, &r->t, dt);
    fe_sub(&e, &b, &a);
    fe_sub(&f, z, &c);
    fe_add(&g, z, &c);
    fe_add(&h, &b, &a);
    fe_mul_inline(&r->x, &e, &f);
    fe_mul_inline(&r->y, &g, &h);
    fe_mul_inline(&r->z, &f, &g);
    if (t == WITH_T)
        fe_mul_inline(&r->t, &e, &h);
}

static void point_add(point *r, const summand *b, wanted t)
{
    fe z;

    fe_mul(&z, &r->z, &b->zz);
    add_over(r, &b->plus, &b->minus, &b->dt, &z, t);
}

static void point_add_affine(point *r, const affine *b, wanted t)
{
    add_over(r, &b->p.plus, &b->p.minus, &b->p.dt, &r->z, t);
}

static void to_summand(summand *r, const point *a)
{
    fe d, t;

    fe_from_words(&d, curve_d);
    fe_mul(&t, &a->t, &d);
    fe_add(&r->plus, &a->y, &a->x);
    fe_sub(&r->minus, &a->y, &a->x);
    fe_add(&r->dt, &t, &t);
    fe_add(&r->zz, &a->z, &a->z);
}

/* One inversion for all of at most MOST_AFFINE (Montgomery's trick). */
#define MOST_AFFINE 64

static void to_affine(affine *r, const summand *a, int count)
{
    fe product[MOST_AFFINE], inverse, one;

    product[0] = a[0].zz;
    for (int i = 1; i < count; i++)
        fe_mul(&product[i], &product[i - 1], &a[i].zz);
    fe_invert(&inverse, &product[count - 1]);
    for (int i = count - 1; i >= 0; i--) {
        one = inverse;
        if (i > 0) {
            fe_mul(&one, &inverse, &product[i - 1]);
            fe_mul(&inverse, &inverse, &a[i].zz);
        }
        fe_mul(&r[i].p.plus, &a[i].plus, &one);
        fe_mul(&r[i].p.minus, &a[i].minus, &one);
        fe_mul(&r[i].p.dt, &a[i].dt, &one);
    }
}

/* The negative of a summand that does not come from this; dt is then no sum, but as small as one. */
static void summand_negate(summand *a)
{
    fe t = a->plus;

    a->plus = a->minus;
    a->minus = t;
    fe_sub(&a->dt, &fe_zero, &a->dt);
}

/* -a where mask is all ones */
INLINE void affine_negate_if(affine *a, uint32_t mask)
{
    fe_swap_if(&a->p.plus, &a->p.minus, mask);
    fe_negate_if(&a->p.dt, mask);
}

/* y and, in the highest bit, whether x is odd */
static void encode_coordinates(uint8_t *out, const fe *x, const fe *y)
{
    uint32_t words[8], odd;

    fe_to_words(words, x);
    odd = words[0] << 31;
    fe_to_words(words, y);
    words[7] |= odd;
    memcpy(out, words, 32);
}

static void point_encode(uint8_t *out, const point *a)
{
    fe inverse, x, y;

    fe_invert(&inverse, &a->z);
    fe_mul(&x, &a->x, &inverse);
    fe_mul(&y, &a->y, &inverse);
    encode_coordinates(out, &x, &y);
    /* Which z came out says something of the scalar. */
    OPENSSL_cleanse(&inverse, sizeof(inverse));
}

static int fe_is_zero_vartime(const fe *a)
{
    static const uint32_t zero[8];
    uint32_t words[8];
    fe t;

    fe_mul(&t, a, &fe_one);
    fe_to_words(words, &t);
    return memcmp(words, zero, sizeof(zero)) == 0;
}

/*
 * The point of an encoding, z being 1, or, on request, its negative; 0 where there is none (RFC 8032, 5.1.3). As in OpenSSL, y may be p
 * or more, and x = 0 may come with the bit that says odd. Not in constant time.
 */
static int point_decode_vartime(point *r, const uint8_t *bytes, int negative)
{
    uint32_t words[8];
    fe d, u, v, w, t;

    memcpy(words, bytes, sizeof(words));
    fe_from_words(&r->y, words);
    r->z = fe_one;
    fe_from_words(&d, curve_d);
    /* x^2 = u / v; x = u (u v)^((p - 5) / 8) is a root of it, of its negative, or it has none. */
    fe_sqr(&t, &r->y);
    fe_sub(&u, &t, &fe_one);
    fe_mul(&v, &t, &d);
    fe_add(&v, &v, &fe_one);
    fe_mul(&w, &u, &v);
    fe_power_for_root(&r->x, &w);
    fe_mul(&r->x, &r->x, &u);
    fe_sqr(&t, &r->x);
    fe_mul(&t, &t, &v);
    fe_mul(&u, &u, &fe_one);
    fe_sub(&w, &t, &u);
    if (!fe_is_zero_vartime(&w)) {
        fe_add(&w, &t, &u);
        if (!fe_is_zero_vartime(&w))
            return 0;
        fe_from_words(&t, root_of_minus_1);
        fe_mul(&r->x, &r->x, &t);
    }
    fe_to_words(words, &r->x);
    if ((int)(words[0] & 1) != (bytes[31] >> 7 ^ negative))
        fe_negate_if(&r->x, ~UINT32_C(0));
    fe_mul(&r->x, &r->x, &fe_one);
    fe_mul(&r->t, &r->x, &r->y);
    return 1;
}
