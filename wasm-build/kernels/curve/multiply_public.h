/*
 * k * generator + l * a for scalars that everybody may know, as a signature's verification has them: the doublings are
 * shared and zeros skipped.
 *
 * Source: interleaved signed windows (Moeller, "Algorithms for multi-exponentiation", SAC 2001).
 *
 * Not constant time, and not for secrets.
 */
#include <stdlib.h>

#include "public_digits.h"

/* Widths of the windows: the generator's table is made once, the other in each call. */
#define GENERATOR_WIDTH 7
#define POINT_WIDTH 5
#define GENERATOR_ODD (1 << (GENERATOR_WIDTH - 2))
#define POINT_ODD (1 << (POINT_WIDTH - 2))
#define PUBLIC_BITS (32 * FE_WORDS + 1)

_Static_assert(GENERATOR_ODD <= COMB_COUNT * COMB_ENTRIES, "to_affine has no room for more");

/* The odd multiples of the generator */
static affine generator_odd[GENERATOR_ODD];
static int has_generator_odd;

/* The odd multiples of a, in order. */
static void odd_multiples(point *out, int count, const point *a)
{
    summand twice;
    point p = *a;

    point_double(&out[0], a);
    to_summand(&twice, &out[0]);
    out[0] = p;
    for (int i = 1; i < count; i++) {
        point_add(&p, &twice);
        out[i] = p;
    }
}

static void prepare_public(void)
{
    point odd[GENERATOR_ODD], g;

    fe_encode(&g.x, curve_gx);
    fe_encode(&g.y, curve_gy);
    g.z = fe_one;
    odd_multiples(odd, GENERATOR_ODD, &g);
    to_affine(generator_odd, odd, GENERATOR_ODD);
    has_generator_odd = 1;
}

static void multiply_public(point *r, const uint32_t *k, const uint32_t *l, const point *a)
{
    int8_t k_digits[PUBLIC_BITS], l_digits[PUBLIC_BITS];
    summand table[POINT_ODD];
    point odd[POINT_ODD];

    if (!has_generator_odd)
        prepare_public();
    recode_public(k_digits, k, FE_WORDS, GENERATOR_WIDTH);
    recode_public(l_digits, l, FE_WORDS, POINT_WIDTH);
    odd_multiples(odd, POINT_ODD, a);
    for (int i = 0; i < POINT_ODD; i++)
        to_summand(&table[i], &odd[i]);
    memset(r, 0, sizeof(*r));
    for (int i = PUBLIC_BITS - 1; i >= 0; i--) {
        int of_k = k_digits[i], of_l = l_digits[i];

        point_double(r, r);
        if (of_l != 0) {
            summand s = table[abs(of_l) / 2];

            fe_negate_if(&s.p.y, 0 - (uint32_t)(of_l < 0));
            point_add(r, &s);
        }
        if (of_k != 0) {
            affine g = generator_odd[abs(of_k) / 2];

            fe_negate_if(&g.p.y, 0 - (uint32_t)(of_k < 0));
            point_add_affine(r, &g);
        }
    }
}
