/*
 * GHASH (NIST SP 800-38D, 6.4) without secret-indexed tables and without a carry-less multiplier.
 *
 * Design: a product with a fixed K is linear, so it is the sum over the nibbles of the data of K times a nibble; Shoup's
 * method looks these sixteen multiples up in memory. Here byte s of all sixteen multiples is one vector, T[s], and one
 * i8x16.swizzle multiplies sixteen nibbles at once, giving byte s of sixteen products (the vector-permute idea of
 * Hamburg, CHES 2009, applied to multiplication). The sixteen answers belong s bytes further on, so they are summed
 * by Horner's rule over s, shifting by a byte a step. Shifts and the reduction are linear too: they are shared by all
 * blocks of a group (aggregated reduction, Gueron and Kounavis 2010), block i of n being multiplied by H^(n-i).
 * Even and odd nibbles share the tables and have sums of their own, which meet by a shift of four bits at the end.
 *
 * Hook: GHASH_ASM; crypto/modes/gcm128.c then asks for gcm_gmult_4bit and gcm_ghash_4bit. Its gcm_init_4bit leaves H
 * in Htable[8]; the vectors for the powers of H are made in each call, whose size decides how many.
 * Constant time: tables are indexed in registers; branches depend on lengths alone.
 */
#include <stdint.h>
#include <wasm_simd128.h>

#include <openssl/crypto.h>
#include "crypto/modes.h"

#include "lookup.h"

void gcm_gmult_4bit(u64 Xi[2], const u128 Htable[16]);
void gcm_ghash_4bit(u64 Xi[2], const u128 Htable[16], const u8 *inp, size_t len);

#define XOR(a, b) wasm_v128_xor(a, b)
#define AND(a, b) wasm_v128_and(a, b)
#define LOW(v) AND(v, wasm_i8x16_const_splat(15))
#define HIGH(v) LOW(wasm_u64x2_shr(v, 4))
#define REVERSE(v) wasm_i8x16_swizzle(v, wasm_u8x16_const(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0))
/* Moves each byte one place on; the one that enters is the last of `before`. */
#define NEXT_BYTE(before, v) wasm_i8x16_shuffle(before, v, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)

/* Powers of H, and so blocks, in a group. */
#define MOST 8

/* Multiplies by x: the first bit of the first byte is the coefficient of 1. */
static v128_t times_x(v128_t v)
{
    v128_t le = REVERSE(v), carry = wasm_i64x2_shl(le, 63), poly;

    poly = AND(wasm_i64x2_shr(carry, 63), wasm_u64x2_const(0xe100000000000000, 0));
    le = XOR(wasm_u64x2_shr(le, 1), wasm_i64x2_shuffle(carry, poly, 1, 2));
    return REVERSE(le);
}

/* T[s * stride] for s = 0..15: byte s of k times each polynomial of degree less than four. */
static void tabulate(v128_t *T, int stride, v128_t k)
{
    v128_t m[16], t[16];

    m[0] = wasm_i64x2_const_splat(0);
    m[8] = k;
    m[4] = times_x(m[8]);
    m[2] = times_x(m[4]);
    m[1] = times_x(m[2]);
    for (int i = 2; i < 16; i *= 2)
        for (int j = 1; j < i; j++)
            m[i + j] = XOR(m[i], m[j]);
    /* Four perfect shuffles of the rows transpose 16x16 bytes. */
    for (int stage = 0; stage < 4; stage++) {
        for (int i = 0; i < 8; i++) {
            t[2 * i] = wasm_i8x16_shuffle(m[i], m[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            t[2 * i + 1] =
                wasm_i8x16_shuffle(m[i], m[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        }
        for (int i = 0; i < 16; i++)
            m[i] = t[i];
    }
    for (int s = 0; s < 16; s++)
        T[s * stride] = m[s];
}

/* low + x^128 * high, modulo x^128 + x^7 + x^2 + x + 1. */
static inline v128_t reduce(v128_t low, v128_t high)
{
    v128_t h = REVERSE(high), out, r;

    /* What shifts by 1, 2 and 7 push out of each half: to the other half, or from the end around to the front. */
    out = XOR(XOR(wasm_i64x2_shl(h, 63), wasm_i64x2_shl(h, 62)), wasm_i64x2_shl(h, 57));
    out = wasm_i64x2_shuffle(out, out, 1, 0);
    h = XOR(h, AND(out, wasm_i64x2_const(0, -1)));
    r = XOR(XOR(wasm_u64x2_shr(h, 1), wasm_u64x2_shr(h, 2)), wasm_u64x2_shr(h, 7));
    r = XOR(XOR(r, h), AND(out, wasm_i64x2_const(-1, 0)));
    return XOR(low, REVERSE(r));
}

/* The sum of n blocks times the n keys of T (T[s * n + i] for block i), y added to the first block. */
static inline __attribute__((always_inline)) v128_t multiply(const v128_t *T, int n, v128_t y, const u8 *blocks)
{
    v128_t even[MOST], odd[MOST], even0, even1, odd0, odd1;

    for (int i = 0; i < n; i++) {
        v128_t block = blocks == NULL ? y : wasm_v128_load(blocks + 16 * i);

        if (i == 0 && blocks != NULL)
            block = XOR(block, y);
        even[i] = HIGH(block);
        odd[i] = LOW(block);
    }
    even0 = even1 = odd0 = odd1 = wasm_i64x2_const_splat(0);
    for (int s = 15; s >= 0; s--) {
        even1 = NEXT_BYTE(even0, even1);
        even0 = NEXT_BYTE(wasm_i64x2_const_splat(0), even0);
        odd1 = NEXT_BYTE(odd0, odd1);
        odd0 = NEXT_BYTE(wasm_i64x2_const_splat(0), odd0);
        for (int i = 0; i < n; i++) {
            even0 = XOR(even0, LOOKUP(T[s * n + i], even[i]));
            odd0 = XOR(odd0, LOOKUP(T[s * n + i], odd[i]));
        }
    }
    /* Four bits on: the high nibbles go down in their byte, the low ones up in the next. */
    even1 = XOR(even1, XOR(HIGH(odd1), wasm_i64x2_shl(NEXT_BYTE(LOW(odd0), LOW(odd1)), 4)));
    even0 = XOR(even0, XOR(HIGH(odd0), wasm_i64x2_shl(NEXT_BYTE(wasm_i64x2_const_splat(0), LOW(odd0)), 4)));
    return reduce(even0, even1);
}

static v128_t times(const v128_t *T, v128_t y)
{
    return multiply(T, 1, y, NULL);
}

/* OpenSSL holds H as two numbers; bytes in reading order are what all else here works on. */
static v128_t hash_key(const u128 Htable[16])
{
    return REVERSE(wasm_u64x2_make(Htable[8].lo, Htable[8].hi));
}

/* Squares are linear: each nibble spreads to a byte, its bits apart. */
static v128_t square(v128_t v)
{
    const v128_t spread = wasm_u8x16_const(0x00, 0x02, 0x08, 0x0a, 0x20, 0x22, 0x28, 0x2a,
        0x80, 0x82, 0x88, 0x8a, 0xa0, 0xa2, 0xa8, 0xaa);
    v128_t high = LOOKUP(spread, HIGH(v)), low = LOOKUP(spread, LOW(v));

    return reduce(wasm_i8x16_shuffle(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
        wasm_i8x16_shuffle(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
}

/* Keys H^MOST to H^1 for the blocks of a group. T1 is the table of H. */
static void tabulate_powers(v128_t *T, const v128_t *T1, v128_t h)
{
    v128_t k[MOST + 1];

    k[1] = h;
    for (int i = 1; i <= MOST; i++) {
        if (i > 1)
            k[i] = i % 2 == 0 ? square(k[i / 2]) : times(T1, k[i - 1]);
        tabulate(T + MOST - i, MOST, k[i]);
    }
    OPENSSL_cleanse(k, sizeof(k));
}

static v128_t eights(const v128_t *T1, v128_t h, v128_t y, const u8 *inp, size_t groups)
{
    v128_t T[16 * MOST];

    tabulate_powers(T, T1, h);
    for (; groups > 0; groups--, inp += 16 * MOST)
        y = multiply(T, MOST, y, inp);
    OPENSSL_cleanse(T, sizeof(T));
    return y;
}

/* Fewest blocks for which making the tables of eight powers pays. */
#define MANY 24

void gcm_ghash_4bit(u64 Xi[2], const u128 Htable[16], const u8 *inp, size_t len)
{
    v128_t T1[16], h = hash_key(Htable), y = wasm_v128_load(Xi);
    size_t blocks = len / 16;

    tabulate(T1, 1, h);
    if (blocks >= MANY) {
        y = eights(T1, h, y, inp, blocks / MOST);
        inp += blocks / MOST * MOST * 16;
        blocks %= MOST;
    }
    for (; blocks > 0; blocks--, inp += 16)
        y = multiply(T1, 1, y, inp);
    wasm_v128_store(Xi, y);
    OPENSSL_cleanse(T1, sizeof(T1));
}

void gcm_gmult_4bit(u64 Xi[2], const u128 Htable[16])
{
    v128_t T1[16];

    tabulate(T1, 1, hash_key(Htable));
    wasm_v128_store(Xi, times(T1, wasm_v128_load(Xi)));
    OPENSSL_cleanse(T1, sizeof(T1));
}
