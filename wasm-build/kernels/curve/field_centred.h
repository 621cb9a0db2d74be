/*
 * A prime field for the NIST primes in limbs of fewer than 32 bits: what WebAssembly multiplies best without wide
 * arithmetic, one i64.mul a product and no carry inside a column.
 *
 * Design: a value is sum(v[i] * 2^(B*i)) with centred (signed) limbs, in Montgomery form with R = 2^(B*N). Every sum of
 * products fits a signed 64-bit accumulator, so the columns of a product are summed one after the other and reduced on
 * the way ("finely integrated product scanning", Koc, Acar, Kaliski, IEEE Micro 16(3), 1996). p is -1 modulo 2^B for
 * both primes, so the Montgomery quotient digit is the low limb itself and the multiple of p is FE_TERMS, a few shifts.
 * The quotient digits are centred too, which keeps |result| <= |a||b| / (R/p) + p/2.
 *
 * Bounds: call a limb bound in units of 2^(B-1) its weight. Products come out with weight 1, sums and differences add
 * weights and do not carry. N * weight(a) * weight(b) * 2^(2B-2) must stay below 2^63 for a product, which allows 13
 * for N = 9, B = 29 and 36 for N = 14, B = 28; and a weight stays below 2^(32-B) for 32-bit storage. fe_mul_sub puts the second term of a point formula under the product's own carry, which is
 * what lets the formulas of weierstrass.h do without any other carry.
 *
 * Constant time: no branch or address depends on a value.
 *
 * The includer defines FE_LIMBS (N), FE_BITS (B), FE_WORDS (32-bit words of p), FE_TERMS (p + 1 as {bit, sign} pairs).
 */
#include <stdint.h>
#include <string.h>

#include "internal/constant_time.h"

typedef struct {
    int32_t v[FE_LIMBS];
} fe;

#define FE_MASK ((INT64_C(1) << FE_BITS) - 1)
#define FE_HALF (INT64_C(1) << (FE_BITS - 1))
#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

static const struct {
    int bit, sign;
} fe_terms[] = FE_TERMS;

/* The multiple of p that the quotient digits q[0..] bring into column k, and the constants of centring. */
INLINE int64_t fe_fold(const int64_t *q, int k)
{
    int64_t sum = 0, bias = k < 2 * FE_LIMBS - 1 ? FE_HALF : 0;

    UNROLL for (int n = 0; n < 4; n++) {
        int digit = k - fe_terms[n].bit / FE_BITS, shift = fe_terms[n].bit % FE_BITS;

        if (digit < 0 || digit >= FE_LIMBS)
            continue;
        /* q holds digit + FE_HALF: one constant a column takes it back. */
        sum += fe_terms[n].sign > 0 ? q[digit] << shift : -(q[digit] << shift);
        bias -= fe_terms[n].sign > 0 ? FE_HALF << shift : -(FE_HALF << shift);
    }
    return sum + bias;
}

/* r = column sums of a product (from PRODUCT(k)) * 2^-(B*N) - SUBTRAHEND mod p */
#define FE_REDUCE(PRODUCT, SUBTRAHEND) \
    do { \
        int64_t q[FE_LIMBS], t = 0; \
        UNROLL for (int k = 0; k < 2 * FE_LIMBS; k++) \
        { \
            int64_t sum = 0; \
            PRODUCT \
            t += sum + fe_fold(q, k); \
            if (k < FE_LIMBS) { \
                q[k] = t & FE_MASK; \
                t >>= FE_BITS; \
            } else { \
                t -= (SUBTRAHEND); \
                if (k < 2 * FE_LIMBS - 1) { \
                    r->v[k - FE_LIMBS] = (int32_t)(t & FE_MASK) - (int32_t)FE_HALF; \
                    t >>= FE_BITS; \
                } else { \
                    r->v[k - FE_LIMBS] = (int32_t)t; \
                } \
            } \
        } \
    } while (0)

#define FE_LOAD(x, a) \
    int64_t x[FE_LIMBS]; \
    UNROLL for (int i = 0; i < FE_LIMBS; i++) x[i] = (a)->v[i]

#define FE_COLUMN_MUL \
    UNROLL for (int i = 0; i < FE_LIMBS; i++) \
        if (k - i >= 0 && k - i < FE_LIMBS) \
            sum += x[i] * y[k - i];

#define FE_COLUMN_SQR \
    UNROLL for (int i = 0; i < FE_LIMBS; i++) \
        if (k - i > i && k - i < FE_LIMBS) \
            sum += x[i] * x[k - i]; \
    sum += sum; \
    if (k % 2 == 0) \
        sum += x[k / 2] * x[k / 2];

static __attribute__((noinline)) void fe_mul(fe *r, const fe *a, const fe *b)
{
    FE_LOAD(x, a);
    FE_LOAD(y, b);
    FE_REDUCE(FE_COLUMN_MUL, 0);
}

static __attribute__((noinline)) void fe_sqr(fe *r, const fe *a)
{
    FE_LOAD(x, a);
    FE_REDUCE(FE_COLUMN_SQR, 0);
}

/* r = a * b - c */
static __attribute__((noinline)) void fe_mul_sub(fe *r, const fe *a, const fe *b, const fe *c)
{
    FE_LOAD(x, a);
    FE_LOAD(y, b);
    FE_REDUCE(FE_COLUMN_MUL, c->v[k - FE_LIMBS]);
}

/* r = a^2 - c */
static __attribute__((noinline)) void fe_sqr_sub(fe *r, const fe *a, const fe *c)
{
    FE_LOAD(x, a);
    FE_REDUCE(FE_COLUMN_SQR, c->v[k - FE_LIMBS]);
}

INLINE void fe_add(fe *r, const fe *a, const fe *b)
{
    UNROLL for (int i = 0; i < FE_LIMBS; i++) r->v[i] = a->v[i] + b->v[i];
}

INLINE void fe_sub(fe *r, const fe *a, const fe *b)
{
    UNROLL for (int i = 0; i < FE_LIMBS; i++) r->v[i] = a->v[i] - b->v[i];
}

/* r = n * a, n small */
INLINE void fe_scale(fe *r, const fe *a, int n)
{
    UNROLL for (int i = 0; i < FE_LIMBS; i++) r->v[i] = n * a->v[i];
}

/* r = -a when mask is all ones, unchanged when it is zero */
INLINE void fe_negate_if(fe *r, uint32_t mask)
{
    UNROLL for (int i = 0; i < FE_LIMBS; i++) r->v[i] = (r->v[i] ^ (int32_t)mask) - (int32_t)mask;
}

/* All ones when a, a product or zero, is zero: products lie strictly between -p and p, and centred limbs are unique. */
INLINE uint32_t fe_is_zero(const fe *a)
{
    uint32_t any = 0;

    UNROLL for (int i = 0; i < FE_LIMBS; i++) any |= (uint32_t)a->v[i];
    return ((any | (0 - any)) >> 31) - 1;
}

static void fe_from_words(fe *r, const uint32_t *words)
{
    int64_t t = 0;

    for (int i = 0; i < FE_LIMBS; i++) {
        int bit = i * FE_BITS, w = bit / 32, s = bit % 32;
        uint64_t pair = words[w] | (w + 1 < FE_WORDS ? (uint64_t)words[w + 1] << 32 : 0);

        t += (int64_t)((pair >> s) & FE_MASK);
        if (i < FE_LIMBS - 1) {
            t += FE_HALF;
            r->v[i] = (int32_t)(t & FE_MASK) - (int32_t)FE_HALF;
            t >>= FE_BITS;
        } else {
            r->v[i] = (int32_t)t;
        }
    }
}

/* The canonical words of a product, which lies between -p and p. */
static void fe_to_words(uint32_t *words, const fe *a, const uint32_t *p)
{
    uint32_t out[FE_WORDS], low[FE_WORDS], keep;
    int64_t t = 0, borrow = 0;
    int bits = 0, limb = 0;

    /* a + p, positive and below 2p; its top bit stays in t. */
    for (int i = 0; i < FE_WORDS; i++) {
        t += p[i];
        while (bits < 32 && limb < FE_LIMBS) {
            t += (int64_t)a->v[limb++] << bits;
            bits += FE_BITS;
        }
        out[i] = (uint32_t)t;
        t >>= 32;
        bits -= 32;
    }
    for (int i = 0; i < FE_WORDS; i++) {
        borrow += (int64_t)out[i] - p[i];
        low[i] = (uint32_t)borrow;
        borrow >>= 32;
    }
    keep = value_barrier_32((uint32_t)((t + borrow) >> 63));
    for (int i = 0; i < FE_WORDS; i++)
        words[i] = low[i] ^ ((low[i] ^ out[i]) & keep);
}
