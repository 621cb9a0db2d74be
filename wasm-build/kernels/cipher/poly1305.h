/* The state and the step of poly1305.c, which chacha20.c does in the same loop as its own. */
#ifndef WASM_KERNEL_POLY1305_H
#define WASM_KERNEL_POLY1305_H

#include <stdint.h>
#include <string.h>

#ifdef __wasm_wide_arithmetic__

static inline uint64_t poly_word(const unsigned char *p)
{
    uint64_t word;

    memcpy(&word, p, 8);
    return word;
}

/* With products of 128 bits: OpenSSL's own limbs for 64-bit machines. */
typedef struct {
    uint64_t h[3]; /* the sum, 64 bits a limb, the last below 8 */
    uint64_t r[2]; /* the clamped key */
    uint64_t s; /* 5/4 of its second limb, which is whole */
} POLY_STATE;

#define POLY_LOAD(st) \
    uint64_t r0 = (st)->r[0], r1 = (st)->r[1], q1 = (st)->s; \
    uint64_t h0 = (st)->h[0], h1 = (st)->h[1], h2 = (st)->h[2]

#define POLY_STORE(st) \
    do { \
        (st)->h[0] = h0; \
        (st)->h[1] = h1; \
        (st)->h[2] = h2; \
    } while (0)

/* h = (h + block + pad * 2^128) * r, modulo 2^130 - 5. */
#define POLY_BLOCK(p, pad) \
    do { \
        unsigned __int128 d0_ = (unsigned __int128)h0 + poly_word(p), d1_; \
        uint64_t c_; \
        d1_ = (unsigned __int128)h1 + poly_word((p) + 8) + (uint64_t)(d0_ >> 64); \
        h0 = (uint64_t)d0_; \
        h1 = (uint64_t)d1_; \
        h2 += (uint64_t)(d1_ >> 64) + (pad); \
        d0_ = (unsigned __int128)h0 * r0 + (unsigned __int128)h1 * q1; \
        d1_ = (unsigned __int128)h0 * r1 + (unsigned __int128)h1 * r0 + h2 * q1; \
        d1_ += (uint64_t)(d0_ >> 64); \
        h2 = h2 * r0 + (uint64_t)(d1_ >> 64); \
        c_ = (h2 >> 2) * 5; \
        h2 &= 3; \
        d0_ = (unsigned __int128)(uint64_t)d0_ + c_; \
        d1_ = (unsigned __int128)(uint64_t)d1_ + (uint64_t)(d0_ >> 64); \
        h0 = (uint64_t)d0_; \
        h1 = (uint64_t)d1_; \
        h2 += (uint64_t)(d1_ >> 64); \
    } while (0)

#else

static inline uint64_t poly_word(const unsigned char *p)
{
    uint32_t word;

    memcpy(&word, p, 4);
    return word;
}

typedef struct {
    uint64_t h[4]; /* the sum, 32 bits a limb and more in the last; the first may be past its width by two bits */
    uint64_t r[4]; /* the clamped key */
    uint64_t s[4]; /* 5/4 of r, which is whole from the second limb on */
} POLY_STATE;

#define POLY_LOAD(st) \
    uint64_t r0 = (st)->r[0], r1 = (st)->r[1], r2 = (st)->r[2], r3 = (st)->r[3]; \
    uint64_t q1 = (st)->s[1], q2 = (st)->s[2], q3 = (st)->s[3]; \
    uint64_t h0 = (st)->h[0], h1 = (st)->h[1], h2 = (st)->h[2], h3 = (st)->h[3]

#define POLY_STORE(st) \
    do { \
        (st)->h[0] = h0; \
        (st)->h[1] = h1; \
        (st)->h[2] = h2; \
        (st)->h[3] = h3; \
    } while (0)

/*
 * h = (h + block + pad * 2^128) * r, modulo 2^130 - 5. Before the product, in units of 2^32: h0 < 3.25, h1 and h2 < 2,
 * h3 < 6 (7 after a stored state). Limbs of r are below 2^28 and those of s below 1.25 * 2^28, so that no sum of four
 * products reaches 2^64: (3.25 + 1.25 * (2 + 2 + 6)) / 16 < 1 is the largest.
 */
#define POLY_BLOCK(p, pad) \
    do { \
        uint64_t d0_, d1_, d2_, d3_; \
        h0 += poly_word(p); \
        h1 += poly_word((p) + 4); \
        h2 += poly_word((p) + 8); \
        h3 += poly_word((p) + 12) + ((uint64_t)(pad) << 32); \
        d0_ = h3 * q1 + h2 * q2 + h1 * q3 + h0 * r0; \
        d1_ = h3 * q2 + h2 * q3 + h1 * r0 + h0 * r1; \
        d2_ = h3 * q3 + h2 * r0 + h1 * r1 + h0 * r2; \
        d3_ = h3 * r0 + h2 * r1 + h1 * r2 + h0 * r3; \
        d1_ += d0_ >> 32; \
        d2_ += d1_ >> 32; \
        d3_ += d2_ >> 32; \
        h0 = (d0_ & 0xffffffff) + 5 * (d3_ >> 34); \
        h1 = d1_ & 0xffffffff; \
        h2 = d2_ & 0xffffffff; \
        h3 = d3_ & 0x3ffffffff; \
    } while (0)

#endif

#endif
