/*
 * X25519 (RFC 7748) over limbs of 29 bits.
 *
 * Why: OpenSSL's C has ten limbs of 25.5 bits, chosen so that nothing overflows before it is folded. Nine limbs make 81
 * products instead of 100; the columns above 2^261 are carried first and come back times 2^261 mod p = 64 * 19.
 * Tried and slower: two multiplications at a time in vectors of 25.5-bit limbs (Chou, "Sandy2x", SAC 2015), 38 ns for two
 * against 16 ns for one here, for WebAssembly's widening multiplication is three instructions on x86.
 *
 * Source: RFC 7748, 5; the inversion is modinv.h's.
 *
 * Bounds: a multiplication leaves limbs below 2^29 + 2^17, the last below 2^23 + 1. Differences, and sums less p, of two
 * such lie between -2^29 - 2^17 and 2^29 + 2^17; a column adds up to nine of their products, less than 2^62.
 *
 * Hook: curve25519.c is compiled with its own ossl_x25519 under another name.
 * Constant time: the swap of a ladder step is a mask; no branch or address depends on a secret.
 */
#include <stdint.h>
#include <string.h>

#include <openssl/crypto.h>

#define INV_WORDS 8
#include "modinv.h"

#define LIMBS 9
#define LIMB_BITS 29
#define LAST_BITS 23
#define LIMB_MASK ((INT64_C(1) << LIMB_BITS) - 1)
#define LAST_MASK ((INT64_C(1) << LAST_BITS) - 1)
#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

int ossl_x25519(uint8_t out[32], const uint8_t key[32], const uint8_t peer[32]);

typedef struct {
    int32_t v[LIMBS];
} fe;

static const uint32_t field_p[8] = {
    0xffffffed, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff,
};

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

INLINE void multiply_limbs(fe *r, const int64_t *x, const int64_t *y)
{
    int64_t high[LIMBS], low[LIMBS], t = 0;

    UNROLL for (int k = LIMBS; k < 2 * LIMBS - 1; k++) {
        t += column(x, y, k);
        high[k - LIMBS] = t & LIMB_MASK;
        t >>= LIMB_BITS;
    }
    high[LIMBS - 1] = t;
    t = 0;
    UNROLL for (int k = 0; k < LIMBS; k++) {
        t += column(x, y, k) + high[k] * (64 * 19);
        low[k] = t & (k == LIMBS - 1 ? LAST_MASK : LIMB_MASK);
        t >>= k == LIMBS - 1 ? LAST_BITS : LIMB_BITS;
    }
    t = low[0] + t * 19;
    r->v[0] = (int32_t)(t & LIMB_MASK);
    r->v[1] = (int32_t)(low[1] + (t >> LIMB_BITS));
    UNROLL for (int k = 2; k < LIMBS; k++) r->v[k] = (int32_t)low[k];
}

static __attribute__((noinline)) void multiply(fe *r, const fe *a, const fe *b)
{
    int64_t x[LIMBS], y[LIMBS];

    UNROLL for (int i = 0; i < LIMBS; i++) x[i] = a->v[i];
    UNROLL for (int i = 0; i < LIMBS; i++) y[i] = b->v[i];
    multiply_limbs(r, x, y);
}

static __attribute__((noinline)) void square(fe *r, const fe *a)
{
    int64_t x[LIMBS];

    UNROLL for (int i = 0; i < LIMBS; i++) x[i] = a->v[i];
    multiply_limbs(r, x, x);
}

/* r = a + 121665 b */
INLINE void add_scaled(fe *r, const fe *a, const fe *b)
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
INLINE void add(fe *r, const fe *a, const fe *b)
{
    UNROLL for (int i = 0; i < LIMBS; i++)
        r->v[i] = a->v[i] + b->v[i] - (int32_t)(i == 0 ? LIMB_MASK - 18 : i < LIMBS - 1 ? LIMB_MASK : LAST_MASK);
}

INLINE void subtract(fe *r, const fe *a, const fe *b)
{
    UNROLL for (int i = 0; i < LIMBS; i++) r->v[i] = a->v[i] - b->v[i];
}

INLINE void swap_if(fe *a, fe *b, uint32_t mask)
{
    UNROLL for (int i = 0; i < LIMBS; i++) {
        int32_t t = (a->v[i] ^ b->v[i]) & (int32_t)mask;

        a->v[i] ^= t;
        b->v[i] ^= t;
    }
}

/* (x2 : z2) is doubled, (x3 : z3) becomes the sum of both, whose difference is x1. */
static void step(fe *x2, fe *z2, fe *x3, fe *z3, const fe *x1)
{
    fe a, b, c, d;

    add(&a, x2, z2);
    subtract(&b, x2, z2);
    add(&c, x3, z3);
    subtract(&d, x3, z3);
    multiply(&d, &d, &a);
    multiply(&c, &c, &b);
    square(&a, &a);
    square(&b, &b);
    add(x3, &d, &c);
    square(x3, x3);
    subtract(z3, &d, &c);
    square(z3, z3);
    multiply(z3, z3, x1);
    multiply(x2, &a, &b);
    subtract(&b, &a, &b);
    add_scaled(&a, &a, &b);
    multiply(z2, &a, &b);
}

/* The number below 2^255, bit 255 ignored */
static void load(fe *r, const uint32_t *words)
{
    UNROLL for (int i = 0; i < LIMBS; i++) {
        int bit = LIMB_BITS * i, w = bit / 32;
        uint64_t two = words[w] | (w + 1 < 8 ? (uint64_t)words[w + 1] << 32 : 0);

        r->v[i] = (int32_t)(two >> (bit % 32) & (i == LIMBS - 1 ? LAST_MASK : LIMB_MASK));
    }
}

/* a modulo p; a comes from a multiplication and so lies between -2^60 and 2p. */
static void store(uint32_t *words, const fe *a)
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
        keep = (uint32_t)(t >> 63);
        t -= borrow & (int32_t)keep;
        for (int i = 0; i < 8; i++)
            words[i] = less[i] ^ ((less[i] ^ words[i]) & keep);
    }
}

static void ladder(uint8_t out[32], const uint8_t key[32], const uint8_t u[32])
{
    uint8_t k[32];
    uint32_t words[8], swap = 0;
    fe x1, x2 = { { 1 } }, z2 = { { 0 } }, x3, z3 = { { 1 } };

    memcpy(k, key, 32);
    k[0] &= 248;
    k[31] &= 127;
    k[31] |= 64;
    memcpy(words, u, 32);
    load(&x1, words);
    x3 = x1;
    for (int i = 254; i >= 0; i--) {
        uint32_t bit = k[i / 8] >> (i % 8) & 1;

        swap_if(&x2, &x3, 0 - (swap ^ bit));
        swap_if(&z2, &z3, 0 - (swap ^ bit));
        swap = bit;
        step(&x2, &z2, &x3, &z3, &x1);
    }
    swap_if(&x2, &x3, 0 - swap);
    swap_if(&z2, &z3, 0 - swap);
    store(words, &z2);
    modinv(words, words, field_p);
    load(&z2, words);
    multiply(&x2, &x2, &z2);
    store(words, &x2);
    memcpy(out, words, 32);
    OPENSSL_cleanse(k, sizeof(k));
    OPENSSL_cleanse(words, sizeof(words));
    OPENSSL_cleanse(&x2, sizeof(x2));
    OPENSSL_cleanse(&z2, sizeof(z2));
}

int ossl_x25519(uint8_t out[32], const uint8_t key[32], const uint8_t peer[32])
{
    static const uint8_t zeros[32] = { 0 };

    ladder(out, key, peer);
    /* All zeros is what a peer of small order gives. */
    return CRYPTO_memcmp(zeros, out, 32) != 0;
}
