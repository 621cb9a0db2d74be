/*
 * ChaCha20-Poly1305 (RFC 8439, 2.8) for whole records: what OpenSSL's provider calls for each update.
 *
 * Design: ChaCha20 keeps the units for vectors busy, Poly1305 those for integers, each in chains of instructions that wait for one
 * another. OpenSSL does one after the other; chacha20.c does both in one loop, and the core overlaps them.
 *
 * Hook: OpenSSL's file is included, under another name for its one symbol, and does all but the bulk. OPENSSL_SMALL_FOOTPRINT
 * leaves out its way for short records of TLS 1.2, which saves nothing here.
 * Constant time: branches depend on lengths alone.
 */
#define OPENSSL_SMALL_FOOTPRINT
#define ossl_prov_cipher_hw_chacha20_poly1305 openssl_cipher_hw_chacha20_poly1305
#include "cipher_chacha20_poly1305_hw.c"
#undef ossl_prov_cipher_hw_chacha20_poly1305

#include "chacha20.h"

/* How much of the text goes the fast way: whole groups, where nothing is begun and the counter does not wrap. */
static size_t bulk_of(const PROV_CHACHA20_POLY1305_CTX *ctx, size_t inl)
{
    size_t plen = ctx->tls_payload_length, bulk;

    if (plen != NO_TLS_PAYLOAD_LENGTH && inl != plen + POLY1305_BLOCK_SIZE)
        return 0;
    if (ctx->mac_inited && (ctx->chacha.partial_len != 0 || (!ctx->aad && ctx->poly1305.num != 0)))
        return 0;
    bulk = (plen == NO_TLS_PAYLOAD_LENGTH ? inl : plen) / STITCHED * STITCHED;
    return ctx->mac_inited && ctx->chacha.counter[0] > UINT32_MAX - bulk / CHACHA_BLK_SIZE ? 0 : bulk;
}

static int aead_cipher(PROV_CIPHER_CTX *base, unsigned char *out, size_t *outl, const unsigned char *in, size_t inl)
{
    PROV_CHACHA20_POLY1305_CTX *ctx = (PROV_CHACHA20_POLY1305_CTX *)base;
    size_t bulk = in != NULL && out != NULL ? bulk_of(ctx, inl) : 0, rest;

    if (bulk > 0) {
        /* Additional data of no length begins a message that has none. */
        if (!ctx->mac_inited && !chacha20_poly1305_aead_cipher(base, NULL, outl, in, 0))
            return 0;
        if (ctx->aad) {
            if ((rest = (size_t)ctx->len.aad % POLY1305_BLOCK_SIZE) != 0)
                Poly1305_Update(&ctx->poly1305, zero, POLY1305_BLOCK_SIZE - rest);
            ctx->aad = 0;
        }
        wasm_chacha20_poly1305(out, in, bulk, ctx->chacha.key.d, ctx->chacha.counter, ctx->poly1305.opaque, base->enc);
        ctx->chacha.counter[0] += (unsigned int)(bulk / CHACHA_BLK_SIZE);
        ctx->len.text += bulk;
        if (ctx->tls_payload_length != NO_TLS_PAYLOAD_LENGTH)
            ctx->tls_payload_length -= bulk;
    }
    if (!chacha20_poly1305_aead_cipher(base, bulk > 0 ? out + bulk : out, outl, bulk > 0 ? in + bulk : in, inl - bulk)) {
        /* What did not pass the check is not handed out, as there. */
        if (bulk > 0)
            memset(out, 0, bulk);
        return 0;
    }
    *outl += bulk;
    return 1;
}

const PROV_CIPHER_HW *ossl_prov_cipher_hw_chacha20_poly1305(size_t keybits)
{
    static const PROV_CIPHER_HW_CHACHA20_POLY1305 hardware = {
        { chacha20_poly1305_initkey, NULL, NULL },
        aead_cipher,
        chacha20_poly1305_initiv,
        chacha_poly1305_tls_init,
        chacha_poly1305_tls_iv_set_fixed,
    };

    (void)keybits;
    return (const PROV_CIPHER_HW *)&hardware;
}
