/* Keys that are encapsulated (RFC 9629): the primitives that OpenSSL's CMS of this version does not put together itself. */
#include <openssl/core_names.h>
#include <openssl/kdf.h>

#include "shim.h"

/* A secret, and what tells it to the owner of the key. */
EXPORT(Status, kem_encapsulate)(Borrowed(EVP_PKEY) key, Out *secret, Out *ciphertext)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    size_t secret_len = 0, len = 0;
    unsigned char *secret_bytes = NULL, *bytes = NULL;
    int ok = ctx != NULL && EVP_PKEY_encapsulate_init(ctx, NULL) > 0
        && EVP_PKEY_encapsulate(ctx, NULL, &len, NULL, &secret_len) > 0 && (bytes = OPENSSL_malloc(len)) != NULL
        && (secret_bytes = OPENSSL_malloc(secret_len)) != NULL
        && EVP_PKEY_encapsulate(ctx, bytes, &len, secret_bytes, &secret_len) > 0;

    EVP_PKEY_CTX_free(ctx);
    if (!ok) {
        OPENSSL_free(bytes);
        OPENSSL_clear_free(secret_bytes, secret_len);
        return 0;
    }
    ok = out_take(secret, secret_bytes, (int)secret_len);
    return out_take(ciphertext, bytes, (int)len) && ok;
}

EXPORT(Status, kem_decapsulate)(Borrowed(EVP_PKEY) key, BYTES(ciphertext), Out *secret)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    size_t len = 0;
    unsigned char *bytes = NULL;
    int ok = ctx != NULL && EVP_PKEY_decapsulate_init(ctx, NULL) > 0
        && EVP_PKEY_decapsulate(ctx, NULL, &len, ciphertext, ciphertext_len) > 0 && (bytes = OPENSSL_malloc(len)) != NULL
        && EVP_PKEY_decapsulate(ctx, bytes, &len, ciphertext, ciphertext_len) > 0;

    EVP_PKEY_CTX_free(ctx);
    if (!ok) {
        OPENSSL_free(bytes);
        return 0;
    }
    return out_take(secret, bytes, (int)len);
}

/* HKDF (RFC 5869) without a salt. */
EXPORT(Status, hkdf_derive)(CSTRING(digest), BYTES(secret), BYTES(info), int length, Out *out)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, OSSL_KDF_NAME_HKDF, NULL);
    EVP_KDF_CTX *ctx = kdf == NULL ? NULL : EVP_KDF_CTX_new(kdf);
    unsigned char *bytes = length <= 0 ? NULL : OPENSSL_malloc((size_t)length);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, secret_len),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_len),
        OSSL_PARAM_construct_end(),
    };
    int ok = ctx != NULL && bytes != NULL && EVP_KDF_derive(ctx, bytes, (size_t)length, params) == 1;

    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
    if (!ok) {
        OPENSSL_free(bytes);
        return 0;
    }
    return out_take(out, bytes, length);
}
