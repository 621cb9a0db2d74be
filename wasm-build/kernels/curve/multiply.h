/*
 * Scalar multiplication over weierstrass.h: a comb for the generator, a fixed window for any other point.
 *
 * Source: scalars in signed binary without zeros: every odd k below 2^D is the sum of +-2^i over all i < D (Hamburg, "Fast
 * and compact elliptic-curve cryptography", IACR 2012/309, 3.2 and 3.3). Combed, its digits select from the generator's
 * table; read WINDOW bits at a time they are the odd digits of a window. Even scalars are negated modulo the order.
 *
 * No digit is zero, so no table entry is infinity and every step does the same. The comb's table is computed at first
 * use: that takes as long as a few of the multiplications that it saves, and it would weigh more than all of this code.
 *
 * Constant time: tables are read whole, no address depends on a secret, and no branch but settle's. Points have prime
 * order, so a step meets its table entry or the entry's negative for some dozens of all scalars only: 0, the order less
 * a few, and others that no one finds by chance.
 *
 * The includer defines curve_order, curve_rr (R^2 modulo p), curve_gx, curve_gy as words, WINDOW, COMB_TEETH, COMB_COUNT,
 * COMB_SPACING.
 */
#include <openssl/crypto.h>

#include "secret_digits.h"

#define WINDOWS DIVIDE_UP(32 * FE_WORDS, WINDOW)
#define WINDOW_ENTRIES (1 << (WINDOW - 1))
#define COMB_ENTRIES (1 << (COMB_TEETH - 1))
#define COMB_BITS (COMB_TEETH * COMB_COUNT * COMB_SPACING)
/* A scalar's words and what either recoding adds above them. */
#define RECODED_WORDS (FE_WORDS + 2)

static affine comb[COMB_COUNT][COMB_ENTRIES];
static int is_ready;

/*
 * The signed binary digits of k or, when k is even, of order - k: bit i of the result stands for +2^i when set, for -2^i
 * when clear, over all i < bits. Answers all ones when k was even. k is below the order.
 */
static uint32_t recode(uint32_t *digits, const uint32_t *k, int bits)
{
    uint32_t even = value_barrier_32((k[0] & 1) - 1), odd[FE_WORDS];
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
            gather(entry.v, comb[c][0].v, COMB_ENTRIES, sizeof(entry.v) / sizeof(*entry.v), v);
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

        gather(entry.v, table[0].v, WINDOW_ENTRIES, sizeof(entry.v) / sizeof(*entry.v), v);
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

/* All of them with one inversion (Montgomery's trick); none is infinity. */
static void to_affine(affine *out, const point *all, int count)
{
    fe product[COMB_COUNT * COMB_ENTRIES], inverse, z, t;

    product[0] = all[0].z;
    for (int i = 1; i < count; i++)
        fe_mul(&product[i], &product[i - 1], &all[i].z);
    fe_invert(&inverse, &product[count - 1]);
    for (int i = count - 1; i >= 0; i--) {
        z = inverse;
        if (i > 0) {
            fe_mul(&z, &inverse, &product[i - 1]);
            fe_mul(&inverse, &inverse, &all[i].z);
        }
        fe_sqr(&t, &z);
        fe_mul(&out[i].p.x, &all[i].x, &t);
        fe_mul(&t, &t, &z);
        fe_mul(&out[i].p.y, &all[i].y, &t);
    }
}

/* The comb's table: entry v of comb c is the sum over its teeth t of +-2^(spacing * (c * teeth + t)) G, the last one +. */
static void prepare(void)
{
    point jacobian[COMB_COUNT][COMB_ENTRIES], g;

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
    to_affine(comb[0], jacobian[0], COMB_COUNT * COMB_ENTRIES);
    is_ready = 1;
}
