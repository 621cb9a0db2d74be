/*
 * Elements modulo 2^255 - 19 in five limbs of 51 bits, for modules with products of 128 bits. Source: Bernstein, Duif, Lange,
 * Schwabe, Yang, "High-speed high-security signatures" (CHES 2011), 3.
 *
 * Bounds: what a multiplication leaves, a product, has limbs below 2^51 + 2^13. Sums, and differences plus 4p, of two
 * products are below 2^54, 19 times that below 2^59, and five of their products below 2^115, so that a carry fits a word.
 *
 * What the ladder and the sums of points are made of is inlined there: 20% of a ladder in V8, 8% in JavaScriptCore.
 */
#define LIMBS 5
#define LIMB_BITS 51
#define LIMB_MASK ((UINT64_C(1) << LIMB_BITS) - 1)

typedef unsigned __int128 wide;

typedef struct {
    uint64_t v[LIMBS];
} fe;

INLINE void carry(fe *r, wide *t)
{
    uint64_t c = 0;

    UNROLL for (int i = 0; i < LIMBS; i++) {
        t[i] += c;
        r->v[i] = (uint64_t)t[i] & LIMB_MASK;
        c = (uint64_t)(t[i] >> LIMB_BITS);
    }
    c = r->v[0] + 19 * c;
    r->v[0] = c & LIMB_MASK;
    r->v[1] += c >> LIMB_BITS;
}

INLINE void fe_mul_inline(fe *r, const fe *a, const fe *b)
{
    uint64_t y[LIMBS], y19[LIMBS];
    wide t[LIMBS];

    UNROLL for (int i = 0; i < LIMBS; i++) y19[i] = 19 * (y[i] = b->v[i]);
    UNROLL for (int k = 0; k < LIMBS; k++) {
        t[k] = (wide)a->v[0] * y[k];
        UNROLL for (int i = 1; i < LIMBS; i++)
            t[k] += (wide)a->v[i] * (i <= k ? y[k - i] : y19[k - i + LIMBS]);
    }
    carry(r, t);
}

INLINE void square_limbs(wide *t, const fe *a)
{
    uint64_t x0 = a->v[0], x1 = a->v[1], x2 = a->v[2], x3 = a->v[3], x4 = a->v[4];
    uint64_t d0 = 2 * x0, d1 = 2 * x1, d2 = 2 * x2, x3_19 = 19 * x3, x4_19 = 19 * x4;

    t[0] = (wide)x0 * x0 + (wide)d1 * x4_19 + (wide)d2 * x3_19;
    t[1] = (wide)d0 * x1 + (wide)d2 * x4_19 + (wide)x3 * x3_19;
    t[2] = (wide)d0 * x2 + (wide)x1 * x1 + (wide)(2 * x3) * x4_19;
    t[3] = (wide)d0 * x3 + (wide)d1 * x2 + (wide)x4 * x4_19;
    t[4] = (wide)d0 * x4 + (wide)d1 * x3 + (wide)x2 * x2;
}

INLINE void fe_sqr_inline(fe *r, const fe *a)
{
    wide t[LIMBS];

    square_limbs(t, a);
    carry(r, t);
}

static __attribute__((noinline)) void fe_mul(fe *r, const fe *a, const fe *b)
{
    fe_mul_inline(r, a, b);
}

static __attribute__((noinline)) void fe_sqr(fe *r, const fe *a)
{
    fe_sqr_inline(r, a);
}

/* A limb of 8p, which is more than that of a sum or difference. */
INLINE uint64_t limb_of_8p(int i)
{
    return 8 * (LIMB_MASK - (i == 0 ? 18 : 0));
}

/* r = a^2 - b, a product; b is a sum or a difference of products. */
INLINE void fe_sqr_sub(fe *r, const fe *a, const fe *b)
{
    wide t[LIMBS];

    square_limbs(t, a);
    UNROLL for (int i = 0; i < LIMBS; i++) t[i] += limb_of_8p(i) - b->v[i];
    carry(r, t);
}

/* r = 2 a^2 - b, likewise; a is a product. */
INLINE void fe_sqr_twice_sub(fe *r, const fe *a, const fe *b)
{
    wide t[LIMBS];

    square_limbs(t, a);
    UNROLL for (int i = 0; i < LIMBS; i++) t[i] += t[i] + (limb_of_8p(i) - b->v[i]);
    carry(r, t);
}

/* r = a + 121665 b, limbs below 2^53 */
INLINE void fe_add_scaled(fe *r, const fe *a, const fe *b)
{
    uint64_t c = 0;

    UNROLL for (int i = 0; i < LIMBS; i++) {
        wide t = (wide)b->v[i] * 121665;

        r->v[i] = a->v[i] + ((uint64_t)t & LIMB_MASK) + c;
        c = (uint64_t)(t >> LIMB_BITS);
    }
    r->v[0] += 19 * c;
}

INLINE void fe_add(fe *r, const fe *a, const fe *b)
{
    UNROLL for (int i = 0; i < LIMBS; i++) r->v[i] = a->v[i] + b->v[i];
}

/* r = a - b + 4p */
INLINE void fe_sub(fe *r, const fe *a, const fe *b)
{
    UNROLL for (int i = 0; i < LIMBS; i++) r->v[i] = a->v[i] - b->v[i] + 4 * (LIMB_MASK - (i == 0 ? 18 : 0));
}

/* The number below 2^255, bit 255 ignored */
static void fe_from_words(fe *r, const uint32_t *words)
{
    uint64_t w[4];

    memcpy(w, words, sizeof(w));
    r->v[0] = w[0] & LIMB_MASK;
    UNROLL for (int i = 1; i < LIMBS; i++)
    {
        int bit = LIMB_BITS * i, at = bit / 64, shift = bit % 64;

        r->v[i] = (w[at] >> shift | (at < 3 && shift > 13 ? w[at + 1] << (64 - shift) : 0)) & LIMB_MASK;
    }
}

/* a modulo p; a is a product and so is below 2p. */
static void fe_to_words(uint32_t *words, const fe *a)
{
    fe r = *a;
    uint64_t w[4], c = 19;

    /* Whether a + 19 reaches 2^255 says whether p is to be taken off. */
    for (int i = 0; i < LIMBS; i++)
        c = (r.v[i] + c) >> LIMB_BITS;
    c *= 19;
    for (int i = 0; i < LIMBS; i++) {
        c += r.v[i];
        r.v[i] = c & LIMB_MASK;
        c >>= LIMB_BITS;
    }
    for (int i = 0; i < 4; i++)
        w[i] = r.v[i] >> (13 * i) | r.v[i + 1] << (51 - 13 * i);
    memcpy(words, w, sizeof(w));
}
