/*
 * Signatures over structures whose bytes are made elsewhere: what a certificate says of its signature, and the signature. What
 * only names or checks one takes a public key.
 */
#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "shim.h"

/*
 * Begins a signature: `digest` is null for algorithms that hash by themselves; a salt of 0 bytes or more makes an RSA key
 * sign by PSS, with MGF1 of the same digest; `id` is SM2's distinguishing identifier.
 */
static EVP_PKEY_CTX *begin(int (*init)(EVP_MD_CTX *, EVP_PKEY_CTX **, const char *, OSSL_LIB_CTX *, const char *, EVP_PKEY *,
                                       const OSSL_PARAM *),
                           EVP_MD_CTX *ctx, EVP_PKEY *key, const char *digest, int salt, const unsigned char *id, size_t id_len)
{
    EVP_PKEY_CTX *inner = NULL;

    if (ctx == NULL || id_len > INT32_MAX || init(ctx, &inner, digest_fetchable(digest), NULL, NULL, key, NULL) != 1)
        return NULL;
    if (salt >= 0
        && (EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING) <= 0
            || EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, salt) <= 0))
        return NULL;
    if (id != NULL && EVP_PKEY_CTX_set1_id(inner, id, (int)id_len) <= 0)
        return NULL;
    return inner;
}

/* DER of the AlgorithmIdentifier that stands beside such a signature. */
EXPORT(Status, signature_algorithm)(Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest), int salt, BYTES_OR_NULL(id), Out *der)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *inner = begin(EVP_DigestSignInit_ex, ctx, key, digest, salt, id, id_len);
    unsigned char bytes[256];
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_SIGNATURE_PARAM_ALGORITHM_ID, bytes, sizeof(bytes)),
        OSSL_PARAM_construct_end(),
    };
    int ok = inner != NULL && EVP_PKEY_CTX_get_params(inner, params) > 0 && OSSL_PARAM_modified(&params[0])
        && params[0].return_size > 0;

    EVP_MD_CTX_free(ctx);
    return ok && out_copy(der, bytes, params[0].return_size);
}

EXPORT(Status, signature_make)(Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest), int salt, BYTES_OR_NULL(id), BYTES(data),
                               Out *signature)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    size_t len = 0;
    unsigned char *bytes = NULL;
    int ok = begin(EVP_DigestSignInit_ex, ctx, key, digest, salt, id, id_len) != NULL && EVP_DigestSign(ctx, NULL, &len, data, data_len) == 1
        && (bytes = OPENSSL_malloc(len)) != NULL && EVP_DigestSign(ctx, bytes, &len, data, data_len) == 1;

    EVP_MD_CTX_free(ctx);
    if (!ok) {
        OPENSSL_free(bytes);
        return 0;
    }
    return out_take(signature, bytes, (int)len);
}

/* Whether it is the signature of these bytes, made in exactly this way: a salt of another length is another algorithm. */
EXPORT(Status, signature_check)(Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest), int salt, BYTES_OR_NULL(id), BYTES(data),
                                BYTES(signature))
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    int ok = begin(EVP_DigestVerifyInit_ex, ctx, key, digest, salt, id, id_len) != NULL
        && EVP_DigestVerify(ctx, signature, signature_len, data, data_len) == 1;

    EVP_MD_CTX_free(ctx);
    return ok;
}

/* Whether a signature is one of this data by this key. A salt of -2 is whichever the signature has. */
EXPORT(Flag, signature_holds)(Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest), int is_pss, int salt, BYTES_OR_NULL(id),
                              BYTES(data), BYTES(signature))
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *inner = begin(EVP_DigestVerifyInit_ex, ctx, key, digest, -1, id, id_len);
    int holds = -1;

    if (inner != NULL
        && (!is_pss
            || (EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING) > 0
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, salt) > 0))) {
        holds = EVP_DigestVerify(ctx, signature, signature_len, data, data_len) == 1;
        ERR_clear_error();
    }
    EVP_MD_CTX_free(ctx);
    return holds;
}

EXPORT(Status, digest_bytes)(CSTRING(digest), BYTES(data), Out *out)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    const EVP_MD *md = EVP_get_digestbyname(digest);

    return md != NULL && EVP_Digest(data, data_len, bytes, &len, md, NULL) == 1 && out_copy(out, bytes, len);
}
