/* One computation, with any chunking and any alignment, for comparisons of two builds. */
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/provider.h>

#include "harness.h"

#ifdef __wasm__
#include "runtime/seed_source.h"

HARNESS(harness_start) int harness_start(void)
{
    return OSSL_PROVIDER_load(NULL, "default") != NULL && seed_source_install();
}
#endif

HARNESS(harness_alloc) void *harness_alloc(size_t size)
{
    return malloc(size);
}

HARNESS(harness_free) void harness_free(void *memory)
{
    free(memory);
}

typedef struct {
    const unsigned char *data;
    size_t len, chunk;
    unsigned char *out;
} Work;

/* The tag of an AEAD goes behind the ciphertext, and is expected there. */
static int run_cipher(EVP_CIPHER_CTX *ctx, const Work *w, const unsigned char *aad, size_t aad_len, int aead, int enc)
{
    int got = 0, total = 0;

    if (aead && aad_len > 0 && !EVP_CipherUpdate(ctx, NULL, &got, aad, (int)aad_len))
        return -3;
    for (size_t at = 0; at < w->len; at += w->chunk) {
        size_t n = w->len - at < w->chunk ? w->len - at : w->chunk;

        if (!EVP_CipherUpdate(ctx, w->out + total, &got, w->data + at, (int)n))
            return -4;
        total += got;
    }
    if (aead && !enc && !EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, 16, (void *)(w->data + w->len)))
        return -5;
    if (!EVP_CipherFinal_ex(ctx, w->out + total, &got))
        return -6;
    total += got;
    if (aead && enc) {
        if (!EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, 16, w->out + total))
            return -7;
        total += 16;
    }
    return total;
}

/* Returns the length of the output, or below 0 the step that failed. */
HARNESS(harness_cipher) int harness_cipher(const char *name, int enc, const unsigned char *key, const unsigned char *iv,
    const unsigned char *aad, size_t aad_len, const unsigned char *data, size_t len, unsigned char *out, size_t chunk)
{
    Work w = { data, len, chunk, out };
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int aead, result = -1;

    if (cipher != NULL && ctx != NULL) {
        aead = (EVP_CIPHER_get_flags(cipher) & EVP_CIPH_FLAG_AEAD_CIPHER) != 0;
        result = -2;
        EVP_CIPHER_CTX_set_flags(ctx, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
        if (EVP_CipherInit_ex2(ctx, cipher, key, iv, enc, NULL)) {
            EVP_CIPHER_CTX_set_padding(ctx, 0);
            result = run_cipher(ctx, &w, aad, aad_len, aead, enc);
        }
    }
    EVP_CIPHER_CTX_free(ctx);
    EVP_CIPHER_free(cipher);
    return result;
}

/* For an extendable function `out_len` bytes, otherwise the digest. */
HARNESS(harness_digest) int harness_digest(const char *name, const unsigned char *data, size_t len, unsigned char *out,
    size_t out_len, size_t chunk)
{
    EVP_MD *md = EVP_MD_fetch(NULL, name, NULL);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    unsigned int got = 0;
    int ok = md != NULL && ctx != NULL && EVP_DigestInit_ex2(ctx, md, NULL);

    for (size_t at = 0; ok && at < len; at += chunk)
        ok = EVP_DigestUpdate(ctx, data + at, len - at < chunk ? len - at : chunk);
    if (ok && EVP_MD_xof(md)) {
        ok = EVP_DigestFinalXOF(ctx, out, out_len);
        got = (unsigned int)out_len;
    } else if (ok) {
        ok = EVP_DigestFinal_ex(ctx, out, &got);
    }
    EVP_MD_CTX_free(ctx);
    EVP_MD_free(md);
    return ok ? (int)got : -1;
}

HARNESS(harness_mac) int harness_mac(const char *name, const unsigned char *key, size_t key_len,
    const unsigned char *data, size_t len, unsigned char *out, size_t chunk)
{
    EVP_MAC *mac = EVP_MAC_fetch(NULL, name, NULL);
    EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(mac);
    size_t got = 0;
    int ok = ctx != NULL && EVP_MAC_init(ctx, key, key_len, NULL);

    for (size_t at = 0; ok && at < len; at += chunk)
        ok = EVP_MAC_update(ctx, data + at, len - at < chunk ? len - at : chunk);
    ok = ok && EVP_MAC_final(ctx, out, &got, 64);
    EVP_MAC_CTX_free(ctx);
    EVP_MAC_free(mac);
    return ok ? (int)got : -1;
}
