/* What chacha20.c does for chacha20_poly1305.c. */
#ifndef WASM_KERNEL_CHACHA20_H
#define WASM_KERNEL_CHACHA20_H

#include <stddef.h>
#include <stdint.h>

/* Eight blocks of ChaCha20, 32 of Poly1305. */
#define STITCHED 512

/* of poly1305.c */
void poly1305_blocks(void *ctx, const unsigned char *inp, size_t len, unsigned int padbit);

/*
 * Encrypts or decrypts len bytes, a multiple of STITCHED above 0, and adds the ciphertext to the state of poly1305.c.
 * in and out may be the same.
 */
void wasm_chacha20_poly1305(unsigned char *out, const unsigned char *inp, size_t len, const uint32_t key[8],
    const uint32_t counter[4], void *sum, int enc);

#endif
