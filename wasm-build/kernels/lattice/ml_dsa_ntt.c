/*
 * The number theoretic transform of ML-DSA (FIPS 204, 7.5), four coefficients at a time.
 *
 * Why: a signature spends two thirds of its time here. OpenSSL's C reduces 64-bit products one by one, and what the
 * compiler makes vectors of are multiplications of 64-bit lanes, eight instructions each.
 *
 * Sources: multiplication by a constant with a precomputed quotient (Shoup), and butterflies that leave their results
 * unreduced (Harvey, "Faster arithmetic for number-theoretic transforms", J. Symb. Comp. 60, 2014). q is 23 bits, so eight
 * levels need no reduction at all: forward each adds at most 2q, backward each doubles, up to 2^8 q < 2^32.
 * The tables are computed at first use, in less time than they would be loaded in.
 *
 * Hook: none needed. The object defines all symbols of crypto/ml_dsa/ml_dsa_ntt.c and is linked before libcrypto.a.
 * Constant time: no branch or address depends on data.
 */
#include <wasm_simd128.h>

#include "ml_dsa/ml_dsa_local.h"
#include "ml_dsa/ml_dsa_poly.h"

#define Q ML_DSA_Q
#define N ML_DSA_NUM_POLY_COEFFICIENTS
#define INLINE static inline __attribute__((always_inline))
#define ADD wasm_i32x4_add
#define SUB wasm_i32x4_sub
#define SPLAT(x) wasm_u32x4_splat(x)
#define LOAD wasm_v128_load
#define STORE wasm_v128_store

/* Powers of the root of unity in bit-reversed order, and floor(2^32 root / q). */
static uint32_t roots[N], quotients[N];
static int is_ready;

/* 2^32 / 256 modulo q: the inverse transform's factor, and what ossl_ml_dsa_poly_ntt_mult divides by. */
static uint32_t last_factor;

static uint32_t quotient_of(uint32_t factor)
{
    return (uint32_t)(((uint64_t)factor << 32) / Q);
}

static void prepare(void)
{
    uint64_t power = 1;

    for (unsigned i = 0; i < N; i++) {
        unsigned reversed = 0;

        for (int bit = 0; bit < 8; bit++)
            reversed |= (i >> bit & 1) << (7 - bit);
        roots[reversed] = (uint32_t)power;
        quotients[reversed] = quotient_of((uint32_t)power);
        power = power * 1753 % Q;
    }
    last_factor = (UINT32_C(1) << 24) % Q;
    is_ready = 1;
}

/* For the compiler, which would widen a factor once, before a loop, and then multiply 64-bit lanes. */
INLINE v128_t as_it_is(v128_t v)
{
    __asm__ volatile("" : "+r"(v));
    return v;
}

INLINE v128_t high_words(v128_t low, v128_t high)
{
    return wasm_i32x4_shuffle(low, high, 1, 3, 5, 7);
}

/* a * factor modulo q, below 2q, for any a */
INLINE v128_t times(v128_t a, v128_t factor, v128_t quotient)
{
    v128_t w = as_it_is(quotient);
    v128_t t = high_words(wasm_u64x2_extmul_low_u32x4(a, w), wasm_u64x2_extmul_high_u32x4(a, w));

    return SUB(wasm_i32x4_mul(a, factor), wasm_i32x4_mul(t, SPLAT(Q)));
}

/* From below 2q to below q */
INLINE v128_t once(v128_t a)
{
    return wasm_u32x4_min(a, SUB(a, SPLAT(Q)));
}

/* From below 2^28 to below q: 2^23 is q + 2^13 - 1. */
INLINE v128_t whole(v128_t a)
{
    v128_t t = wasm_u32x4_shr(a, 23);

    return once(ADD(wasm_v128_and(a, SPLAT((1 << 23) - 1)), SUB(wasm_i32x4_shl(t, 13), t)));
}

INLINE void forward(v128_t *x, v128_t *y, v128_t root, v128_t quotient)
{
    v128_t t = times(*y, root, quotient);

    *y = ADD(SUB(*x, t), SPLAT(2 * Q));
    *x = ADD(*x, t);
}

/* Both inputs are below bound; the root is that of forward, for (y - x) root is (x - y) (-root). */
INLINE void backward(v128_t *x, v128_t *y, v128_t root, v128_t quotient, uint32_t bound)
{
    v128_t difference = ADD(SUB(*y, *x), SPLAT(bound));

    *x = ADD(*x, *y);
    *y = times(difference, root, quotient);
}

#define ROOT(i) SPLAT(roots[i]), SPLAT(quotients[i])
/* Roots i, i, i + 1, i + 1, and i to i + 3 */
#define ROOTS_TWICE(i) doubled(roots + (i)), doubled(quotients + (i))
#define ROOTS(i) LOAD(roots + (i)), LOAD(quotients + (i))

INLINE v128_t doubled(const uint32_t *p)
{
    v128_t v = wasm_v128_load64_zero(p);

    return wasm_i32x4_shuffle(v, v, 0, 0, 1, 1);
}

void ossl_ml_dsa_poly_ntt(POLY *p)
{
    if (!is_ready)
        prepare();
    /* Two levels a pass: pairs 2d apart, then pairs d apart. */
    for (int step = 1, d = N / 4; d >= 4; step *= 4, d /= 4) {
        for (int i = 0; i < step; i++) {
            uint32_t *c = p->coeff + 4 * d * i;

            for (int j = 0; j < d; j += 4, c += 4) {
                v128_t x0 = LOAD(c), x1 = LOAD(c + d), x2 = LOAD(c + 2 * d), x3 = LOAD(c + 3 * d);

                forward(&x0, &x2, ROOT(step + i));
                forward(&x1, &x3, ROOT(step + i));
                forward(&x0, &x1, ROOT(2 * (step + i)));
                forward(&x2, &x3, ROOT(2 * (step + i) + 1));
                STORE(c, x0);
                STORE(c + d, x1);
                STORE(c + 2 * d, x2);
                STORE(c + 3 * d, x3);
            }
        }
    }
    /* Pairs two apart and neighbours: both within a vector. */
    for (int i = 0; i < N / 4; i += 2) {
        uint32_t *c = p->coeff + 4 * i;
        v128_t a = LOAD(c), b = LOAD(c + 4);
        v128_t x = wasm_i32x4_shuffle(a, b, 0, 1, 4, 5), y = wasm_i32x4_shuffle(a, b, 2, 3, 6, 7);

        forward(&x, &y, ROOTS_TWICE(N / 4 + i));
        a = wasm_i32x4_shuffle(x, y, 0, 4, 2, 6);
        b = wasm_i32x4_shuffle(x, y, 1, 5, 3, 7);
        forward(&a, &b, ROOTS(N / 2 + 2 * i));
        a = whole(a);
        b = whole(b);
        STORE(c, wasm_i32x4_shuffle(a, b, 0, 4, 1, 5));
        STORE(c + 4, wasm_i32x4_shuffle(a, b, 2, 6, 3, 7));
    }
}

/* Roots are used from the last to the first. */
void ossl_ml_dsa_poly_ntt_inverse(POLY *p)
{
    v128_t factor, quotient;
    uint32_t bound = 4 * Q;

    if (!is_ready)
        prepare();
    for (int i = 0; i < N / 4; i += 2) {
        uint32_t *c = p->coeff + 4 * i;
        v128_t a = LOAD(c), b = LOAD(c + 4), x = wasm_i32x4_shuffle(a, b, 0, 2, 4, 6);
        v128_t y = wasm_i32x4_shuffle(a, b, 1, 3, 5, 7), roots_down = LOAD(roots + N - 4 - 2 * i);
        v128_t quotients_down = LOAD(quotients + N - 4 - 2 * i), two = doubled(roots + N / 2 - 2 - i);
        v128_t two_quotients = doubled(quotients + N / 2 - 2 - i);

        backward(&x, &y, wasm_i32x4_shuffle(roots_down, roots_down, 3, 2, 1, 0),
            wasm_i32x4_shuffle(quotients_down, quotients_down, 3, 2, 1, 0), Q);
        a = wasm_i32x4_shuffle(x, y, 0, 4, 2, 6);
        b = wasm_i32x4_shuffle(x, y, 1, 5, 3, 7);
        backward(&a, &b, wasm_i32x4_shuffle(two, two, 2, 3, 0, 1),
            wasm_i32x4_shuffle(two_quotients, two_quotients, 2, 3, 0, 1), 2 * Q);
        STORE(c, wasm_i64x2_shuffle(a, b, 0, 2));
        STORE(c + 4, wasm_i64x2_shuffle(a, b, 1, 3));
    }
    for (int step = N / 16, d = 4; step > 0; step /= 4, d *= 4, bound *= 4) {
        for (int i = 0; i < step; i++) {
            uint32_t *c = p->coeff + 4 * d * i;
            int root = 2 * step - 1 - i;

            for (int j = 0; j < d; j += 4, c += 4) {
                v128_t x0 = LOAD(c), x1 = LOAD(c + d), x2 = LOAD(c + 2 * d), x3 = LOAD(c + 3 * d);

                backward(&x0, &x1, ROOT(2 * root + 1), bound);
                backward(&x2, &x3, ROOT(2 * root), bound);
                backward(&x0, &x2, ROOT(root), 2 * bound);
                backward(&x1, &x3, ROOT(root), 2 * bound);
                STORE(c, x0);
                STORE(c + d, x1);
                STORE(c + 2 * d, x2);
                STORE(c + 3 * d, x3);
            }
        }
    }
    factor = SPLAT(last_factor);
    quotient = SPLAT(quotient_of(last_factor));
    for (int i = 0; i < N; i += 4)
        STORE(p->coeff + i, once(times(LOAD(p->coeff + i), factor, quotient)));
}

/* The products divided by 2^32 modulo q (Montgomery) */
void ossl_ml_dsa_poly_ntt_mult(const POLY *lhs, const POLY *rhs, POLY *out)
{
    v128_t inverse = SPLAT((uint32_t)ML_DSA_Q_NEG_INV);

    for (int i = 0; i < N; i += 4) {
        v128_t a = LOAD(lhs->coeff + i), b = LOAD(rhs->coeff + i), q = as_it_is(SPLAT(Q));
        v128_t low = wasm_u64x2_extmul_low_u32x4(a, b), high = wasm_u64x2_extmul_high_u32x4(a, b);
        v128_t t = wasm_i32x4_mul(wasm_i32x4_shuffle(low, high, 0, 2, 4, 6), inverse);

        low = wasm_i64x2_add(low, wasm_u64x2_extmul_low_u32x4(t, q));
        high = wasm_i64x2_add(high, wasm_u64x2_extmul_high_u32x4(t, q));
        STORE(out->coeff + i, once(high_words(low, high)));
    }
}
