/*
 * Poly1305 (RFC 8439, 2.5) with limbs of 32 bits in 64-bit products, or of 64 bits in 128-bit products where there are.
 *
 * Why: OpenSSL's C for 32-bit machines carries twice a block, once after the message is added and once after the product,
 * and keeps the top bits in a fifth limb; each block waits for all of it. r is clamped (RFC 8439, 2.5.1), so that its
 * limbs have 28 bits; that leaves room for h to stay unreduced. Here one chain of carries a block remains, and the top
 * bits stay in the fourth limb, which makes 16 products of 20. With wide arithmetic, OpenSSL's form for 64-bit machines has
 * four wide products and is faster still.
 *
 * Hook: POLY1305_ASM; crypto/poly1305/poly1305.c then asks for the three functions below.
 * Constant time: branches depend on the length alone.
 */
#include <stddef.h>

#include "crypto/poly1305.h"

#include "poly1305.h"

int poly1305_init(void *ctx, const unsigned char key[16], void *func);
void poly1305_blocks(void *ctx, const unsigned char *inp, size_t len, unsigned int padbit);
void poly1305_emit(void *ctx, unsigned char mac[16], const unsigned int nonce[4]);

_Static_assert(sizeof(POLY_STATE) <= sizeof(((POLY1305 *)0)->opaque), "the state must fit");

#ifdef __wasm_wide_arithmetic__

int poly1305_init(void *ctx, const unsigned char key[16], void *func)
{
    POLY_STATE *st = ctx;

    (void)func;
    st->h[0] = st->h[1] = st->h[2] = 0;
    st->r[0] = poly_word(key) & 0x0ffffffc0fffffff;
    st->r[1] = poly_word(key + 8) & 0x0ffffffc0ffffffc;
    st->s = st->r[1] + (st->r[1] >> 2);
    return 0;
}

void poly1305_emit(void *ctx, unsigned char mac[16], const unsigned int nonce[4])
{
    const POLY_STATE *st = ctx;
    unsigned __int128 low = (unsigned __int128)st->h[1] << 64 | st->h[0], past;

    /* h < 2p; the bits of h + 5 from 2^130 on say whether h is p or more, and its others are h - p. */
    past = (unsigned __int128)st->h[0] + 5;
    past = (unsigned __int128)st->h[1] + (uint64_t)(past >> 64);
    low += 5 * ((st->h[2] + (uint64_t)(past >> 64)) >> 2);
    low += (unsigned __int128)((uint64_t)nonce[3] << 32 | nonce[2]) << 64 | ((uint64_t)nonce[1] << 32 | nonce[0]);
    memcpy(mac, &low, 16);
}

#else

int poly1305_init(void *ctx, const unsigned char key[16], void *func)
{
    POLY_STATE *st = ctx;

    (void)func;
    for (int i = 0; i < 4; i++) {
        st->h[i] = 0;
        st->r[i] = poly_word(key + 4 * i) & (i == 0 ? 0x0fffffff : 0x0ffffffc);
        st->s[i] = st->r[i] + (st->r[i] >> 2);
    }
    return 0;
}

void poly1305_emit(void *ctx, unsigned char mac[16], const unsigned int nonce[4])
{
    const POLY_STATE *st = ctx;
    uint64_t carry = 5, minus_p, sum = 0;

    /* h < 2p; the bits of h + 5 from 2^130 on say whether h is p or more, and its others are h - p. */
    for (int i = 0; i < 4; i++)
        carry = (st->h[i] + carry) >> (i < 3 ? 32 : 34);
    minus_p = 5 * carry;
    for (int i = 0; i < 4; i++) {
        uint32_t word;

        minus_p += st->h[i];
        sum += (minus_p & 0xffffffff) + nonce[i];
        minus_p >>= 32;
        word = (uint32_t)sum;
        sum >>= 32;
        memcpy(mac + 4 * i, &word, 4);
    }
}

#endif

void poly1305_blocks(void *ctx, const unsigned char *inp, size_t len, unsigned int padbit)
{
    POLY_STATE *st = ctx;
    POLY_LOAD(st);

    for (; len >= POLY1305_BLOCK_SIZE; len -= POLY1305_BLOCK_SIZE, inp += POLY1305_BLOCK_SIZE)
        POLY_BLOCK(inp, padbit);
    POLY_STORE(st);
}
