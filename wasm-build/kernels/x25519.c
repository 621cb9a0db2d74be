/*
 * X25519 (RFC 7748): the Montgomery ladder over the field of x25519_narrow.h or, where there are products of 128 bits,
 * x25519_wide.h, which say why they are faster than OpenSSL's.
 *
 * Source: RFC 7748, 5; the inversion is modinv.h's.
 *
 * Hook: curve25519.c is compiled with its own ossl_x25519 under another name.
 * Constant time: the swap of a ladder step is a mask; no branch or address depends on a secret.
 */
#include <stdint.h>
#include <string.h>

#include <openssl/crypto.h>

#include "internal/constant_time.h"

#define INV_WORDS 8
#include "modinv.h"

#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

int ossl_x25519(uint8_t out[32], const uint8_t key[32], const uint8_t peer[32]);

static const uint32_t field_p[8] = {
    0xffffffed, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff,
};

#ifdef __wasm_wide_arithmetic__
#include "x25519_wide.h"
#else
#include "x25519_narrow.h"
#endif

INLINE void swap_if(fe *a, fe *b, uint32_t mask)
{
    /* All ones or all zeros in whatever a limb is. */
    const __typeof__(a->v[0]) all = (__typeof__(a->v[0]))value_barrier_64((uint64_t)(int64_t)(int32_t)mask);

    UNROLL for (int i = 0; i < LIMBS; i++) {
        __typeof__(a->v[i]) t = (a->v[i] ^ b->v[i]) & all;

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
