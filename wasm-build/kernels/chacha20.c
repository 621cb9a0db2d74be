/*
 * ChaCha20 (RFC 8439), four blocks at once.
 *
 * Design: "vertical" vectorisation (Bernstein; Goll and Gueron, "Vectorization of ChaCha Stream Cipher"): vector i
 * holds word i of four consecutive blocks, so that a quarter round has no shuffles between lanes, and the words are
 * put back into block order by one 4x4 transposition a group of four at the end. A tail of less than four blocks takes
 * the same path through a buffer: one extra group costs less than a second code path weighs.
 *
 * Hook: none needed. The object defines the one symbol of crypto/chacha/chacha_enc.c and is linked before libcrypto.a.
 * As there, the block counter is 32 bits wide and wraps; the caller splits its input at the wrap.
 * Constant time: no branch or address depends on key, counter or data.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wasm_simd128.h>

#include <openssl/crypto.h>

#define BLOCKS 4
#define GROUP (64 * BLOCKS)

void ChaCha20_ctr32(unsigned char *out, const unsigned char *inp, size_t len, const unsigned int key[8],
    const unsigned int counter[4]);

#define ROL(v, n) wasm_v128_or(wasm_i32x4_shl(v, n), wasm_u32x4_shr(v, 32 - (n)))
#ifndef V
#define V 0
#endif
#if V & 1
#define ROL16(v) wasm_i16x8_shuffle(v, v, 1, 0, 3, 2, 5, 4, 7, 6)
#elif V & 4
#define ROL16(v) wasm_i8x16_swizzle(v, wasm_i8x16_const(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13))
#else
#define ROL16(v) ROL(v, 16)
#endif
#if V & 2
#define ROL8(v) wasm_i8x16_swizzle(v, wasm_i8x16_const(3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14))
#elif V & 8
#define ROL8(v) wasm_i8x16_shuffle(v, v, 3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14)
#else
#define ROL8(v) ROL(v, 8)
#endif

#define QUARTER(a, b, c, d) \
    do { \
        a = wasm_i32x4_add(a, b); \
        d = ROL16(wasm_v128_xor(d, a)); \
        c = wasm_i32x4_add(c, d); \
        b = ROL(wasm_v128_xor(b, c), 12); \
        a = wasm_i32x4_add(a, b); \
        d = ROL8(wasm_v128_xor(d, a)); \
        c = wasm_i32x4_add(c, d); \
        b = ROL(wasm_v128_xor(b, c), 7); \
    } while (0)

/* Transposes four word vectors, adds nothing, and xors row `b` of each block at byte offset `at`. */
#define EMIT(w0, w1, w2, w3, at) \
    do { \
        v128_t t0 = wasm_i32x4_shuffle(w0, w1, 0, 4, 1, 5), t1 = wasm_i32x4_shuffle(w2, w3, 0, 4, 1, 5); \
        v128_t t2 = wasm_i32x4_shuffle(w0, w1, 2, 6, 3, 7), t3 = wasm_i32x4_shuffle(w2, w3, 2, 6, 3, 7); \
        PUT((at), wasm_i64x2_shuffle(t0, t1, 0, 2)); \
        PUT((at) + 64, wasm_i64x2_shuffle(t0, t1, 1, 3)); \
        PUT((at) + 128, wasm_i64x2_shuffle(t2, t3, 0, 2)); \
        PUT((at) + 192, wasm_i64x2_shuffle(t2, t3, 1, 3)); \
    } while (0)
#define PUT(at, v) wasm_v128_store(out + (at), wasm_v128_xor(wasm_v128_load(inp + (at)), v))

/* Encrypts one group of four blocks; counters is word 12 of the four. */
static void group(unsigned char *out, const unsigned char *inp, const uint32_t key[8], v128_t counters,
    const uint32_t nonce[3])
{
    v128_t s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15;

    s0 = wasm_i32x4_const_splat(0x61707865);
    s1 = wasm_i32x4_const_splat(0x3320646e);
    s2 = wasm_i32x4_const_splat(0x79622d32);
    s3 = wasm_i32x4_const_splat(0x6b206574);
    s4 = wasm_v128_load32_splat(key);
    s5 = wasm_v128_load32_splat(key + 1);
    s6 = wasm_v128_load32_splat(key + 2);
    s7 = wasm_v128_load32_splat(key + 3);
    s8 = wasm_v128_load32_splat(key + 4);
    s9 = wasm_v128_load32_splat(key + 5);
    s10 = wasm_v128_load32_splat(key + 6);
    s11 = wasm_v128_load32_splat(key + 7);
    s12 = counters;
    s13 = wasm_v128_load32_splat(nonce);
    s14 = wasm_v128_load32_splat(nonce + 1);
    s15 = wasm_v128_load32_splat(nonce + 2);

    for (int i = 0; i < 10; i++) {
        QUARTER(s0, s4, s8, s12);
        QUARTER(s1, s5, s9, s13);
        QUARTER(s2, s6, s10, s14);
        QUARTER(s3, s7, s11, s15);
        QUARTER(s0, s5, s10, s15);
        QUARTER(s1, s6, s11, s12);
        QUARTER(s2, s7, s8, s13);
        QUARTER(s3, s4, s9, s14);
    }

#define ADD(s, v) s = wasm_i32x4_add(s, v)
    ADD(s0, wasm_i32x4_const_splat(0x61707865));
    ADD(s1, wasm_i32x4_const_splat(0x3320646e));
    ADD(s2, wasm_i32x4_const_splat(0x79622d32));
    ADD(s3, wasm_i32x4_const_splat(0x6b206574));
    EMIT(s0, s1, s2, s3, 0);
    ADD(s4, wasm_v128_load32_splat(key));
    ADD(s5, wasm_v128_load32_splat(key + 1));
    ADD(s6, wasm_v128_load32_splat(key + 2));
    ADD(s7, wasm_v128_load32_splat(key + 3));
    EMIT(s4, s5, s6, s7, 16);
    ADD(s8, wasm_v128_load32_splat(key + 4));
    ADD(s9, wasm_v128_load32_splat(key + 5));
    ADD(s10, wasm_v128_load32_splat(key + 6));
    ADD(s11, wasm_v128_load32_splat(key + 7));
    EMIT(s8, s9, s10, s11, 32);
    ADD(s12, counters);
    ADD(s13, wasm_v128_load32_splat(nonce));
    ADD(s14, wasm_v128_load32_splat(nonce + 1));
    ADD(s15, wasm_v128_load32_splat(nonce + 2));
    EMIT(s12, s13, s14, s15, 48);
}

void ChaCha20_ctr32(unsigned char *out, const unsigned char *inp, size_t len, const unsigned int key[8],
    const unsigned int counter[4])
{
    v128_t counters = wasm_i32x4_add(wasm_i32x4_splat((int)counter[0]), wasm_i32x4_const(0, 1, 2, 3));

    for (; len >= GROUP; len -= GROUP, inp += GROUP, out += GROUP) {
        group(out, inp, key, counters, counter + 1);
        counters = wasm_i32x4_add(counters, wasm_i32x4_const_splat(BLOCKS));
    }
    if (len > 0) {
        unsigned char tail[GROUP];

        memcpy(tail, inp, len);
        group(tail, tail, key, counters, counter + 1);
        memcpy(out, tail, len);
        OPENSSL_cleanse(tail, sizeof(tail));
    }
}
