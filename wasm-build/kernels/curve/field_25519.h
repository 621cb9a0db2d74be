/*
 * Arithmetic modulo p = 2^255 - 19: what both representations share.
 *
 * Constant time, so also the inversion and the root.
 */
#include <stdint.h>
#include <string.h>

#include <openssl/crypto.h>

#include "internal/constant_time.h"

#define INV_WORDS 8
#include "modinv.h"

#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

static const uint32_t field_p[8] = {
    0xffffffed, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff,
};

#ifdef __wasm_wide_arithmetic__
#include "field_25519_wide.h"
#else
#include "field_25519_narrow.h"
#endif

static const fe fe_zero = { { 0 } }, fe_one = { { 1 } };

/* All ones or all zeros in whatever a limb is */
#define LIMB_OF_MASK(mask) ((__typeof__(((fe *)0)->v[0]))value_barrier_64((uint64_t)(int64_t)(int32_t)(mask)))

INLINE void fe_swap_if(fe *a, fe *b, uint32_t mask)
{
    const __typeof__(a->v[0]) all = LIMB_OF_MASK(mask);

    UNROLL for (int i = 0; i < LIMBS; i++) {
        __typeof__(a->v[i]) t = (a->v[i] ^ b->v[i]) & all;

        a->v[i] ^= t;
        b->v[i] ^= t;
    }
}

/* r = a when mask is all ones, unchanged when it is zero */
INLINE void fe_select(fe *r, const fe *a, uint32_t mask)
{
    const __typeof__(r->v[0]) all = LIMB_OF_MASK(mask);

    UNROLL for (int i = 0; i < LIMBS; i++) r->v[i] ^= (r->v[i] ^ a->v[i]) & all;
}

/* r = -r when mask is all ones; unchanged when it is zero */
INLINE void fe_negate_if(fe *r, uint32_t mask)
{
    fe t;

    fe_sub(&t, &fe_zero, r);
    fe_select(r, &t, mask);
}

/* r = 1 / a, 0 for 0, a product */
static void fe_invert(fe *r, const fe *a)
{
    uint32_t words[8];

    fe_to_words(words, a);
    modinv(words, words, field_p);
    fe_from_words(r, words);
    OPENSSL_cleanse(words, sizeof(words));
}

/* r = a^(2^n) b */
static void fe_power_of_2(fe *r, const fe *a, int n, const fe *b)
{
    fe t;

    fe_sqr(&t, a);
    while (--n > 0)
        fe_sqr(&t, &t);
    fe_mul(r, &t, b);
}

/* r = a^(2^252 - 3), the exponent being (p - 5) / 8; the powers on the way are those by 2^n - 1. */
static void fe_power_for_root(fe *r, const fe *a)
{
    fe p5, p10, p20, p50, p100;

    fe_power_of_2(&p5, a, 1, a);
    fe_power_of_2(&p10, &p5, 2, &p5);
    fe_power_of_2(&p5, &p10, 1, a);
    fe_power_of_2(&p10, &p5, 5, &p5);
    fe_power_of_2(&p20, &p10, 10, &p10);
    fe_power_of_2(&p50, &p20, 20, &p20);
    fe_power_of_2(&p50, &p50, 10, &p10);
    fe_power_of_2(&p100, &p50, 50, &p50);
    fe_power_of_2(r, &p100, 100, &p100);
    fe_power_of_2(r, r, 50, &p50);
    fe_power_of_2(r, r, 2, a);
}
