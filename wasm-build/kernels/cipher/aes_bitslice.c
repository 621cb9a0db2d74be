/*
 * AES on eight independent blocks at once, bitsliced: CTR, ECB and CBC decryption.
 *
 * Design: Kaesper and Schwabe, "Faster and Timing-Attack Resistant AES-GCM" (CHES 2009). Vector b holds bit b of all
 * 128 bytes, byte position p of the eight blocks in its byte p. The S-box is the circuit of Boyar and Peralta
 * ("A new combinational logic minimization technique with applications to cryptology", SEA 2010), 113 gates less the four
 * complements, which the round keys carry (aes.h). The bytes are kept row by row, not column by column as in memory,
 * so that MixColumns' rotations are shuffles of 32-bit lanes with an immediate and only ShiftRows needs a byte shuffle.
 * Counter blocks are never transposed: seven eighths of their bits are the same in all blocks, so each plane is a
 * comparison of one block with a mask, and the low three bits of an aligned counter are constants.
 *
 * Hook: HWAES_CAPABLE=1 with HWAES_ecb_encrypt and HWAES_ctr32_encrypt_blocks named as here (README.md).
 * Constant time: no tables at all; branches depend on lengths and key sizes alone.
 */
#include <stdint.h>
#include <string.h>

#include "internal/deprecated.h"
#include <openssl/crypto.h>

#include "aes.h"

#define LANES 8
#define XOR(a, b) wasm_v128_xor(a, b)
#define AND(a, b) wasm_v128_and(a, b)
/* Below this many blocks a vector-permute block each is cheaper than a group of eight. */
#define FEW 5

typedef struct {
    v128_t key[15][8];
    int rounds;
} PLANES;

/* The 4x4 transposition between memory's columns and our rows; its own inverse. */
#define TRANSPOSE(v) wasm_i8x16_swizzle(v, wasm_u8x16_const(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15))
#define SHIFT_ROWS(v) wasm_i8x16_swizzle(v, wasm_u8x16_const(0, 1, 2, 3, 5, 6, 7, 4, 10, 11, 8, 9, 15, 12, 13, 14))
#define UNSHIFT_ROWS(v) wasm_i8x16_swizzle(v, wasm_u8x16_const(0, 1, 2, 3, 7, 4, 5, 6, 10, 11, 8, 9, 13, 14, 15, 12))
#define ROT1(v) wasm_i32x4_shuffle(v, v, 1, 2, 3, 0)
#define ROT2(v) wasm_i64x2_shuffle(v, v, 1, 0)

/* Plane b of a block that is the same in all eight lanes. */
static inline void spread(v128_t s[8], v128_t block)
{
    for (int b = 0; b < 8; b++) {
        v128_t bit = wasm_i8x16_splat((int8_t)(1 << b));

        s[b] = wasm_i8x16_eq(AND(block, bit), bit);
    }
}

static void expand(PLANES *p, const AES_KEY *key, int enc)
{
    p->rounds = key->rounds;
    for (int r = 0; r <= key->rounds; r++)
        spread(p->key[r], TRANSPOSE(wasm_aes_round_key(key, r, enc)));
}

/* Transposes the 8x8 bits of every byte position; its own inverse. */
#define SWAP(a, b, mask, n) \
    do { \
        v128_t t_ = AND(XOR(wasm_u64x2_shr(a, n), b), wasm_i8x16_const_splat(mask)); \
        b = XOR(b, t_); \
        a = XOR(a, wasm_i64x2_shl(t_, n)); \
    } while (0)
static inline void slice(v128_t s[8])
{
    SWAP(s[0], s[1], 0x55, 1);
    SWAP(s[2], s[3], 0x55, 1);
    SWAP(s[4], s[5], 0x55, 1);
    SWAP(s[6], s[7], 0x55, 1);
    SWAP(s[0], s[2], 0x33, 2);
    SWAP(s[1], s[3], 0x33, 2);
    SWAP(s[4], s[6], 0x33, 2);
    SWAP(s[5], s[7], 0x33, 2);
    SWAP(s[0], s[4], 0x0f, 4);
    SWAP(s[1], s[5], 0x0f, 4);
    SWAP(s[2], s[6], 0x0f, 4);
    SWAP(s[3], s[7], 0x0f, 4);
}

/* The S-box less 0x63, Boyar and Peralta's names; their x0 and s0 are the high bits. */
static inline void substitute(v128_t s[8])
{
    v128_t x0 = s[7], x1 = s[6], x2 = s[5], x3 = s[4], x4 = s[3], x5 = s[2], x6 = s[1], x7 = s[0];
    v128_t y14 = XOR(x3, x5), y13 = XOR(x0, x6), y9 = XOR(x0, x3), y8 = XOR(x0, x5), t0 = XOR(x1, x2);
    v128_t y1 = XOR(t0, x7), y4 = XOR(y1, x3), y12 = XOR(y13, y14), y2 = XOR(y1, x0), y5 = XOR(y1, x6);
    v128_t y3 = XOR(y5, y8), t1 = XOR(x4, y12), y15 = XOR(t1, x5), y20 = XOR(t1, x1), y6 = XOR(y15, x7);
    v128_t y10 = XOR(y15, t0), y11 = XOR(y20, y9), y7 = XOR(x7, y11), y17 = XOR(y10, y11), y19 = XOR(y10, y8);
    v128_t y16 = XOR(t0, y11), y21 = XOR(y13, y16), y18 = XOR(x0, y16);

    v128_t t2 = AND(y12, y15), t4 = XOR(AND(y3, y6), t2), t6 = XOR(AND(y4, x7), t2);
    v128_t t7 = AND(y13, y16), t9 = XOR(AND(y5, y1), t7), t11 = XOR(AND(y2, y7), t7);
    v128_t t12 = AND(y9, y11), t14 = XOR(AND(y14, y17), t12), t16 = XOR(AND(y8, y10), t12);
    v128_t t21 = XOR(XOR(t4, t14), y20), t22 = XOR(XOR(t6, t16), y19);
    v128_t t23 = XOR(XOR(t9, t14), y21), t24 = XOR(XOR(t11, t16), y18);
    v128_t t25 = XOR(t21, t22), t26 = AND(t21, t23), t27 = XOR(t24, t26), t29 = XOR(AND(t25, t27), t22);
    v128_t t30 = XOR(t23, t24), t31 = XOR(t22, t26), t33 = XOR(AND(t31, t30), t24), t34 = XOR(t23, t33);
    v128_t t35 = XOR(t27, t33), t36 = AND(t24, t35), t37 = XOR(t36, t34), t38 = XOR(t27, t36);
    v128_t t40 = XOR(t25, AND(t29, t38)), t41 = XOR(t40, t37), t42 = XOR(t29, t33), t43 = XOR(t29, t40);
    v128_t t44 = XOR(t33, t37), t45 = XOR(t42, t41);

    v128_t z0 = AND(t44, y15), z1 = AND(t37, y6), z2 = AND(t33, x7), z3 = AND(t43, y16), z4 = AND(t40, y1);
    v128_t z5 = AND(t29, y7), z6 = AND(t42, y11), z7 = AND(t45, y17), z8 = AND(t41, y10), z9 = AND(t44, y12);
    v128_t z10 = AND(t37, y3), z11 = AND(t33, y4), z12 = AND(t43, y13), z13 = AND(t40, y5), z14 = AND(t29, y2);
    v128_t z15 = AND(t42, y9), z16 = AND(t45, y14), z17 = AND(t41, y8);

    v128_t t46 = XOR(z15, z16), t47 = XOR(z10, z11), t48 = XOR(z5, z13), t49 = XOR(z9, z10), t50 = XOR(z2, z12);
    v128_t t51 = XOR(z2, z5), t52 = XOR(z7, z8), t53 = XOR(z0, z3), t54 = XOR(z6, z7), t55 = XOR(z16, z17);
    v128_t t56 = XOR(z12, t48), t57 = XOR(t50, t53), t58 = XOR(z4, t46), t59 = XOR(z3, t54), t60 = XOR(t46, t57);
    v128_t t61 = XOR(z14, t57), t62 = XOR(t52, t58), t63 = XOR(t49, t58), t64 = XOR(z4, t59), t65 = XOR(t61, t62);
    v128_t t66 = XOR(z1, t63), t67 = XOR(t64, t65), s3 = XOR(t53, t66);

    s[7] = XOR(t59, t63);
    s[6] = XOR(t64, s3);
    s[5] = XOR(t55, t67);
    s[4] = s3;
    s[3] = XOR(t51, t66);
    s[2] = XOR(t47, t65);
    s[1] = XOR(t56, t62);
    s[0] = XOR(t48, t60);
}

/* The inverse of the S-box's affine map less its constant. */
static inline void unaffine(v128_t s[8])
{
    v128_t a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    v128_t cf = XOR(c, f), ad = XOR(a, d), be = XOR(b, e);

    s[0] = XOR(cf, h);
    s[1] = XOR(ad, g);
    s[2] = XOR(be, h);
    s[3] = XOR(XOR(a, c), f);
    s[4] = XOR(XOR(b, d), g);
    s[5] = XOR(XOR(c, e), h);
    s[6] = XOR(ad, f);
    s[7] = XOR(be, g);
}

/* MixColumns, and the round key. */
static inline void mix(v128_t s[8], const v128_t key[8])
{
    v128_t r[8], t[8];

    for (int b = 0; b < 8; b++) {
        r[b] = ROT1(s[b]);
        t[b] = XOR(s[b], r[b]);
        r[b] = XOR(XOR(r[b], ROT2(t[b])), key[b]);
    }
    s[0] = XOR(r[0], t[7]);
    s[1] = XOR(r[1], XOR(t[0], t[7]));
    s[2] = XOR(r[2], t[1]);
    s[3] = XOR(r[3], XOR(t[2], t[7]));
    s[4] = XOR(r[4], XOR(t[3], t[7]));
    s[5] = XOR(r[5], t[4]);
    s[6] = XOR(r[6], t[5]);
    s[7] = XOR(r[7], t[6]);
}

static inline void add_key(v128_t s[8], const v128_t key[8])
{
    for (int b = 0; b < 8; b++)
        s[b] = XOR(s[b], key[b]);
}

#define COPY(to, from) \
    do { \
        for (int b_ = 0; b_ < 8; b_++) \
            (to)[b_] = (from)[b_]; \
    } while (0)

/*
 * All rounds but the first key addition; state comes sliced and leaves as eight blocks, row by row. The planes are
 * copied so that the compiler knows them apart from the keys and keeps them out of memory.
 */
static void encrypt(v128_t state[8], const PLANES *p)
{
    v128_t s[8];

    COPY(s, state);
    for (int r = 1;; r++) {
        substitute(s);
        for (int b = 0; b < 8; b++)
            s[b] = SHIFT_ROWS(s[b]);
        if (r == p->rounds)
            break;
        mix(s, p->key[r]);
    }
    add_key(s, p->key[p->rounds]);
    slice(s);
    COPY(state, s);
}

/* Two groups, round by round: one group's chain of dependent instructions leaves half of a wide core idle. */
static void encrypt_two(v128_t one[8], v128_t two[8], const PLANES *p)
{
    v128_t s[8], u[8];

    COPY(s, one);
    COPY(u, two);
    for (int r = 1;; r++) {
        substitute(s);
        for (int b = 0; b < 8; b++)
            s[b] = SHIFT_ROWS(s[b]);
        substitute(u);
        for (int b = 0; b < 8; b++)
            u[b] = SHIFT_ROWS(u[b]);
        if (r == p->rounds)
            break;
        mix(s, p->key[r]);
        mix(u, p->key[r]);
    }
    add_key(s, p->key[p->rounds]);
    slice(s);
    COPY(one, s);
    add_key(u, p->key[p->rounds]);
    slice(u);
    COPY(two, u);
}

/* InvMixColumns = MixColumns after adding 4 * (v + v rotated by two rows). */
static inline void unmix(v128_t s[8], const v128_t key[8])
{
    v128_t t[8];

    for (int b = 0; b < 8; b++)
        t[b] = XOR(s[b], ROT2(s[b]));
    s[0] = XOR(s[0], t[6]);
    s[1] = XOR(s[1], XOR(t[6], t[7]));
    s[2] = XOR(s[2], XOR(t[0], t[7]));
    s[3] = XOR(s[3], XOR(t[1], t[6]));
    s[4] = XOR(s[4], XOR(t[2], XOR(t[6], t[7])));
    s[5] = XOR(s[5], XOR(t[3], t[7]));
    s[6] = XOR(s[6], t[4]);
    s[7] = XOR(s[7], t[5]);
    mix(s, key);
}

static void decrypt(v128_t state[8], const PLANES *p)
{
    v128_t s[8];

    COPY(s, state);
    for (int r = 1;; r++) {
        /* The inverse S-box from the forward one: both are the field's inversion between affine maps. */
        unaffine(s);
        substitute(s);
        unaffine(s);
        for (int b = 0; b < 8; b++)
            s[b] = UNSHIFT_ROWS(s[b]);
        if (r == p->rounds)
            break;
        unmix(s, p->key[r]);
    }
    add_key(s, p->key[p->rounds]);
    slice(s);
    COPY(state, s);
}

static inline void load(v128_t s[8], const unsigned char *in, const PLANES *p)
{
    for (int j = 0; j < LANES; j++)
        s[j] = TRANSPOSE(wasm_v128_load(in + 16 * j));
    slice(s);
    add_key(s, p->key[0]);
}

/* Sliced counter blocks; first is the initialisation vector with the first round key added, row by row. */
static inline void count(v128_t s[8], v128_t first, uint32_t counter)
{
    v128_t four_bytes = wasm_i32x4_make(0, 0, 0, (int)__builtin_bswap32(counter));

    spread(s, XOR(first, TRANSPOSE(four_bytes)));
    s[0] = XOR(s[0], wasm_u8x16_const(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xaa));
    s[1] = XOR(s[1], wasm_u8x16_const(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xcc));
    s[2] = XOR(s[2], wasm_u8x16_const(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf0));
}

static inline void cover(const unsigned char *in, unsigned char *out, const v128_t *stream, size_t blocks)
{
    for (size_t j = 0; j < blocks; j++)
        wasm_v128_store(out + 16 * j, XOR(TRANSPOSE(stream[j]), wasm_v128_load(in + 16 * j)));
}

static void ctr_few(const unsigned char *in, unsigned char *out, size_t blocks, const AES_KEY *key, v128_t iv,
    uint32_t counter)
{
    unsigned char block[16];

    for (; blocks > 0; blocks--, counter++, in += 16, out += 16) {
        wasm_v128_store(block, wasm_i32x4_replace_lane(iv, 3, (int)__builtin_bswap32(counter)));
        AES_encrypt(block, block, key);
        wasm_v128_store(out, XOR(wasm_v128_load(block), wasm_v128_load(in)));
    }
    OPENSSL_cleanse(block, sizeof(block));
}

/* A function of its own, as are many blocks in ECB: an engine compiles it when it is first called, and a start has few blocks. */
static __attribute__((noinline)) void ctr_many(const unsigned char *in, unsigned char *out, size_t blocks, const void *key,
    v128_t iv, uint32_t counter)
{
    v128_t first, stream[2 * LANES];
    size_t skip = counter % LANES;
    PLANES p;

    expand(&p, key, 1);
    first = XOR(TRANSPOSE(wasm_i32x4_replace_lane(iv, 3, 0)), TRANSPOSE(wasm_aes_round_key(key, 0, 1)));
    /* Groups start at multiples of eight, so that the low bits of the counter are the lane's number. */
    for (counter -= skip; blocks > 0; skip = 0) {
        size_t n = 2 * LANES - skip;

        count(stream, first, counter);
        if (blocks > LANES - skip) {
            count(stream + LANES, first, counter + LANES);
            encrypt_two(stream, stream + LANES, &p);
        } else {
            encrypt(stream, &p);
        }
        counter += 2 * LANES;
        if (n > blocks)
            n = blocks;
        if (n == 2 * LANES)
            cover(in, out, stream, 2 * LANES);
        else
            cover(in, out, stream + skip, n);
        in += 16 * n;
        out += 16 * n;
        blocks -= n;
    }
    OPENSSL_cleanse(stream, sizeof(stream));
    OPENSSL_cleanse(&p, sizeof(p));
}

void wasm_aes_ctr32_encrypt_blocks(const unsigned char *in, unsigned char *out, size_t blocks, const void *key,
    const unsigned char ivec[16])
{
    v128_t iv = wasm_v128_load(ivec);
    uint32_t counter = __builtin_bswap32((uint32_t)wasm_i32x4_extract_lane(iv, 3));

    if (blocks < FEW)
        ctr_few(in, out, blocks, key, iv, counter);
    else
        ctr_many(in, out, blocks, key, iv, counter);
}

static __attribute__((noinline)) void ecb_many(const unsigned char *in, unsigned char *out, size_t blocks, const AES_KEY *key,
    const int enc)
{
    PLANES p;

    expand(&p, key, enc);
    for (; blocks >= LANES; blocks -= LANES, in += 16 * LANES, out += 16 * LANES) {
        v128_t s[8];

        load(s, in, &p);
        if (enc)
            encrypt(s, &p);
        else
            decrypt(s, &p);
        for (int j = 0; j < LANES; j++)
            wasm_v128_store(out + 16 * j, TRANSPOSE(s[j]));
    }
    OPENSSL_cleanse(&p, sizeof(p));
}

void wasm_aes_ecb_encrypt(const unsigned char *in, unsigned char *out, size_t length, const AES_KEY *key, const int enc)
{
    size_t blocks = length / 16, many = blocks - blocks % LANES;

    if (many > 0)
        ecb_many(in, out, many, key, enc);
    in += 16 * many;
    out += 16 * many;
    blocks -= many;
    for (; blocks > 0; blocks--, in += 16, out += 16) {
        if (enc)
            AES_encrypt(in, out, key);
        else
            AES_decrypt(in, out, key);
    }
}

void wasm_aes_cbc_decrypt(const unsigned char *in, unsigned char *out, size_t blocks, const AES_KEY *key,
    unsigned char ivec[16])
{
    v128_t chain = wasm_v128_load(ivec);

    if (blocks >= LANES) {
        PLANES p;

        expand(&p, key, 0);
        for (; blocks >= LANES; blocks -= LANES, in += 16 * LANES, out += 16 * LANES) {
            v128_t s[8];

            load(s, in, &p);
            decrypt(s, &p);
            /* in and out may be the same: read each block of input before it is written over. */
            for (int j = 0; j < LANES; j++) {
                v128_t cipher = wasm_v128_load(in + 16 * j);

                wasm_v128_store(out + 16 * j, XOR(TRANSPOSE(s[j]), chain));
                chain = cipher;
            }
        }
        OPENSSL_cleanse(&p, sizeof(p));
    }
    for (; blocks > 0; blocks--, in += 16, out += 16) {
        v128_t cipher = wasm_v128_load(in);
        unsigned char block[16];

        AES_decrypt(in, block, key);
        wasm_v128_store(out, XOR(wasm_v128_load(block), chain));
        chain = cipher;
    }
    wasm_v128_store(ivec, chain);
}
