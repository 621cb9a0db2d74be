/*
 * Elements modulo 2^255 - 19 in nine limbs of 29 bits: 81 products of 32 bits, where OpenSSL's ten limbs of 25.5 bits, chosen
 * so that nothing overflows before it is folded, make 100. The columns above 2^261 are carried first and come back times
 * 2^261 mod p = 64 * 19.
 *
 * Tried and slower: half the products, by x[i] y[j] + x[j] y[i] = (x[i] - x[j]) (y[j] - y[i]) + x[i] y[i] + x[j] y[j], 19.0 ns
 * against 17.9, for there are no fewer instructions; two multiplications at a time in vectors of 25.5-bit limbs (Chou,
 * "Sandy2x: New Curve25519 speed records", SAC 2015), 38 ns for two against 17 for one, for the widening product is three
 * instructions on x86.
 *
 * Bounds: what a multiplication leaves, a product, has limbs between -2^17 and 2^29 + 2^17, the last below 2^23. Sums (less
 * p) and differences of two products lie between -2^29 - 2^18 and 2^29 + 2^18, and only such are multiplied: a column adds
 * up to nine of their products, less than 2^62, and twice that with what is subtracted is less than 2^63.
 */
#define LIMBS 9
#define LIMB_BITS 29
#define LAST_BITS 23
#define LIMB_MASK ((INT64_C(1) << LIMB_BITS) - 1)
#define LAST_MASK ((INT64_C(1) << LAST_BITS) - 1)

typedef struct {
    int32_t v[LIMBS];
} fe;

/* Column k of x * y, or of x * x where they are one: the sum of all x[i] y[k - i] */
INLINE int64_t column(const int64_t *x, const int64_t *y, int k)
{
    int64_t sum = 0;

    UNROLL for (int i = 0; i < LIMBS; i++) {
        int j = k - i;

        if (j >= 0 && j < LIMBS && (x != y || i < j))
            sum += x[i] * y[j];
    }
    if (x == y) {
        sum += sum;
        if (k % 2 == 0)
            sum += x[k / 2] * x[k / 2];
    }
    return sum;
}

/* r = times * x * y - less, which may be NULL */
INLINE void multiply_limbs(fe *r, const int64_t *x, const int64_t *y, int times, const fe *less)
{
    int64_t high[LIMBS], low[LIMBS], t = 0;

    UNROLL for (int k = LIMBS; k < 2 * LIMBS - 1; k++) {
        t += times * column(x, y, k);
        high[k - LIMBS] = t & LIMB_MASK;
        t >>= LIMB_BITS;
    }
    high[LIMBS - 1] = t;
    t = 0;
    UNROLL for (int k = 0; k < LIMBS; k++) {
        t += times * column(x, y, k) + high[k] * (64 * 19) - (less == NULL ? 0 : less->v[k]);
        low[k] = t & (k == LIMBS - 1 ? LAST_MASK : LIMB_MASK);
        t >>= k == LIMBS - 1 ? LAST_BITS : LIMB_BITS;
    }
    t = low[0] + t * 19;
    r->v[0] = (int32_t)(t & LIMB_MASK);
    r->v[1] = (int32_t)(low[1] + (t >> LIMB_BITS));
    UNROLL for (int k = 2; k < LIMBS; k++) r->v[k] = (int32_t)low[k];
}

INLINE void widen(int64_t *x, const fe *a)
{
    UNROLL for (int i = 0; i < LIMBS; i++) x[i] = a->v[i];
}

static __attribute__((noinline)) void fe_mul(fe *r, const fe *a, const fe *b)
{
    int64_t x[LIMBS], y[LIMBS];

    widen(x, a);
    widen(y, b);
    multiply_limbs(r, x, y, 1, NULL);
}

static __attribute__((noinline)) void fe_sqr(fe *r, const fe *a)
{
    int64_t x[LIMBS];

    widen(x, a);
    multiply_limbs(r, x, x, 1, NULL);
}

/* Inlined, they are no faster, and many times the bytes. */
#define fe_mul_inline fe_mul
#define fe_sqr_inline fe_sqr

/* r = a^2 - b, a product; b is a sum or a difference of products. */
static __attribute__((noinline)) void fe_sqr_sub(fe *r, const fe *a, const fe *b)
{
    int64_t x[LIMBS];

    widen(x, a);
    multiply_limbs(r, x, x, 1, b);
}

/* r = 2 a^2 - b, likewise */
static __attribute__((noinline)) void fe_sqr_twice_sub(fe *r, const fe *a, const fe *b)
{
    int64_t x[LIMBS];

    widen(x, a);
    multiply_limbs(r, x, x, 2, b);
}

/* r = a + 121665 b, where b is a difference: a product but for limb 0, which may be 2^22 more or less. */
INLINE void fe_add_scaled(fe *r, const fe *a, const fe *b)
{
    int64_t t = 0;

    UNROLL for (int i = 0; i < LIMBS; i++) {
        t += a->v[i] + INT64_C(121665) * b->v[i];
        r->v[i] = (int32_t)(t & (i == LIMBS - 1 ? LAST_MASK : LIMB_MASK));
        t >>= i == LIMBS - 1 ? LAST_BITS : LIMB_BITS;
    }
    r->v[0] += (int32_t)(19 * t);
}

/* r = a + b - p */
INLINE void fe_add(fe *r, const fe *a, const fe *b)
{
    UNROLL for (int i = 0; i < LIMBS; i++)
        r->v[i] = a->v[i] + b->v[i] - (int32_t)(i == 0 ? LIMB_MASK - 18 : i < LIMBS - 1 ? LIMB_MASK : LAST_MASK);
}

INLINE void fe_sub(fe *r, const fe *a, const fe *b)
{
    UNROLL for (int i = 0; i < LIMBS; i++) r->v[i] = a->v[i] - b->v[i];
}

/* The number below 2^255, bit 255 ignored */
static void fe_from_words(fe *r, const uint32_t *words)
{
    UNROLL for (int i = 0; i < LIMBS; i++) {
        int bit = LIMB_BITS * i, w = bit / 32;
        uint64_t two = words[w] | (w + 1 < 8 ? (uint64_t)words[w + 1] << 32 : 0);

        r->v[i] = (int32_t)(two >> (bit % 32) & (i == LIMBS - 1 ? LAST_MASK : LIMB_MASK));
    }
}

/* a modulo p; a is a product and so lies between -2^60 and 2p. */
static void fe_to_words(uint32_t *words, const fe *a)
{
    uint32_t less[8], keep;
    int64_t t = 0;
    int bits = 0, limb = 0;

    /* a + p, which is not negative */
    for (int i = 0; i < 8; i++) {
        t += field_p[i];
        while (bits < 32 && limb < LIMBS) {
            t += (int64_t)a->v[limb++] << bits;
            bits += LIMB_BITS;
        }
        words[i] = (uint32_t)t;
        t >>= 32;
        bits -= 32;
    }
    for (int again = 0; again < 2; again++) {
        int64_t borrow = 0;

        for (int i = 0; i < 8; i++) {
            borrow += (int64_t)words[i] - field_p[i];
            less[i] = (uint32_t)borrow;
            borrow >>= 32;
        }
        t += borrow;
        keep = value_barrier_32((uint32_t)(t >> 63));
        t -= borrow & (int32_t)keep;
        for (int i = 0; i < 8; i++)
            words[i] = less[i] ^ ((less[i] ^ words[i]) & keep);
    }
}

