/*
 * The field of P-256 in four words of 64 bits, for modules with products of 128 bits; Montgomery form with R = 2^256.
 *
 * Source: operands scanned row by row (Koc, Acar, Kaliski, IEEE Micro 16(3), 1996). p is -1 modulo 2^64, so the quotient
 * digit is the lowest word itself, and all but the highest word of p cost shifts (Gueron and Krasnov, "Fast prime field
 * elliptic-curve cryptography with 256-bit primes", J. Cryptogr. Eng. 5, 2015).
 *
 * The names and meanings are field_centred.h's, but every value is below p, so sums and differences reduce.
 * Constant time: no branch or address depends on a value.
 */
#include <stdint.h>
#include <string.h>

#include "internal/constant_time.h"

#define P0 UINT64_C(0xffffffffffffffff)
#define P1 UINT64_C(0x00000000ffffffff)
#define P3 UINT64_C(0xffffffff00000001)
#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

typedef unsigned __int128 wide;

typedef struct {
    uint64_t v[4];
} fe;

/* a + b + carry, and its carry; a - b - borrow, and its borrow */
INLINE uint64_t add_carry(uint64_t a, uint64_t b, uint64_t *carry)
{
    wide t = (wide)a + b + *carry;

    *carry = (uint64_t)(t >> 64);
    return (uint64_t)t;
}

INLINE uint64_t sub_borrow(uint64_t a, uint64_t b, uint64_t *borrow)
{
    wide t = (wide)a - b - *borrow;

    *borrow = (uint64_t)(t >> 64) & 1;
    return (uint64_t)t;
}

/* r = t + carry 2^256, which is below 2p, modulo p */
INLINE void fe_once(fe *r, uint64_t t0, uint64_t t1, uint64_t t2, uint64_t t3, uint64_t carry)
{
    uint64_t borrow = 0, s0, s1, s2, s3, keep;

    s0 = sub_borrow(t0, P0, &borrow);
    s1 = sub_borrow(t1, P1, &borrow);
    s2 = sub_borrow(t2, 0, &borrow);
    s3 = sub_borrow(t3, P3, &borrow);
    /* carry - 1 is all ones where there is none. */
    keep = (0 - value_barrier_64(borrow)) & (value_barrier_64(carry) - 1);
    r->v[0] = s0 ^ ((s0 ^ t0) & keep);
    r->v[1] = s1 ^ ((s1 ^ t1) & keep);
    r->v[2] = s2 ^ ((s2 ^ t2) & keep);
    r->v[3] = s3 ^ ((s3 ^ t3) & keep);
}

INLINE void fe_add(fe *r, const fe *a, const fe *b)
{
    uint64_t carry = 0, t[4];

    UNROLL for (int i = 0; i < 4; i++) t[i] = add_carry(a->v[i], b->v[i], &carry);
    fe_once(r, t[0], t[1], t[2], t[3], carry);
}

INLINE void fe_sub(fe *r, const fe *a, const fe *b)
{
    uint64_t borrow = 0, carry = 0, t[4], mask;

    UNROLL for (int i = 0; i < 4; i++) t[i] = sub_borrow(a->v[i], b->v[i], &borrow);
    mask = value_barrier_64(0 - borrow);
    r->v[0] = add_carry(t[0], mask, &carry);
    r->v[1] = add_carry(t[1], mask & P1, &carry);
    r->v[2] = add_carry(t[2], 0, &carry);
    r->v[3] = add_carry(t[3], mask & P3, &carry);
}

/* r = n * a, n from 2 to 4 */
INLINE void fe_scale(fe *r, const fe *a, int n)
{
    fe one = *a;

    fe_add(r, &one, &one);
    if (n == 3)
        fe_add(r, r, &one);
    if (n == 4)
        fe_add(r, r, r);
}

/* r = a * b * 2^-256 */
INLINE void fe_product(fe *r, const fe *a, const fe *b)
{
    uint64_t t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, b0 = b->v[0], b1 = b->v[1], b2 = b->v[2], b3 = b->v[3];

    UNROLL for (int i = 0; i < 4; i++) {
        uint64_t x = a->v[i], t5, m;
        wide c = (wide)x * b0 + t0, q;

        m = (uint64_t)c;
        c = (wide)x * b1 + t1 + (uint64_t)(c >> 64);
        t1 = (uint64_t)c;
        c = (wide)x * b2 + t2 + (uint64_t)(c >> 64);
        t2 = (uint64_t)c;
        c = (wide)x * b3 + t3 + (uint64_t)(c >> 64);
        t3 = (uint64_t)c;
        c = (wide)t4 + (uint64_t)(c >> 64);
        t4 = (uint64_t)c;
        t5 = (uint64_t)(c >> 64);
        /* + m p, and one word down: m (2^96 + 2^192 P3) less m itself, which is the lowest word. */
        c = (wide)t1 + (m << 32);
        t0 = (uint64_t)c;
        c = (wide)t2 + (m >> 32) + (uint64_t)(c >> 64);
        t1 = (uint64_t)c;
        q = (wide)m * P3;
        c = (wide)t3 + (uint64_t)q + (uint64_t)(c >> 64);
        t2 = (uint64_t)c;
        c = (wide)t4 + (uint64_t)(q >> 64) + (uint64_t)(c >> 64);
        t3 = (uint64_t)c;
        t4 = t5 + (uint64_t)(c >> 64);
    }
    fe_once(r, t0, t1, t2, t3, t4);
}

static __attribute__((noinline)) void fe_mul(fe *r, const fe *a, const fe *b)
{
    fe_product(r, a, b);
}

static __attribute__((noinline)) void fe_sqr(fe *r, const fe *a)
{
    fe_product(r, a, a);
}

/* r = a * b - c */
INLINE void fe_mul_sub(fe *r, const fe *a, const fe *b, const fe *c)
{
    fe t;

    fe_mul(&t, a, b);
    fe_sub(r, &t, c);
}

/* r = a^2 - c */
INLINE void fe_sqr_sub(fe *r, const fe *a, const fe *c)
{
    fe t;

    fe_sqr(&t, a);
    fe_sub(r, &t, c);
}

/* r = -a when mask is all ones, unchanged when it is zero */
INLINE void fe_negate_if(fe *r, uint32_t mask)
{
    static const fe zero;
    uint64_t all = value_barrier_64((uint64_t)(int64_t)(int32_t)mask);
    fe t;

    fe_sub(&t, &zero, r);
    UNROLL for (int i = 0; i < 4; i++) r->v[i] ^= (r->v[i] ^ t.v[i]) & all;
}

/* All ones when a is zero */
INLINE uint32_t fe_is_zero(const fe *a)
{
    uint64_t any = a->v[0] | a->v[1] | a->v[2] | a->v[3];

    return (uint32_t)((any | (0 - any)) >> 63) - 1;
}

static void fe_from_words(fe *r, const uint32_t *words)
{
    memcpy(r->v, words, sizeof(r->v));
}

static void fe_to_words(uint32_t *words, const fe *a, const uint32_t *p)
{
    (void)p;
    memcpy(words, a->v, sizeof(a->v));
}
