/*
 * X25519: the Montgomery ladder (RFC 7748, 5), and public keys from multiples of edwards25519's base point, which is the same
 * one by the map of RFC 7748, 4.1, u = (1 + y) / (1 - y).
 */

/*
 * Of two points whose difference is (x1 : 1), (x3 : z3) becomes the sum, and (x2 : z2) twice itself or, where the mask is set,
 * twice (x3 : z3). The sum is the same whichever is which, so that nothing needs to be swapped.
 */
static void step(fe *x2, fe *z2, fe *x3, fe *z3, const fe *x1, uint32_t mask)
{
    fe a, b, c, d, t;

    fe_add(&a, x2, z2);
    fe_sub(&b, x2, z2);
    fe_add(&c, x3, z3);
    fe_sub(&d, x3, z3);
    fe_mul_inline(&t, &d, &a);
    fe_mul_inline(x3, &c, &b);
    fe_select(&a, &c, mask);
    fe_select(&b, &d, mask);
    fe_sub(z3, &t, x3);
    fe_add(x3, &t, x3);
    fe_sqr_inline(x3, x3);
    fe_sqr_inline(z3, z3);
    fe_mul_inline(z3, z3, x1);
    fe_sqr_inline(&a, &a);
    fe_sqr_inline(&b, &b);
    fe_mul_inline(x2, &a, &b);
    fe_sub(&b, &a, &b);
    fe_add_scaled(&a, &a, &b);
    fe_mul_inline(z2, &a, &b);
}

static void clamp(uint32_t *k, const uint8_t *key)
{
    memcpy(k, key, 32);
    k[0] &= ~UINT32_C(7);
    k[7] = (k[7] & 0x7fffffff) | 0x40000000;
}

static void ladder(uint8_t out[32], const uint8_t key[32], const uint8_t u[32])
{
    uint32_t k[8], words[8], last = 0;
    fe x1, x2 = { { 1 } }, z2 = { { 0 } }, x3, z3 = { { 1 } };

    clamp(k, key);
    memcpy(words, u, 32);
    fe_from_words(&x1, words);
    x3 = x1;
    /* The lowest bits are 0, so that the last doubling gives the multiple. */
    for (int i = 254; i >= 0; i--) {
        uint32_t bit = bit_of(k, i);

        step(&x2, &z2, &x3, &z3, &x1, 0 - (last ^ bit));
        last = bit;
    }
    fe_invert(&z2, &z2);
    fe_mul(&x2, &x2, &z2);
    fe_to_words(words, &x2);
    memcpy(out, words, 32);
    OPENSSL_cleanse(k, sizeof(k));
    OPENSSL_cleanse(words, sizeof(words));
    OPENSSL_cleanse(&x2, sizeof(x2));
    OPENSSL_cleanse(&z2, sizeof(z2));
    OPENSSL_cleanse(&x3, sizeof(x3));
    OPENSSL_cleanse(&z3, sizeof(z3));
}

int ossl_x25519(uint8_t out[32], const uint8_t key[32], const uint8_t peer[32])
{
    static const uint8_t zeros[32] = { 0 };

    ladder(out, key, peer);
    /* All zeros is what a peer of small order gives. */
    return CRYPTO_memcmp(zeros, out, 32) != 0;
}

/* A table of the base point takes as long as two or three ladders, and who connects once needs two keys. */
#define KEYS_WITHOUT_TABLE 2

void ossl_x25519_public_from_private(uint8_t out[32], const uint8_t key[32])
{
    static const uint8_t nine[32] = { 9 };
    static int count;
    uint32_t k[8];
    point a;
    fe t;

    if (count < KEYS_WITHOUT_TABLE) {
        count++;
        ladder(out, key, nine);
        return;
    }
    clamp(k, key);
    multiply_base(&a, k);
    fe_sub(&t, &a.z, &a.y);
    fe_mul(&t, &t, &fe_one);
    fe_invert(&t, &t);
    fe_add(&a.y, &a.z, &a.y);
    fe_mul(&t, &t, &a.y);
    fe_to_words(k, &t);
    memcpy(out, k, 32);
    OPENSSL_cleanse(k, sizeof(k));
    OPENSSL_cleanse(&a, sizeof(a));
    OPENSSL_cleanse(&t, sizeof(t));
}
