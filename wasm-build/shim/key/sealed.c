/* What a password protects (RFC 8018; RFC 7292, appendix B; RFC 7914), and the ciphers of older forms. */
#include <openssl/pkcs12.h>

#include "bounds/kdf_budget.h"
#include "shim.h"

/*
 * Encrypts or decrypts as the DER of an AlgorithmIdentifier says, whatever its scheme. No password and the empty one are
 * different things to PKCS #12's own. The output stays unset where the cipher found what it decrypted to be no text of its:
 * the password is wrong, or the data is not what was written. A negative number of iterations stands for no bound.
 */
EXPORT(Status, pbe_crypt)(BYTES(algorithm), BYTES_OR_NULL(password), BYTES(data), int encrypts, int max_iterations,
                          OutOrNull *out)
{
    const unsigned char *p = algorithm;
    X509_ALGOR *scheme;
    KdfBudget before;
    unsigned char *bytes = NULL;
    int len = 0, ok, is_wrong;

    if (algorithm_len > INT32_MAX || password_len > INT32_MAX || data_len > INT32_MAX - EVP_MAX_BLOCK_LENGTH)
        return 0;
    scheme = d2i_X509_ALGOR(NULL, &p, (long)algorithm_len);
    if (scheme == NULL)
        return 0;
    before = max_iterations < 0 ? kdf_budget_open_unbounded() : kdf_budget_open(max_iterations);
    ok = PKCS12_pbe_crypt_ex(scheme, (const char *)password, (int)password_len, data, (int)data_len, &bytes, &len,
                             encrypts, NULL, NULL) != NULL;
    X509_ALGOR_free(scheme);
    is_wrong = !ok && ERR_GET_REASON(ERR_peek_last_error()) == PKCS12_R_PKCS12_CIPHERFINAL_ERROR;
    if (!kdf_budget_close(before)) {
        OPENSSL_clear_free(bytes, (size_t)len);
        return 0;
    }
    if (is_wrong) {
        ERR_clear_error();
        return 1;
    }
    return ok && out_take(out, bytes, len);
}

/*
 * One cipher over bytes: of the key and the initialisation vector as many bytes as it takes. A tag is what an AEAD must come
 * to; `padded` is for those that pad. The output stays unset where tag or padding are wrong.
 */
EXPORT(Status, cipher_crypt)(CSTRING(name), BYTES(key), BYTES(iv), BYTES(data), BYTES_OR_NULL(tag), int padded, int encrypts,
                             OutOrNull *out)
{
    const EVP_CIPHER *cipher = EVP_get_cipherbyname(name);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    unsigned char *bytes = NULL;
    int len = 0, rest = 0, ok;

    ok = cipher != NULL && ctx != NULL && data_len <= INT32_MAX - EVP_MAX_BLOCK_LENGTH && tag_len <= 16
        && key_len >= (size_t)EVP_CIPHER_get_key_length(cipher) && iv_len >= (size_t)EVP_CIPHER_get_iv_length(cipher)
        && (bytes = OPENSSL_malloc(data_len + EVP_MAX_BLOCK_LENGTH)) != NULL
        && EVP_CipherInit_ex2(ctx, cipher, key, iv, encrypts, NULL) == 1 && EVP_CIPHER_CTX_set_padding(ctx, padded) == 1
        && (tag == NULL || EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, (int)tag_len, (void *)tag) == 1)
        && EVP_CipherUpdate(ctx, bytes, &len, data, (int)data_len) == 1;
    if (ok && EVP_CipherFinal_ex(ctx, bytes + len, &rest) != 1) {
        ERR_clear_error();
        OPENSSL_free(bytes);
        EVP_CIPHER_CTX_free(ctx);
        return 1;
    }
    EVP_CIPHER_CTX_free(ctx);
    if (!ok) {
        OPENSSL_free(bytes);
        return 0;
    }
    return out_take(out, bytes, len + rest);
}

/* Poly1305 over bytes (RFC 8439, 2.5), each with a key of its own. */
EXPORT(Status, poly1305)(BYTES(key), BYTES(data), Out *out)
{
    unsigned char tag[16];
    size_t len = 0;

    return EVP_Q_mac(NULL, "POLY1305", NULL, NULL, NULL, key, key_len, data, data_len, tag, sizeof(tag), &len) != NULL
        && out_copy(out, tag, len);
}
