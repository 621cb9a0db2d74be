/*
 * ChaCha20 (RFC 8439), eight and four blocks at once, and eight with Poly1305.
 *
 * Design: "vertical" vectorisation (Bernstein; Goll and Gueron, "Vectorization of ChaCha Stream Cipher"): vector i
 * holds word i of four consecutive blocks, so that a quarter round has no shuffles between lanes, and the words are
 * put back into block order by one 4x4 transposition a group of four at the end. Four blocks are one chain of dependent
 * instructions that leaves a wide core half idle; eight blocks interleave two such chains, which pays although the 32
 * vectors do not fit the registers of x86-64. One or two blocks are left to OpenSSL's C, three go through a buffer.
 *
 * Hook: INCLUDE_C_CHACHA20 renames OpenSSL's own ChaCha20_ctr32 to ChaCha20_ctr32_c, and this is
 * ChaCha20_ctr32. As there, the block counter is 32 bits wide and wraps; the caller splits its input at the wrap.
 * Constant time: no branch or address depends on key, counter or data.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wasm_simd128.h>

#include <openssl/crypto.h>

#include "chacha20.h"
#include "poly1305.h"

#define BLOCK 64

void ChaCha20_ctr32(unsigned char *out, const unsigned char *inp, size_t len, const unsigned int key[8],
    const unsigned int counter[4]);
void ChaCha20_ctr32_c(unsigned char *out, const unsigned char *inp, size_t len, const unsigned int key[8],
    const unsigned int counter[4]);

#define ROL(v, n) wasm_v128_or(wasm_i32x4_shl(v, n), wasm_u32x4_shr(v, 32 - (n)))
#define ROL16(v) wasm_i16x8_shuffle(v, v, 1, 0, 3, 2, 5, 4, 7, 6)
/* A swizzle by a constant is one instruction; V8 builds the mask of an i8x16.shuffle anew at each use. */
#define ROL8(v) wasm_i8x16_swizzle(v, wasm_i8x16_const(3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14))

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

/* Transposes four word vectors and encrypts sixteen bytes of each of four blocks, the first at offset `at`. */
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

/* The state of four blocks in the names s0 to s15. */
#define STATE(s, counters) \
    v128_t s##0 = wasm_i32x4_const_splat(0x61707865), s##1 = wasm_i32x4_const_splat(0x3320646e); \
    v128_t s##2 = wasm_i32x4_const_splat(0x79622d32), s##3 = wasm_i32x4_const_splat(0x6b206574); \
    v128_t s##4 = KEY(0), s##5 = KEY(1), s##6 = KEY(2), s##7 = KEY(3); \
    v128_t s##8 = KEY(4), s##9 = KEY(5), s##10 = KEY(6), s##11 = KEY(7); \
    v128_t s##12 = counters, s##13 = NONCE(0), s##14 = NONCE(1), s##15 = NONCE(2)
#define KEY(i) wasm_v128_load32_splat(key + (i))
#define NONCE(i) wasm_v128_load32_splat(nonce + (i))

#define ADD(s, v) s = wasm_i32x4_add(s, v)
#define FINISH(s, counters, at) \
    do { \
        ADD(s##0, wasm_i32x4_const_splat(0x61707865)); \
        ADD(s##1, wasm_i32x4_const_splat(0x3320646e)); \
        ADD(s##2, wasm_i32x4_const_splat(0x79622d32)); \
        ADD(s##3, wasm_i32x4_const_splat(0x6b206574)); \
        EMIT(s##0, s##1, s##2, s##3, at); \
        ADD(s##4, KEY(0)); \
        ADD(s##5, KEY(1)); \
        ADD(s##6, KEY(2)); \
        ADD(s##7, KEY(3)); \
        EMIT(s##4, s##5, s##6, s##7, (at) + 16); \
        ADD(s##8, KEY(4)); \
        ADD(s##9, KEY(5)); \
        ADD(s##10, KEY(6)); \
        ADD(s##11, KEY(7)); \
        EMIT(s##8, s##9, s##10, s##11, (at) + 32); \
        ADD(s##12, counters); \
        ADD(s##13, NONCE(0)); \
        ADD(s##14, NONCE(1)); \
        ADD(s##15, NONCE(2)); \
        EMIT(s##12, s##13, s##14, s##15, (at) + 48); \
    } while (0)

static __attribute__((noinline)) void four(unsigned char *out, const unsigned char *inp, const uint32_t key[8], v128_t counters,
    const uint32_t nonce[3])
{
    STATE(s, counters);

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
    FINISH(s, counters, 0);
}

/*
 * Eight blocks, and 32 blocks of Poly1305 from `mac`: vectors and integers have units of their own, and each waits for its
 * own chain of instructions, so that on x86-64 the sum costs V8 next to nothing beside the stream.
 *
 * A turn of the loop does 2 + 1 blocks, the last one 2, and keeps the sum in memory meanwhile; so the vectors' part is a basic
 * block of its own. In one with the sum's, or with the sum in locals over the loop, JavaScriptCore spills both, and takes
 * 1.2 to 1.3 times as long.
 */
static __attribute__((noinline)) void eight(unsigned char *out, const unsigned char *inp, const uint32_t key[8], v128_t counters,
    const uint32_t nonce[3], const unsigned char *mac, POLY_STATE *sum)
{
    v128_t more = wasm_i32x4_add(counters, wasm_i32x4_const_splat(4));
    STATE(s, counters);
    STATE(u, more);

#define TWICE(a, b, c, d) \
    QUARTER(s##a, s##b, s##c, s##d); \
    QUARTER(u##a, u##b, u##c, u##d)
    for (int left = 10;; left--) {
        POLY_LOAD(sum);

        POLY_BLOCK(mac, 1);
        POLY_BLOCK(mac + 16, 1);
        __asm__ volatile("" : "+r"(left));
        if (left == 0) {
            POLY_STORE(sum);
            break;
        }
        POLY_BLOCK(mac + 32, 1);
        POLY_STORE(sum);
        mac += 48;
        __asm__ volatile("" ::: "memory");
        TWICE(0, 4, 8, 12);
        TWICE(1, 5, 9, 13);
        TWICE(2, 6, 10, 14);
        TWICE(3, 7, 11, 15);
        TWICE(0, 5, 10, 15);
        TWICE(1, 6, 11, 12);
        TWICE(2, 7, 8, 13);
        TWICE(3, 4, 9, 14);
    }
    FINISH(s, counters, 0);
    FINISH(u, more, 4 * BLOCK);
}

static v128_t first_counters(uint32_t counter)
{
    return wasm_i32x4_add(wasm_i32x4_splat((int)counter), wasm_i32x4_const(0, 1, 2, 3));
}

void wasm_chacha20_poly1305(unsigned char *out, const unsigned char *inp, size_t len, const uint32_t key[8],
    const uint32_t counter[4], void *sum, int enc)
{
    v128_t counters = first_counters(counter[0]);
    POLY_STATE none = { 0 };
    const unsigned char *last = out + len - STITCHED;

    for (int first = enc; len > 0; len -= STITCHED, inp += STITCHED, out += STITCHED, first = 0) {
        if (first)
            eight(out, inp, key, counters, counter + 1, inp, &none);
        else
            eight(out, inp, key, counters, counter + 1, enc ? out - STITCHED : inp, sum);
        ADD(counters, wasm_i32x4_const_splat(8));
    }
    if (enc)
        poly1305_blocks(sum, last, STITCHED, 1);
}

void ChaCha20_ctr32(unsigned char *out, const unsigned char *inp, size_t len, const unsigned int key[8],
    const unsigned int counter[4])
{
    v128_t counters = first_counters(counter[0]);
    POLY_STATE none = { 0 };

    for (; len >= 8 * BLOCK; len -= 8 * BLOCK, inp += 8 * BLOCK, out += 8 * BLOCK) {
        eight(out, inp, key, counters, counter + 1, inp, &none);
        ADD(counters, wasm_i32x4_const_splat(8));
    }
    for (; len >= 4 * BLOCK; len -= 4 * BLOCK, inp += 4 * BLOCK, out += 4 * BLOCK) {
        four(out, inp, key, counters, counter + 1);
        ADD(counters, wasm_i32x4_const_splat(4));
    }
    if (len > 2 * BLOCK) {
        unsigned char tail[4 * BLOCK];

        memcpy(tail, inp, len);
        four(tail, tail, key, counters, counter + 1);
        memcpy(out, tail, len);
        OPENSSL_cleanse(tail, sizeof(tail));
    } else if (len > 0) {
        unsigned int rest[4] = { (unsigned int)wasm_i32x4_extract_lane(counters, 0), counter[1], counter[2], counter[3] };

        ChaCha20_ctr32_c(out, inp, len, key, rest);
    }
}
