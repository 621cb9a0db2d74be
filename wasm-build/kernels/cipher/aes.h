/*
 * What aes_vperm.c (key schedule, single blocks, blocks that wait for each other) and aes_bitslice.c (many independent blocks)
 * share, and what is built on both.
 *
 * AES_KEY holds, for encryption, round key r in the basis of aes_vperm.c, with 0x63 (the S-box's constant, which
 * MixColumns leaves as it is) added to all but the first; the last one is in the standard basis. For decryption it
 * holds the keys of the equivalent inverse cipher (FIPS 197, 5.3.5) in decryption's basis, 0x63 added to all but the last,
 * which is in the standard basis.
 */
#ifndef WASM_KERNEL_AES_H
#define WASM_KERNEL_AES_H

#include <stddef.h>
#include <wasm_simd128.h>

#include <openssl/aes.h>

#define ROUND_KEY(key, r) wasm_v128_load((const unsigned char *)(key)->rd_key + 16 * (r))

/* wasm_aes_round_key returns round key r in the standard basis, 0x63 still in it. */
v128_t wasm_aes_round_key(const AES_KEY *key, int r, int enc);

void wasm_aes_ctr32_encrypt_blocks(const unsigned char *in, unsigned char *out, size_t blocks, const void *key,
    const unsigned char ivec[16]);
void wasm_aes_ecb_encrypt(const unsigned char *in, unsigned char *out, size_t length, const AES_KEY *key, const int enc);

/* wasm_aes_cbc_encrypt encrypts whole blocks and leaves the last of them in ivec. */
void wasm_aes_cbc_encrypt(const unsigned char *in, unsigned char *out, size_t blocks, const AES_KEY *key,
    unsigned char ivec[16]);

/* wasm_aes_cbc_decrypt decrypts whole blocks and leaves the next initialisation vector in ivec. */
void wasm_aes_cbc_decrypt(const unsigned char *in, unsigned char *out, size_t blocks, const AES_KEY *key,
    unsigned char ivec[16]);

#endif
