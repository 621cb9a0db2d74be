/*
 * AES-GCM for whole records: what OpenSSL's provider calls for each update.
 *
 * Design: OpenSSL's own update alternates AES and GHASH every 3 KiB to stay in the first-level cache. Both kernels
 * prepare something a call (aes_bitslice.c the planes of the round keys, ghash.c the tables of eight powers of H), so
 * here they alternate every 16 KiB, one TLS record. Both in one loop, as chacha20_poly1305.c has its two, was tried: no gain in
 * V8, 0.85 of the speed in JavaScriptCore, for both are vectors' work and each alone keeps more than the registers hold.
 *
 * Hook: the object defines the one symbol of providers/implementations/ciphers/cipher_aes_gcm_hw.c and is linked
 * before libcrypto.a. Everything but the bulk goes through the functions of crypto/modes/gcm128.c.
 * Constant time: branches depend on lengths alone.
 */
#include <stdint.h>

#include "internal/deprecated.h"
#include "cipher_aes_gcm.h"

#include "aes.h"

#define CHUNK 16384
/* Below this the preparation outweighs the larger chunk, and OpenSSL's own path does the same work. */
#define BULK 3072

static int set_key(PROV_GCM_CTX *ctx, const unsigned char *key, size_t keylen)
{
    AES_KEY *ks = &((PROV_AES_GCM_CTX *)ctx)->ks.ks;

    GCM_HW_SET_KEY_CTR_FN(ks, AES_set_encrypt_key, AES_encrypt, wasm_aes_ctr32_encrypt_blocks);
    return 1;
}

static void add_to_counter(unsigned char y[16], uint32_t n)
{
    uint32_t counter = (uint32_t)y[12] << 24 | (uint32_t)y[13] << 16 | (uint32_t)y[14] << 8 | y[15];

    counter += n;
    y[12] = (unsigned char)(counter >> 24);
    y[13] = (unsigned char)(counter >> 16);
    y[14] = (unsigned char)(counter >> 8);
    y[15] = (unsigned char)counter;
}

/* Whole blocks; the caller has hashed everything before them. */
static void bulk(GCM128_CONTEXT *gcm, const unsigned char *in, unsigned char *out, size_t len, int enc)
{
    while (len > 0) {
        size_t n = len < CHUNK ? len : CHUNK;

        if (!enc)
            gcm->funcs.ghash(gcm->Xi.u, gcm->Htable, in, n);
        wasm_aes_ctr32_encrypt_blocks(in, out, n / 16, gcm->key, gcm->Yi.c);
        add_to_counter(gcm->Yi.c, (uint32_t)(n / 16));
        if (enc)
            gcm->funcs.ghash(gcm->Xi.u, gcm->Htable, out, n);
        in += n;
        out += n;
        len -= n;
    }
}

static int update(PROV_GCM_CTX *ctx, const unsigned char *in, size_t len, unsigned char *out)
{
    GCM128_CONTEXT *gcm = &ctx->gcm;

    if (len >= BULK) {
        /* Fills a begun block, and without one still closes the additional data. */
        size_t head = (16 - gcm->mres) % 16, body = (len - head) / 16 * 16;

        if (ctx->enc ? CRYPTO_gcm128_encrypt(gcm, in, out, head) : CRYPTO_gcm128_decrypt(gcm, in, out, head))
            return 0;
        /* SP 800-38D, 5.2.1.1: at most 2^36 - 32 bytes under one initialisation vector. */
        if (gcm->len.u[1] + body > ((uint64_t)1 << 36) - 32)
            return 0;
        if (gcm->mres > 0) {
            gcm->funcs.ghash(gcm->Xi.u, gcm->Htable, gcm->Xn, gcm->mres);
            gcm->mres = 0;
        }
        bulk(gcm, in + head, out + head, body, ctx->enc);
        gcm->len.u[1] += body;
        in += head + body;
        out += head + body;
        len -= head + body;
    }
    if (ctx->enc)
        return !CRYPTO_gcm128_encrypt_ctr32(gcm, in, out, len, ctx->ctr);
    return !CRYPTO_gcm128_decrypt_ctr32(gcm, in, out, len, ctx->ctr);
}

const PROV_GCM_HW *ossl_prov_aes_hw_gcm(size_t keybits)
{
    static const PROV_GCM_HW hardware = {
        set_key, ossl_gcm_setiv, ossl_gcm_aad_update, update, ossl_gcm_cipher_final, ossl_gcm_one_shot,
    };

    (void)keybits;
    return &hardware;
}
