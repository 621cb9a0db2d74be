/*
 * Montgomery multiplication and fixed-window exponentiation of large numbers: RSA, DH, DSA, curves without a kernel.
 *
 * Why: OpenSSL's C holds numbers in words of 32 bits, so that every product of two words costs a carry chain of three
 * words. Here numbers are cut into limbs of 29 bits: one instruction makes two products, the products of a column are
 * summed in 64 bits, and columns are carried together, every 28 rows.
 *
 * Sources: Montgomery, Modular multiplication without trial division (Math. Comp. 44, 1985); operands scanned row by row
 * (Koc, Acar, Kaliski, IEEE Micro 16(3), 1996), four rows at a time so that a column is loaded and stored once for eight
 * products; reduced radix in vectors (Gueron and Krasnov, Software implementation of modular exponentiation, using
 * advanced vector instructions architectures, WAIFI 2012). OpenSSL's R is 2^(32 num), that of the limbs R' = R 2^s: a
 * number times 2^s stands for the same residue in both.
 *
 * Hook: OPENSSL_BN_ASM_MONT (bn_mul_mont) and OPENSSL_BN_ASM_MONT5 (exponentiation with secret exponents, where one
 * conversion serves six multiplications). BN_SOFT_LIMIT is the size above which OpenSSL's own C goes on.
 *
 * Constant time: no branch or address depends on a value, only on sizes; the window table is read whole.
 */
#include <stdint.h>
#include <string.h>
#include <wasm_simd128.h>

#include <openssl/crypto.h>

#include "internal/constant_time.h"

#define MOST_WORDS 128
/* Fewer words are multiplied in less time than they are converted in. */
#define LEAST_WORDS 16
#define LIMB_BITS 29
#define LIMB_MASK ((UINT64_C(1) << LIMB_BITS) - 1)
#define ROWS 4
/* s is so much that five squarings in a row need no subtraction: see bn_power5. */
#define LEAST_SHIFT 8
#define LIMBS(num) ((32 * (num) + LEAST_SHIFT + LIMB_BITS * ROWS - 1) / (LIMB_BITS * ROWS) * ROWS)
#define MOST_LIMBS LIMBS(MOST_WORDS)
/* A column takes fewer than 2^6 products of 2^58, and what a carry left there: rows between carries, one or two products each. */
#define ROWS_OF_ONE 56
#define ROWS_OF_TWO 28
/* Words of zeros before and behind those that limbs are cut from. */
#define PAD_WORDS 6

#define INLINE static inline __attribute__((always_inline))
#define ADD wasm_i64x2_add
#define SPLAT(a) wasm_i32x4_splat((int32_t)(a))

int wasm_mul_mont(uint32_t *r, const uint32_t *a, const uint32_t *b, const uint32_t *n, const uint32_t *n0, int num);
int bn_mul_mont(uint32_t *r, const uint32_t *a, const uint32_t *b, const uint32_t *n, const uint32_t *n0, int num);
void bn_mul_mont_gather5(uint32_t *r, const uint32_t *a, const void *table, const uint32_t *n, const uint32_t *n0,
    int num, int power);
void bn_power5(uint32_t *r, const uint32_t *a, const void *table, const uint32_t *n, const uint32_t *n0, int num,
    int power);
void bn_scatter5(const uint32_t *in, size_t num, void *table, size_t power);
void bn_gather5(uint32_t *out, size_t num, const void *table, size_t power);
int bn_get_bits5(const uint32_t *words, int offset);

/* What a multiplication knows and where it computes, in one place so that it is wiped at once. */
typedef struct {
    int num, limbs, shift;
    uint64_t inverse; /* -1/n modulo 2^29 */
    uint32_t n[MOST_LIMBS], x[MOST_LIMBS + 2], y[MOST_LIMBS];
    uint64_t t[2 * MOST_LIMBS];
    uint32_t padded[MOST_WORDS + 2 * PAD_WORDS];
} state;

/* r = words * 2^shift */
static void to_limbs(uint32_t *r, const uint32_t *words, state *m, int shift)
{
    uint32_t *padded = m->padded;
    unsigned bit = (unsigned)(32 * PAD_WORDS - shift);

    memset(padded, 0, PAD_WORDS * sizeof(*padded));
    memcpy(padded + PAD_WORDS, words, (size_t)m->num * sizeof(*words));
    memset(padded + PAD_WORDS + m->num, 0, PAD_WORDS * sizeof(*padded));
    for (int i = 0; i < m->limbs; i++, bit += LIMB_BITS) {
        uint64_t x;

        memcpy(&x, (const unsigned char *)padded + bit / 8, sizeof(x));
        r[i] = (uint32_t)(x >> (bit % 8) & LIMB_MASK);
    }
}

static void begin(state *m, const uint32_t *n, const uint32_t *n0, int num)
{
    m->num = num;
    m->limbs = LIMBS(num);
    m->shift = LIMB_BITS * m->limbs - 32 * num;
    m->inverse = n0[0] & LIMB_MASK;
    to_limbs(m->n, n, m, 0);
}

static void wipe(state *m)
{
    OPENSSL_cleanse(m->x, (size_t)m->limbs * sizeof(*m->x));
    OPENSSL_cleanse(m->y, (size_t)m->limbs * sizeof(*m->y));
    OPENSSL_cleanse(m->t, (size_t)(2 * m->limbs) * sizeof(*m->t));
    OPENSSL_cleanse(m->padded, (size_t)(m->num + 2 * PAD_WORDS) * sizeof(*m->padded));
}

/*
 * Hands what each of an even number of columns has above 29 bits to the next one, all at once; the last keeps its own. A
 * column is below 2^29 + 2^35 after one pass and below 2^29 + 2^7 after two.
 */
INLINE void carry(uint64_t *t, int columns)
{
    v128_t mask = wasm_i64x2_splat((int64_t)LIMB_MASK);
    uint64_t last = t[columns - 1] + (t[columns - 2] >> LIMB_BITS), second = t[1] & LIMB_MASK;

    for (int i = columns - 2; i > 0; i -= 2) {
        v128_t own = wasm_v128_and(wasm_v128_load(t + i), mask);

        wasm_v128_store(t + i, ADD(own, wasm_u64x2_shr(wasm_v128_load(t + i - 1), LIMB_BITS)));
    }
    t[columns - 1] = last;
    t[1] = second + (t[0] >> LIMB_BITS);
    t[0] &= LIMB_MASK;
}

/*
 * The barrier is for the compiler: it would widen a factor that stays the same over a loop once, before the loop, and then
 * have two factors of 64 bits to multiply, which takes eight instructions instead of one.
 */
INLINE v128_t low_products(v128_t a, v128_t b)
{
    __asm__ volatile("" : "+r"(a));
    return wasm_u64x2_extmul_low_u32x4(a, b);
}

INLINE v128_t high_products(v128_t a, v128_t b)
{
    __asm__ volatile("" : "+r"(a));
    return wasm_u64x2_extmul_high_u32x4(a, b);
}

/* Adds four columns of four rows, each a factor and the limbs from b, b - 1, b - 2, b - 3 on. */
INLINE void add_columns(v128_t *low, v128_t *high, const v128_t *factors, const uint32_t *b)
{
    for (int row = 0; row < ROWS; row++) {
        v128_t limbs = wasm_v128_load(b - row);

        *low = ADD(*low, low_products(factors[row], limbs));
        *high = ADD(*high, high_products(factors[row], limbs));
    }
}

/* The last three columns of four rows, which fewer than four rows reach; b is behind the limbs. */
INLINE void add_end(uint64_t *t, uint64_t a1, uint64_t a2, uint64_t a3, const uint32_t *b)
{
    uint64_t b1 = b[-3], b2 = b[-2], b3 = b[-1];

    t[0] += a1 * b3 + a2 * b2 + a3 * b1;
    t[1] += a2 * b3 + a3 * b2;
    t[2] += a3 * b3;
}

/*
 * Adds four rows of a * b, when b is not NULL, and the four multiples of n that make the lowest four columns zero; what
 * those carry goes to the fifth.
 */
INLINE void four_rows(uint64_t *t, const uint32_t *a, const uint32_t *b, const state *m)
{
    const uint32_t *n = m->n;
    int limbs = m->limbs;
    uint64_t k = m->inverse, n0 = n[0], n1 = n[1], n2 = n[2], n3 = n[3], q0, q1, q2, q3, c;
    uint64_t a0 = 0, a1 = 0, a2 = 0, a3 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0;

    if (b != NULL) {
        a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
        b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3];
    }
    c = t[0] + a0 * b0;
    q0 = (c * k) & LIMB_MASK;
    c = ((c + q0 * n0) >> LIMB_BITS) + t[1] + a0 * b1 + a1 * b0 + q0 * n1;
    q1 = (c * k) & LIMB_MASK;
    c = ((c + q1 * n0) >> LIMB_BITS) + t[2] + a0 * b2 + a1 * b1 + a2 * b0 + q0 * n2 + q1 * n1;
    q2 = (c * k) & LIMB_MASK;
    c = ((c + q2 * n0) >> LIMB_BITS) + t[3] + a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + q0 * n3 + q1 * n2 + q2 * n1;
    q3 = (c * k) & LIMB_MASK;
    t[4] += (c + q3 * n0) >> LIMB_BITS;

    v128_t of_a[ROWS] = { SPLAT(a0), SPLAT(a1), SPLAT(a2), SPLAT(a3) };
    v128_t of_q[ROWS] = { SPLAT(q0), SPLAT(q1), SPLAT(q2), SPLAT(q3) };

    for (int j = 4; j < limbs; j += 4) {
        v128_t low = wasm_v128_load(t + j), high = wasm_v128_load(t + j + 2);

        add_columns(&low, &high, of_q, n + j);
        if (b != NULL)
            add_columns(&low, &high, of_a, b + j);
        wasm_v128_store(t + j, low);
        wasm_v128_store(t + j + 2, high);
    }
    add_end(t + limbs, q1, q2, q3, n + limbs);
    if (b != NULL)
        add_end(t + limbs, a1, a2, a3, b + limbs);
}

static void finish(state *m)
{
    carry(m->t + m->limbs, m->limbs);
    carry(m->t + m->limbs, m->limbs);
    for (int i = 0; i < m->limbs; i++)
        m->x[i] = (uint32_t)m->t[m->limbs + i];
}

/* x = x * y / R' modulo n, below x * y / R' + n */
static void multiply(state *m)
{
    int limbs = m->limbs;

    memset(m->t, 0, (size_t)(2 * limbs) * sizeof(*m->t));
    for (int i = 0; i < limbs; i += ROWS) {
        if (i > 0 && i % ROWS_OF_TWO == 0)
            carry(m->t + i, limbs);
        four_rows(m->t + i, m->x + i, m->y, m);
    }
    finish(m);
}

/* x = x * x / R' modulo n, with half of the products */
static void square(state *m)
{
    const uint32_t *a = m->x;
    uint64_t *t = m->t;
    int limbs = m->limbs;

    memset(t, 0, (size_t)(2 * limbs) * sizeof(*t));
    for (int i = 0; i < limbs; i += ROWS) {
        uint64_t a0 = a[i], a1 = a[i + 1], a2 = a[i + 2], a3 = a[i + 3], *c = t + 2 * i;
        uint64_t d0 = 2 * a0, d1 = 2 * a1, d2 = 2 * a2, d3 = 2 * a3;
        v128_t factors[ROWS] = { SPLAT(d0), SPLAT(d1), SPLAT(d2), SPLAT(d3) };

        if (i > 0 && i % ROWS_OF_TWO == 0)
            carry(t + i, limbs);
        c[0] += a0 * a0;
        c[1] += d0 * a1;
        c[2] += d0 * a2 + a1 * a1;
        c[3] += d0 * a3 + d1 * a2;
        c[4] += d1 * a3 + a2 * a2;
        c[5] += d2 * a3;
        c[6] += a3 * a3;
        if (i + ROWS == limbs)
            break;
        for (int j = i + 4; j < limbs; j += 4) {
            v128_t low = wasm_v128_load(t + i + j), high = wasm_v128_load(t + i + j + 2);

            if (j > i + 4) {
                add_columns(&low, &high, factors, a + j);
            } else {
                /* The four limbs before these have been multiplied above. */
                v128_t zero = SPLAT(0), x = wasm_v128_load(a + j), x1 = wasm_i32x4_shuffle(zero, x, 0, 4, 5, 6);
                v128_t x2 = wasm_i32x4_shuffle(zero, x, 0, 1, 4, 5), x3 = wasm_i32x4_shuffle(zero, x, 0, 1, 2, 4);

                low = ADD(low, ADD(low_products(factors[0], x), low_products(factors[1], x1)));
                high = ADD(high, ADD(high_products(factors[0], x), high_products(factors[1], x1)));
                high = ADD(high, ADD(high_products(factors[2], x2), high_products(factors[3], x3)));
            }
            wasm_v128_store(t + i + j, low);
            wasm_v128_store(t + i + j + 2, high);
        }
        add_end(t + i + limbs, d1, d2, d3, a + limbs);
    }
    carry(t, 2 * limbs);
    for (int i = 0; i < limbs; i += ROWS) {
        if (i > 0 && i % ROWS_OF_ONE == 0)
            carry(t + i, limbs);
        four_rows(t + i, NULL, NULL, m);
    }
    finish(m);
}

/* Carries x, and takes n off it where it is not less. */
static void subtract_once(state *m)
{
    uint32_t *less = (uint32_t *)m->t, keep;
    int64_t own = 0, difference = 0;

    for (int i = 0; i < m->limbs; i++) {
        own += m->x[i];
        difference += (int64_t)m->x[i] - m->n[i];
        m->x[i] = (uint32_t)((uint64_t)own & LIMB_MASK);
        less[i] = (uint32_t)((uint64_t)difference & LIMB_MASK);
        own >>= LIMB_BITS;
        difference >>= LIMB_BITS;
    }
    keep = value_barrier_32((uint32_t)(difference >> 63));
    for (int i = 0; i < m->limbs; i++)
        m->x[i] = less[i] ^ ((less[i] ^ m->x[i]) & keep);
}

/* r = x, which is below n */
static void from_limbs(uint32_t *r, state *m)
{
    const uint32_t *x = m->x;
    int offset = 0;

    m->x[m->limbs] = m->x[m->limbs + 1] = 0;
    for (int i = 0; i < m->num; i++) {
        r[i] = (uint32_t)(x[0] >> offset | (uint64_t)x[1] << (LIMB_BITS - offset) | (uint64_t)x[2] << (2 * LIMB_BITS - offset));
        offset += 32 - LIMB_BITS;
        x += 1 + (offset >= LIMB_BITS);
        offset -= offset >= LIMB_BITS ? LIMB_BITS : 0;
    }
}

/* r = a * b / R modulo n; num is at most MOST_WORDS, a * b below n R. */
int wasm_mul_mont(uint32_t *r, const uint32_t *a, const uint32_t *b, const uint32_t *n, const uint32_t *n0, int num)
{
    state m;

    begin(&m, n, n0, num);
    if (a == b) {
        to_limbs(m.x, a, &m, m.shift / 2);
        square(&m);
    } else {
        to_limbs(m.x, a, &m, m.shift);
        to_limbs(m.y, b, &m, 0);
        multiply(&m);
    }
    subtract_once(&m);
    from_limbs(r, &m);
    wipe(&m);
    return 1;
}

/* The same where 0 sends the caller on to OpenSSL's own C. */
int bn_mul_mont(uint32_t *r, const uint32_t *a, const uint32_t *b, const uint32_t *n, const uint32_t *n0, int num)
{
    return num >= LEAST_WORDS && num <= MOST_WORDS && wasm_mul_mont(r, a, b, n, n0, num);
}

/* The table: word i of all 32 powers side by side. */
void bn_scatter5(const uint32_t *in, size_t num, void *table, size_t power)
{
    uint32_t *t = (uint32_t *)table + power;

    for (size_t i = 0; i < num; i++)
        t[32 * i] = in[i];
}

void bn_gather5(uint32_t *out, size_t num, const void *table, size_t power)
{
    v128_t mask[8], wanted = SPLAT(power);
    const v128_t *t = table;

    for (int i = 0; i < 8; i++)
        mask[i] = wasm_i32x4_eq(wanted, wasm_i32x4_make(4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3));
    for (size_t i = 0; i < num; i++, t += 8) {
        v128_t sum = wasm_v128_and(wasm_v128_load(t), mask[0]);

        for (int j = 1; j < 8; j++)
            sum = wasm_v128_or(sum, wasm_v128_and(wasm_v128_load(t + j), mask[j]));
        sum = wasm_v128_or(sum, wasm_i64x2_shuffle(sum, sum, 1, 0));
        out[i] = (uint32_t)(wasm_i32x4_extract_lane(sum, 0) | wasm_i32x4_extract_lane(sum, 1));
    }
}

/* The five bits from `offset` on. */
int bn_get_bits5(const uint32_t *words, int offset)
{
    uint64_t pair = words[offset / 32];

    if (offset % 32 > 27)
        pair |= (uint64_t)words[offset / 32 + 1] << 32;
    return (int)(pair >> (offset % 32)) & 31;
}

void bn_mul_mont_gather5(uint32_t *r, const uint32_t *a, const void *table, const uint32_t *n, const uint32_t *n0,
    int num, int power)
{
    uint32_t entry[MOST_WORDS];

    bn_gather5(entry, (size_t)num, table, (size_t)power);
    wasm_mul_mont(r, a, entry, n, n0, num);
    OPENSSL_cleanse(entry, (size_t)num * sizeof(*entry));
}

/*
 * r = a^32 * table[power]. With a below n, x starts below n 2^s, which is below R'; its square x^2 / R' + n is at most n
 * more. So x is below n 2^s (1 + 31/2^s) after five, and the product with the entry below n (2 + 31/2^s).
 */
void bn_power5(uint32_t *r, const uint32_t *a, const void *table, const uint32_t *n, const uint32_t *n0, int num,
    int power)
{
    state m;
    uint32_t entry[MOST_WORDS];

    begin(&m, n, n0, num);
    to_limbs(m.x, a, &m, m.shift);
    for (int i = 0; i < 5; i++)
        square(&m);
    bn_gather5(entry, (size_t)num, table, (size_t)power);
    to_limbs(m.y, entry, &m, 0);
    multiply(&m);
    subtract_once(&m);
    subtract_once(&m);
    from_limbs(r, &m);
    wipe(&m);
    OPENSSL_cleanse(entry, (size_t)num * sizeof(*entry));
}
