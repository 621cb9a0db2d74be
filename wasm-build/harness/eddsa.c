/* EdDSA with any key, any signature and any context, for comparisons of two builds. */
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "harness.h"

/* Inside OpenSSL: whether a public key is a point's encoding. */
int ossl_ed25519_pubkey_verify(const unsigned char *key, size_t len);

typedef struct {
    const char *instance; /* "Ed25519", "Ed25519ctx", "Ed25519ph" */
    const unsigned char *context;
    int context_len; /* below 0: none */
} Instance;

static void set_params(OSSL_PARAM *params, const Instance *i)
{
    *params++ = OSSL_PARAM_construct_utf8_string(OSSL_SIGNATURE_PARAM_INSTANCE, (char *)i->instance, 0);
    if (i->context_len >= 0)
        *params++ = OSSL_PARAM_construct_octet_string(OSSL_SIGNATURE_PARAM_CONTEXT_STRING, (void *)i->context,
            (size_t)i->context_len);
    *params = OSSL_PARAM_construct_end();
}

/* The public key of a raw private key, and behind it the signature. */
HARNESS(harness_ed25519_sign) int harness_ed25519_sign(const char *name, const unsigned char *context, int context_len,
    const unsigned char *key, const unsigned char *message, int len, unsigned char *out)
{
    const Instance instance = { name, context, context_len };
    EVP_PKEY *own = EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, key, 32);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    OSSL_PARAM params[3];
    size_t public_len = 32, signature_len = 64;
    int ok = own != NULL && EVP_PKEY_get_raw_public_key(own, out, &public_len);

    set_params(params, &instance);
    ok = ok && EVP_DigestSignInit_ex(ctx, NULL, NULL, NULL, NULL, own, params) > 0
        && EVP_DigestSign(ctx, out + 32, &signature_len, message, (size_t)len) > 0;
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(own);
    return ok ? 96 : -1;
}

/* Two bytes: whether a signature is taken, and whether the public key passes its own check. */
HARNESS(harness_ed25519_verify) int harness_ed25519_verify(const char *name, const unsigned char *context, int context_len,
    const unsigned char *key, const unsigned char *message, int len, const unsigned char *signature, unsigned char *out)
{
    const Instance instance = { name, context, context_len };
    EVP_PKEY *other = EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, key, 32);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    OSSL_PARAM params[3];
    int ok = other != NULL;

    set_params(params, &instance);
    ok = ok && EVP_DigestVerifyInit_ex(ctx, NULL, NULL, NULL, NULL, other, params) > 0;
    if (ok) {
        out[0] = EVP_DigestVerify(ctx, signature, 64, message, (size_t)len) == 1;
        out[1] = ossl_ed25519_pubkey_verify(key, 32);
    }
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(other);
    return ok ? 2 : -1;
}
