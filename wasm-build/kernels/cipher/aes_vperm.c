/*
 * AES by vector permutations: key schedule, single blocks and CBC encryption, where one block waits for another.
 *
 * Design: Hamburg, "Accelerating AES with Vector Permute Instructions" (CHES 2009). Bytes are kept as elements
 * k + i*z of GF(16)[z]/(z^2 + a*z + a), one nibble each, GF(16) = GF(2)[x]/(x^4 + x + 1), a = x. Their inverse follows
 * from five look-ups of 16 entries, each one i8x16.swizzle in a register:
 *     io = 1/(1/i + a/k) + j,  jo = 1/(1/j + a/k) + i,  j = i + k,
 * as 1/io and 1/jo are two independent GF(16)-linear forms of the inverse. Everything linear behind it (back to AES's
 * field, the affine map, the factors of MixColumns) is folded into a table for io plus a table for jo. Infinity is
 * 0x80: it survives additions of nibbles, and swizzle answers 0 = 1/infinity for every index above 15.
 * The tables were computed for this file from these definitions; the tests compare every result with OpenSSL's C.
 *
 * Hook: the object defines the symbols of crypto/aes/aes_core.c and is linked before libcrypto.a; so key wrap, which calls AES_encrypt directly, is free of secret-indexed tables too.
 * Constant time: indices meet tables in registers only; branches depend on lengths and key sizes alone.
 */
#include <string.h>

#include "internal/deprecated.h"
#include <openssl/crypto.h>

#include "aes.h"
#include "lookup.h"

#define XOR(a, b) wasm_v128_xor(a, b)
#define LOW(v) wasm_v128_and(v, wasm_i8x16_const_splat(15))
/* Bits cross from byte to byte in a 64-bit shift, which is one instruction, and are masked away. */
#define HIGH(v) LOW(wasm_u64x2_shr(v, 4))
#define LINEAR(name, v) XOR(LOOKUP(name##_LO, LOW(v)), LOOKUP(name##_HI, HIGH(v)))
#define BOTH(name, io, jo) XOR(LOOKUP(name##_U, io), LOOKUP(name##_T, jo))

/* 1/x and a/x in GF(16). */
#define INV \
    wasm_u8x16_const(0x80, 0x01, 0x09, 0x0e, 0x0d, 0x0b, 0x07, 0x06, \
        0x0f, 0x02, 0x0c, 0x05, 0x0a, 0x04, 0x03, 0x08)
#define INV_A \
    wasm_u8x16_const(0x80, 0x02, 0x01, 0x0f, 0x09, 0x05, 0x0e, 0x0c, \
        0x0d, 0x04, 0x0b, 0x0a, 0x07, 0x08, 0x06, 0x03)
/* Into the basis, and out of it. */
#define IN_LO \
    wasm_u8x16_const(0x00, 0x01, 0x1c, 0x1d, 0x2d, 0x2c, 0x31, 0x30, \
        0x27, 0x26, 0x3b, 0x3a, 0x0a, 0x0b, 0x16, 0x17)
#define IN_HI \
    wasm_u8x16_const(0x00, 0x86, 0xfd, 0x7b, 0x8e, 0x08, 0x73, 0xf5, \
        0x77, 0xf1, 0x8a, 0x0c, 0xf9, 0x7f, 0x04, 0x82)
#define OUT_LO \
    wasm_u8x16_const(0x00, 0x01, 0x5c, 0x5d, 0xe0, 0xe1, 0xbc, 0xbd, \
        0x50, 0x51, 0x0c, 0x0d, 0xb0, 0xb1, 0xec, 0xed)
#define OUT_HI \
    wasm_u8x16_const(0x00, 0xb2, 0xb5, 0x07, 0x3a, 0x88, 0x8f, 0x3d, \
        0xac, 0x1e, 0x19, 0xab, 0x96, 0x24, 0x23, 0x91)
/* S-box without its constant: into the basis, times one and two, and into the standard basis. */
#define SB1_U \
    wasm_u8x16_const(0x00, 0xc3, 0x4f, 0x0c, 0xfc, 0x7c, 0x43, 0x80, \
        0xcf, 0x33, 0x3f, 0x70, 0xbf, 0xb3, 0xf0, 0x8c)
#define SB1_T \
    wasm_u8x16_const(0x00, 0xe6, 0x72, 0xb7, 0xe5, 0xc6, 0xc5, 0x23, \
        0x51, 0xb4, 0x03, 0x71, 0x20, 0x97, 0x52, 0x94)
#define SB2_U \
    wasm_u8x16_const(0x00, 0x7c, 0x20, 0xcf, 0x92, 0x01, 0xef, 0x93, \
        0xb3, 0x21, 0xee, 0xce, 0x7d, 0xb2, 0x5d, 0x5c)
#define SB2_T \
    wasm_u8x16_const(0x00, 0xd1, 0xe5, 0xf7, 0xe6, 0x25, 0x12, 0xc3, \
        0x26, 0xc0, 0x37, 0xd2, 0xf4, 0x03, 0x11, 0x34)
#define SBO_U \
    wasm_u8x16_const(0x00, 0xcb, 0xd7, 0xb0, 0x21, 0x8d, 0x67, 0xac, \
        0x7b, 0x5a, 0xea, 0x3d, 0x46, 0xf6, 0x91, 0x1c)
#define SBO_T \
    wasm_u8x16_const(0x00, 0x9f, 0x61, 0x16, 0xc2, 0x2a, 0x77, 0xe8, \
        0x89, 0x4b, 0x5d, 0x3c, 0xb5, 0xa3, 0xd4, 0xfe)
/* Decryption's basis undoes the S-box's affine map on the way in. */
#define DIN_LO \
    wasm_u8x16_const(0x00, 0xb5, 0xdc, 0x69, 0xdb, 0x6e, 0x07, 0xb2, \
        0x14, 0xa1, 0xc8, 0x7d, 0xcf, 0x7a, 0x13, 0xa6)
#define DIN_HI \
    wasm_u8x16_const(0x00, 0xa7, 0xa8, 0x0f, 0xed, 0x4a, 0x45, 0xe2, \
        0xd1, 0x76, 0x79, 0xde, 0x3c, 0x9b, 0x94, 0x33)
#define DOUT_LO \
    wasm_u8x16_const(0x00, 0x1f, 0xb2, 0xad, 0xab, 0xb4, 0x19, 0x06, \
        0x36, 0x29, 0x84, 0x9b, 0x9d, 0x82, 0x2f, 0x30)
#define DOUT_HI \
    wasm_u8x16_const(0x00, 0xa3, 0xfe, 0x5d, 0xd4, 0x77, 0x2a, 0x89, \
        0xe8, 0x4b, 0x16, 0xb5, 0x3c, 0x9f, 0xc2, 0x61)
/* Inverse S-box into decryption's basis, times 14, 11, 13 and 9, and into the standard basis. */
#define DSE_U \
    wasm_u8x16_const(0x00, 0xeb, 0xa6, 0xb9, 0x7b, 0x8f, 0x1f, 0xf4, \
        0x52, 0x29, 0x90, 0x36, 0x64, 0xdd, 0xc2, 0x4d)
#define DSE_T \
    wasm_u8x16_const(0x00, 0xfd, 0xdf, 0x65, 0x9d, 0xda, 0xba, 0x47, \
        0x98, 0x05, 0x60, 0xbf, 0x27, 0x42, 0xf8, 0x22)
#define DSB_U \
    wasm_u8x16_const(0x00, 0xc2, 0x4d, 0xeb, 0xdd, 0xb9, 0xa6, 0x64, \
        0x29, 0xf4, 0x1f, 0x52, 0x7b, 0x90, 0x36, 0x8f)
#define DSB_T \
    wasm_u8x16_const(0x00, 0xf8, 0x22, 0xfd, 0x42, 0x65, 0xdf, 0x27, \
        0x05, 0x47, 0xba, 0x98, 0x9d, 0x60, 0xbf, 0xda)
#define DSD_U \
    wasm_u8x16_const(0x00, 0x7c, 0x1b, 0x3d, 0x15, 0x4f, 0x26, 0x5a, \
        0x41, 0x54, 0x69, 0x72, 0x33, 0x0e, 0x28, 0x67)
#define DSD_T \
    wasm_u8x16_const(0x00, 0x77, 0xb2, 0xb0, 0xb6, 0xc3, 0x02, 0x75, \
        0xc7, 0x71, 0xc1, 0x73, 0xb4, 0x04, 0x06, 0xc5)
#define DS9_U \
    wasm_u8x16_const(0x00, 0x27, 0xbf, 0x47, 0xda, 0x05, 0xf8, 0xdf, \
        0x60, 0xba, 0xfd, 0x42, 0x22, 0x65, 0x9d, 0x98)
#define DS9_T \
    wasm_u8x16_const(0x00, 0x01, 0x8c, 0x2e, 0xa8, 0x0b, 0xa2, 0xa3, \
        0x2f, 0x87, 0xa9, 0x25, 0x0a, 0x24, 0x86, 0x8d)
#define DSO_U \
    wasm_u8x16_const(0x00, 0x3b, 0xe4, 0xc8, 0x03, 0x14, 0x2c, 0x17, \
        0xf3, 0xf0, 0x38, 0xdc, 0x2f, 0xe7, 0xcb, 0xdf)
#define DSO_T \
    wasm_u8x16_const(0x00, 0x24, 0x91, 0x19, 0x23, 0x8f, 0x88, 0xac, \
        0x3d, 0x1e, 0x07, 0x96, 0xab, 0xb2, 0x3a, 0xb5)
/* ShiftRows (FIPS 197, 5.1.2), and ShiftRows followed by a rotation of every column by one and by three rows. */
#define SHIFT_ROWS wasm_u8x16_const(0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11)
#define SHIFT_ROT1 wasm_u8x16_const(5, 10, 15, 0, 9, 14, 3, 4, 13, 2, 7, 8, 1, 6, 11, 12)
#define SHIFT_ROT3 wasm_u8x16_const(15, 0, 5, 10, 3, 4, 9, 14, 7, 8, 13, 2, 11, 12, 1, 6)
#define ROT1 wasm_u8x16_const(1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12)
#define ROT2 wasm_u8x16_const(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)
/* InvShiftRows, and followed by rotations by one, two and three rows. */
#define UNSHIFT_ROWS wasm_u8x16_const(0, 13, 10, 7, 4, 1, 14, 11, 8, 5, 2, 15, 12, 9, 6, 3)
#define UNSHIFT_ROT1 wasm_u8x16_const(13, 10, 7, 0, 1, 14, 11, 4, 5, 2, 15, 8, 9, 6, 3, 12)
#define UNSHIFT_ROT2 wasm_u8x16_const(10, 7, 0, 13, 14, 11, 4, 1, 2, 15, 8, 5, 6, 3, 12, 9)
#define UNSHIFT_ROT3 wasm_u8x16_const(7, 0, 13, 10, 11, 4, 1, 14, 15, 8, 5, 2, 3, 12, 9, 6)

/* The two look-up indices that stand for the inverse of x. */
#define INVERT(x, io, jo) \
    do { \
        v128_t i_ = HIGH(x), k_ = LOW(x), j_ = XOR(i_, k_); \
        v128_t ak_ = LOOKUP(INV_A, k_); \
        io = XOR(LOOKUP(INV, XOR(LOOKUP(INV, i_), ak_)), j_); \
        jo = XOR(LOOKUP(INV, XOR(LOOKUP(INV, j_), ak_)), i_); \
    } while (0)

static inline v128_t encrypt(v128_t x, const AES_KEY *key)
{
    v128_t io, jo;

    x = XOR(LINEAR(IN, x), ROUND_KEY(key, 0));
    for (int r = 1; r < key->rounds; r++) {
        v128_t one, two, mixed;

        INVERT(x, io, jo);
        one = BOTH(SB1, io, jo);
        two = BOTH(SB2, io, jo);
        mixed = XOR(LOOKUP(one, SHIFT_ROT1), LOOKUP(two, SHIFT_ROWS));
        x = XOR(LOOKUP(mixed, ROT1), XOR(mixed, XOR(LOOKUP(one, SHIFT_ROT3), ROUND_KEY(key, r))));
    }
    INVERT(x, io, jo);
    return XOR(LOOKUP(BOTH(SBO, io, jo), SHIFT_ROWS), ROUND_KEY(key, key->rounds));
}

static inline v128_t decrypt(v128_t x, const AES_KEY *key)
{
    v128_t io, jo;

    x = XOR(LINEAR(DIN, x), ROUND_KEY(key, 0));
    for (int r = 1; r < key->rounds; r++) {
        v128_t a, b;

        INVERT(x, io, jo);
        a = XOR(LOOKUP(BOTH(DSE, io, jo), UNSHIFT_ROWS), LOOKUP(BOTH(DSB, io, jo), UNSHIFT_ROT1));
        b = XOR(LOOKUP(BOTH(DSD, io, jo), UNSHIFT_ROT2), LOOKUP(BOTH(DS9, io, jo), UNSHIFT_ROT3));
        x = XOR(XOR(a, b), ROUND_KEY(key, r));
    }
    INVERT(x, io, jo);
    return XOR(LOOKUP(BOTH(DSO, io, jo), UNSHIFT_ROWS), ROUND_KEY(key, key->rounds));
}

v128_t wasm_aes_round_key(const AES_KEY *key, int r, int enc)
{
    v128_t k = ROUND_KEY(key, r);

    if (r == key->rounds)
        return k;
    return enc ? LINEAR(OUT, k) : LINEAR(DOUT, k);
}

static uint32_t substitute(uint32_t word)
{
    v128_t x = wasm_i32x4_make((int)word, 0, 0, 0), io, jo;

    x = LINEAR(IN, x);
    INVERT(x, io, jo);
    return (uint32_t)wasm_i32x4_extract_lane(BOTH(SBO, io, jo), 0) ^ 0x63636363;
}

static v128_t times_two(v128_t v)
{
    v128_t carry = wasm_i8x16_shr(v, 7);

    return XOR(wasm_i8x16_add(v, v), wasm_v128_and(carry, wasm_i8x16_const_splat(0x1b)));
}

/* InvMixColumns = MixColumns after adding 4 * (v + v rotated by two rows). */
static v128_t unmix_columns(v128_t v)
{
    v128_t rotated;

    v = XOR(v, times_two(times_two(XOR(v, LOOKUP(v, ROT2)))));
    rotated = LOOKUP(v, ROT1);
    return XOR(XOR(times_two(XOR(v, rotated)), rotated), LOOKUP(XOR(v, rotated), ROT2));
}

/* FIPS 197, 5.2: the round keys in the standard basis, words as they lie in memory. Returns the number of rounds. */
static int expand(const unsigned char *user, int bits, uint32_t words[60])
{
    int n = bits / 32, rounds = n + 6;
    uint32_t rcon = 1;

    memcpy(words, user, (size_t)bits / 8);
    for (int i = n; i < 4 * (rounds + 1); i++) {
        uint32_t w = words[i - 1];

        if (i % n == 0) {
            w = substitute(w >> 8 | w << 24) ^ rcon;
            rcon = (rcon << 1) ^ ((rcon >> 7) * 0x11b);
        } else if (n > 6 && i % n == 4) {
            w = substitute(w);
        }
        words[i] = words[i - n] ^ w;
    }
    return rounds;
}

static int set_key(const unsigned char *user, int bits, AES_KEY *key, int enc)
{
    const v128_t sixty_three = wasm_i8x16_const_splat(0x63);
    uint32_t words[60];
    int rounds;

    if (user == NULL || key == NULL)
        return -1;
    if (bits != 128 && bits != 192 && bits != 256)
        return -2;
    rounds = expand(user, bits, words);
    key->rounds = rounds;
    for (int r = 0; r <= rounds; r++) {
        v128_t k = wasm_v128_load(words + 4 * (enc ? r : rounds - r));

        if (enc) {
            if (r > 0)
                k = XOR(k, sixty_three);
            if (r < rounds)
                k = LINEAR(IN, k);
        } else if (r < rounds) {
            if (r > 0)
                k = unmix_columns(k);
            k = XOR(k, sixty_three);
            k = LINEAR(DIN, k);
        }
        wasm_v128_store(key->rd_key + 4 * r, k);
    }
    OPENSSL_cleanse(words, sizeof(words));
    return 0;
}

int AES_set_encrypt_key(const unsigned char *userKey, const int bits, AES_KEY *key)
{
    return set_key(userKey, bits, key, 1);
}

int AES_set_decrypt_key(const unsigned char *userKey, const int bits, AES_KEY *key)
{
    return set_key(userKey, bits, key, 0);
}

void AES_encrypt(const unsigned char *in, unsigned char *out, const AES_KEY *key)
{
    wasm_v128_store(out, encrypt(wasm_v128_load(in), key));
}

void AES_decrypt(const unsigned char *in, unsigned char *out, const AES_KEY *key)
{
    wasm_v128_store(out, decrypt(wasm_v128_load(in), key));
}

void wasm_aes_cbc_encrypt(const unsigned char *in, unsigned char *out, size_t blocks, const AES_KEY *key,
    unsigned char ivec[16])
{
    v128_t chain = wasm_v128_load(ivec);

    for (size_t i = 0; i < blocks; i++) {
        chain = encrypt(XOR(chain, wasm_v128_load(in + 16 * i)), key);
        wasm_v128_store(out + 16 * i, chain);
    }
    wasm_v128_store(ivec, chain);
}
