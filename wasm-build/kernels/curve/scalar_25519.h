/*
 * Scalars modulo L = 2^252 + 27742317777372353535851937790883648493, the order of the base point, in words of 32 bits.
 *
 * Source: Barrett's reduction, CRYPTO '86, in words (Menezes, van Oorschot, Vanstone, Handbook of Applied Cryptography,
 * 14.42).
 * Constant time but for scalar_is_reduced, which is for what is public.
 */
#define SCALAR_WORDS 8

static const uint32_t order[SCALAR_WORDS] = {
    0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0x00000000, 0x00000000, 0x00000000, 0x10000000,
};

/* 2^512 / L, rounded down */
static const uint32_t order_reciprocal[SCALAR_WORDS + 1] = {
    0x0a2c131b, 0xed9ce5a3, 0x086329a7, 0x2106215d, 0xffffffeb, 0xffffffff, 0xffffffff, 0xffffffff, 0x0000000f,
};

/* r = a b + c, the lowest n words of it; a has a_len, b has b_len words, and c has n. */
INLINE void words_mul_add(uint32_t *r, const uint32_t *a, int a_len, const uint32_t *b, int b_len, const uint32_t *c, int n)
{
    for (int i = 0; i < n; i++)
        r[i] = c == NULL ? 0 : c[i];
    for (int i = 0; i < a_len; i++) {
        uint64_t t = 0;

        for (int j = 0; j < b_len && i + j < n; j++) {
            t += (uint64_t)a[i] * b[j] + r[i + j];
            r[i + j] = (uint32_t)t;
            t >>= 32;
        }
        for (int k = i + b_len; k < n; k++) {
            t += r[k];
            r[k] = (uint32_t)t;
            t >>= 32;
        }
    }
}

/* r = x modulo L, of 512 bits */
static void scalar_reduce(uint32_t *r, const uint32_t *x)
{
    uint32_t quotient[2 * SCALAR_WORDS + 2], multiple[SCALAR_WORDS + 1], rest[SCALAR_WORDS + 1], less[SCALAR_WORDS + 1];
    int64_t t = 0;

    words_mul_add(quotient, x + SCALAR_WORDS - 1, SCALAR_WORDS + 1, order_reciprocal, SCALAR_WORDS + 1, NULL,
        2 * SCALAR_WORDS + 2);
    words_mul_add(multiple, quotient + SCALAR_WORDS + 1, SCALAR_WORDS + 1, order, SCALAR_WORDS, NULL, SCALAR_WORDS + 1);
    for (int i = 0; i <= SCALAR_WORDS; i++) {
        t += (int64_t)x[i] - multiple[i];
        rest[i] = (uint32_t)t;
        t >>= 32;
    }
    /* The quotient is too small by two at most. */
    for (int again = 0; again < 2; again++) {
        uint32_t keep;

        t = 0;
        for (int i = 0; i <= SCALAR_WORDS; i++) {
            t += (int64_t)rest[i] - (i < SCALAR_WORDS ? order[i] : 0);
            less[i] = (uint32_t)t;
            t >>= 32;
        }
        keep = value_barrier_32((uint32_t)t);
        for (int i = 0; i <= SCALAR_WORDS; i++)
            rest[i] = less[i] ^ ((less[i] ^ rest[i]) & keep);
    }
    memcpy(r, rest, SCALAR_WORDS * sizeof(*r));
    OPENSSL_cleanse(quotient, sizeof(quotient));
    OPENSSL_cleanse(multiple, sizeof(multiple));
    OPENSSL_cleanse(rest, sizeof(rest));
    OPENSSL_cleanse(less, sizeof(less));
}

/* r = a b + c modulo L; all three are any numbers of 256 bits. */
static void scalar_mul_add(uint32_t *r, const uint32_t *a, const uint32_t *b, const uint32_t *c)
{
    uint32_t sum[2 * SCALAR_WORDS] = { 0 }, product[2 * SCALAR_WORDS];

    memcpy(sum, c, SCALAR_WORDS * sizeof(*c));
    words_mul_add(product, a, SCALAR_WORDS, b, SCALAR_WORDS, sum, 2 * SCALAR_WORDS);
    scalar_reduce(r, product);
    OPENSSL_cleanse(product, sizeof(product));
}

/* Whether a is below L. */
static int scalar_is_reduced(const uint32_t *a)
{
    for (int i = SCALAR_WORDS - 1; i >= 0; i--)
        if (a[i] != order[i])
            return a[i] < order[i];
    return 0;
}
