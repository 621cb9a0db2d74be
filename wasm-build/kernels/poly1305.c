/*
 * Poly1305 (RFC 8439, 2.5) with limbs of 32 bits in 64-bit products.
 *
 * Why: OpenSSL's C for 32-bit machines carries twice a block, once after the message is added and once after the product,
 * and keeps the top bits in a fifth limb; each block waits for all of it. r is clamped (RFC 8439, 2.5.1), so that its
 * limbs have 28 bits; that leaves room for h to stay unreduced. Here one chain of carries a block remains, and the top
 * bits stay in the fourth limb, which makes 16 products of 20.
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

void poly1305_blocks(void *ctx, const unsigned char *inp, size_t len, unsigned int padbit)
{
    POLY_STATE *st = ctx;
    POLY_LOAD(st);

    for (; len >= POLY1305_BLOCK_SIZE; len -= POLY1305_BLOCK_SIZE, inp += POLY1305_BLOCK_SIZE)
        POLY_BLOCK(inp, padbit);
    POLY_STORE(st);
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
