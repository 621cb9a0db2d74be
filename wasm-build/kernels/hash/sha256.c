/*
 * SHA-256 (FIPS 180-4, 6.2) with the message schedule four words at a time.
 *
 * Design: Gueron and Krasnov, "Parallelizing message schedules to accelerate the computations of hash functions" (2012): the
 * rounds are a chain of scalar instructions that leaves the vector units idle, so those expand the message. W[t-2] of a
 * group's last two words are its own first two, so the second sigma is taken in two halves. The schedule of the
 * next four words is written between the rounds of the current ones, and W + K goes through 64 bytes of memory, since a
 * store and a load cost less than an extraction of a lane.
 *
 * Hook: SHA256_ASM; crypto/sha/sha256.c then asks for sha256_block_data_order.
 * Constant time: no branch or address depends on data.
 */
#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>

#include "internal/deprecated.h"
#include <openssl/crypto.h>
#include <openssl/sha.h>

void sha256_block_data_order(SHA256_CTX *ctx, const void *in, size_t num);

static const uint32_t K[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

#define XOR(a, b) wasm_v128_xor(a, b)
#define ADD(a, b) wasm_i32x4_add(a, b)
#define SHR(v, n) wasm_u32x4_shr(v, n)
#define SHL(v, n) wasm_i32x4_shl(v, n)
#define SWAP_BYTES(v) \
    wasm_i8x16_swizzle(v, wasm_u8x16_const(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12))

#define ROR(x, n) (((x) >> (n)) | ((x) << (32 - (n))))

/* One round; the names move instead of the values. a ^ b of one round is b ^ c of the next, which halves Maj. */
#define ROUND(a, b, c, d, e, f, g, h, wk) \
    do { \
        uint32_t ab_ = a ^ b; \
        h += (wk) + (ROR(ROR(ROR(e, 14) ^ e, 5) ^ e, 6)) + (g ^ (e & (f ^ g))); \
        d += h; \
        bc &= ab_; \
        h += (ROR(ROR(ROR(a, 9) ^ a, 11) ^ a, 2)) + (bc ^ b); \
        bc = ab_; \
    } while (0)

/* Both small sigmas: rotations by an amount and by more share the shifts that make them. */
static inline v128_t small_sigma0(v128_t v)
{
    v128_t right = XOR(SHR(v, 3), XOR(SHR(v, 7), SHR(v, 18)));

    return XOR(right, XOR(SHL(v, 14), SHL(v, 25)));
}

static inline v128_t small_sigma1(v128_t v)
{
    v128_t right = XOR(SHR(v, 10), XOR(SHR(v, 17), SHR(v, 19)));

    return XOR(right, XOR(SHL(v, 13), SHL(v, 15)));
}

/* The four words behind the sixteen of w0 to w3. */
static inline v128_t expand(v128_t w0, v128_t w1, v128_t w2, v128_t w3)
{
    v128_t seven = wasm_i32x4_shuffle(w2, w3, 1, 2, 3, 4), fifteen = wasm_i32x4_shuffle(w0, w1, 1, 2, 3, 4);
    v128_t sum = ADD(ADD(w0, seven), small_sigma0(fifteen)), low, high;

    low = ADD(sum, wasm_i64x2_shuffle(small_sigma1(w3), wasm_i64x2_const_splat(0), 1, 2));
    high = small_sigma1(low);
    return ADD(low, wasm_i64x2_shuffle(wasm_i64x2_const_splat(0), high, 0, 2));
}

#define FOUR(a, b, c, d, e, f, g, h, at) \
    do { \
        ROUND(a, b, c, d, e, f, g, h, wk[at]); \
        ROUND(h, a, b, c, d, e, f, g, wk[(at) + 1]); \
        ROUND(g, h, a, b, c, d, e, f, wk[(at) + 2]); \
        ROUND(f, g, h, a, b, c, d, e, wk[(at) + 3]); \
    } while (0)

void sha256_block_data_order(SHA256_CTX *ctx, const void *in, size_t num)
{
    uint32_t a = ctx->h[0], b = ctx->h[1], c = ctx->h[2], d = ctx->h[3];
    uint32_t e = ctx->h[4], f = ctx->h[5], g = ctx->h[6], h = ctx->h[7];
    uint32_t wk[16] __attribute__((aligned(16)));
    const unsigned char *p = in;

    for (; num > 0; num--, p += 64) {
        v128_t w0 = SWAP_BYTES(wasm_v128_load(p)), w1 = SWAP_BYTES(wasm_v128_load(p + 16));
        v128_t w2 = SWAP_BYTES(wasm_v128_load(p + 32)), w3 = SWAP_BYTES(wasm_v128_load(p + 48));
        uint32_t bc = b ^ c;

#define PUT(w, i, t) wasm_v128_store(wk + 4 * (i), ADD(w, wasm_v128_load(K + (t) + 4 * (i))))
        PUT(w0, 0, 0);
        PUT(w1, 1, 0);
        PUT(w2, 2, 0);
        PUT(w3, 3, 0);
        for (int t = 16; t < 64; t += 16) {
            w0 = expand(w0, w1, w2, w3);
            FOUR(a, b, c, d, e, f, g, h, 0);
            PUT(w0, 0, t);
            w1 = expand(w1, w2, w3, w0);
            FOUR(e, f, g, h, a, b, c, d, 4);
            PUT(w1, 1, t);
            w2 = expand(w2, w3, w0, w1);
            FOUR(a, b, c, d, e, f, g, h, 8);
            PUT(w2, 2, t);
            w3 = expand(w3, w0, w1, w2);
            FOUR(e, f, g, h, a, b, c, d, 12);
            PUT(w3, 3, t);
        }
        FOUR(a, b, c, d, e, f, g, h, 0);
        FOUR(e, f, g, h, a, b, c, d, 4);
        FOUR(a, b, c, d, e, f, g, h, 8);
        FOUR(e, f, g, h, a, b, c, d, 12);
        a = ctx->h[0] += a;
        b = ctx->h[1] += b;
        c = ctx->h[2] += c;
        d = ctx->h[3] += d;
        e = ctx->h[4] += e;
        f = ctx->h[5] += f;
        g = ctx->h[6] += g;
        h = ctx->h[7] += h;
    }
    OPENSSL_cleanse(wk, sizeof(wk));
}
