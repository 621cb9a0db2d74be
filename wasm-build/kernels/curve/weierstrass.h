/*
 * Points of a NIST prime curve: y^2 = x^3 - 3x + b, of prime order.
 *
 * Sources: Jacobian coordinates, addition of Cohen, Miyaji, Ono (ASIACRYPT '98), doubling "dbl-2001-b" (Bernstein).
 *
 * Constant time but for settle, which is called when a sum's denominator comes out as zero: the operands are equal,
 * opposite, or one is infinity. multiply.h says why no secret leads there.
 *
 * The includer has included field_centred.h and modinv.h, and defines curve_p as words.
 */
#include <wasm_simd128.h>

#define DIVIDE_UP(a, b) (((a) + (b) - 1) / (b))

/* Jacobian: x / z^2, y / z^3; infinity has z = 0. */
typedef struct {
    fe x, y, z;
} point;

/* A summand, with the powers of its z that an addition needs. */
typedef union {
    struct {
        fe x, y, z, zz, zzz;
    } p;
    v128_t v[DIVIDE_UP(5 * sizeof(fe), sizeof(v128_t))];
} summand;

typedef union {
    struct {
        fe x, y;
    } p;
    v128_t v[DIVIDE_UP(2 * sizeof(fe), sizeof(v128_t))];
} affine;

/* 1 and R^2, set by prepare. */
static fe fe_one, fe_rr;

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
