/*
 * For a scalar h, a pair u, v of half its length with u = v h modulo 8 L, v odd: verification multiplies its equation by v and
 * so needs half the doublings.
 *
 * Source: Antipa, Brown, Gallant, Lambert, Struik, Vanstone, "Accelerated verification of ECDSA signatures" (SAC 2005); Lehmer's
 * variant of Euclid's algorithm (Amer. Math. Monthly 45, 1938). The verdict does not depend on how short the pair is, so
 * quotients of leading bits are good enough, and where they are not, h and 1 do.
 *
 * Not in constant time.
 */
#define PAIR_WORDS (SCALAR_WORDS + 1)

/* u = v h modulo 8 L, signed; in the course of the algorithm u is not negative. */
typedef struct {
    uint32_t u[PAIR_WORDS], v[PAIR_WORDS];
} pair;

static int bit_length(const uint32_t *a)
{
    for (int i = PAIR_WORDS - 1; i >= 0; i--)
        if (a[i] != 0)
            return 32 * i + 32 - __builtin_clz(a[i]);
    return 0;
}

/* a / 2^shift, the lowest 64 bits; shift is at most 224. */
static uint64_t bits_from(const uint32_t *a, int shift)
{
    int i = shift / 32, s = shift % 32;
    uint64_t low = a[i] | (uint64_t)a[i + 1] << 32;

    return s == 0 ? low : low >> s | (uint64_t)a[i + 2] << (64 - s);
}

/* r = p a + q b; p and q are of opposite signs and below 2^30 in size. */
static void combine(uint32_t *r, int64_t p, const uint32_t *a, int64_t q, const uint32_t *b)
{
    int64_t t = 0;

    for (int i = 0; i < PAIR_WORDS; i++) {
        t += p * (int64_t)a[i] + q * (int64_t)b[i];
        r[i] = (uint32_t)t;
        t >>= 32;
    }
}

static int is_negative(const uint32_t *a)
{
    return (int)(a[PAIR_WORDS - 1] >> 31);
}

static void pair_combine(pair *r, int64_t p, const pair *a, int64_t q, const pair *b)
{
    combine(r->u, p, a->u, q, b->u);
    combine(r->v, p, a->v, q, b->v);
    if (is_negative(r->u)) {
        combine(r->u, -1, r->u, 0, r->u);
        combine(r->v, -1, r->v, 0, r->v);
    }
}

/* As many of Euclid's steps as the leading bits allow, down to u of 128 bits; 0 where that is none. */
static int pair_steps(pair *x, pair *y, int length)
{
    const int shift = length - 62;
    const uint64_t enough = shift < 128 ? UINT64_C(1) << (128 - shift) : 0;
    uint64_t a = bits_from(x->u, shift), b = bits_from(y->u, shift);
    int64_t p = 1, q = 0, r = 0, s = 1;
    pair old = *x;

    while (b >> 31 != 0 && a >= enough && a / b >> 30 == 0) {
        const int64_t k = (int64_t)(a / b), p2 = p - k * r, q2 = q - k * s;
        const uint64_t rest = a % b;

        if (p2 >> 30 != p2 >> 63 || q2 >> 30 != q2 >> 63)
            break;
        a = b;
        b = rest;
        p = r;
        q = s;
        r = p2;
        s = q2;
    }
    pair_combine(x, p, &old, q, y);
    pair_combine(y, r, &old, s, y);
    return r != 0;
}

/* Answers whether u is to be taken negative; u and v have SCALAR_WORDS. h is below L. */
static int short_pair(uint32_t *u, uint32_t *v, const uint32_t *h)
{
    pair x = { { 0 }, { 0 } }, y = { { 0 }, { 1 } }, *odd;
    int length = 32 * SCALAR_WORDS, negative;

    memcpy(x.u, order, sizeof(order));
    combine(x.u, 8, x.u, 0, x.u);
    memcpy(y.u, h, SCALAR_WORDS * sizeof(*h));
    /* Each round takes some thirty bits; the bound is for certainty. */
    for (int round = 0; round < 16 && length > 128 && pair_steps(&x, &y, length); round++) {
        length = bit_length(x.u);
        if (bit_length(y.u) > length)
            length = bit_length(y.u);
    }
    odd = x.v[0] & 1 ? &x : &y;
    negative = is_negative(odd->v);
    if (negative)
        combine(odd->v, -1, odd->v, 0, odd->v);
    if (length > 128 || bit_length(odd->v) > 160) {
        memcpy(u, h, SCALAR_WORDS * sizeof(*h));
        memset(v, 0, SCALAR_WORDS * sizeof(*v));
        v[0] = 1;
        return 0;
    }
    memcpy(u, odd->u, SCALAR_WORDS * sizeof(*u));
    memcpy(v, odd->v, SCALAR_WORDS * sizeof(*v));
    return negative;
}
