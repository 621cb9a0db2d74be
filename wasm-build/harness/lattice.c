/* ML-DSA and ML-KEM without their randomness, and the transform under the first, for comparisons of two builds. */
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "harness.h"

#define MOST 16384

/* Inside OpenSSL: polynomials are 256 words. */
struct poly_st;
void ossl_ml_dsa_poly_ntt(struct poly_st *p);
void ossl_ml_dsa_poly_ntt_inverse(struct poly_st *p);
void ossl_ml_dsa_poly_ntt_mult(const struct poly_st *a, const struct poly_st *b, struct poly_st *out);

/* Transforms a (0), transforms it back (1), or multiplies a and b (2). */
HARNESS(harness_ntt) int harness_ntt(int what, const unsigned char *a, const unsigned char *b, unsigned char *out)
{
    static unsigned int p[256], q[256];

    memcpy(p, a, sizeof(p));
    memcpy(q, b, sizeof(q));
    if (what == 0)
        ossl_ml_dsa_poly_ntt((struct poly_st *)p);
    else if (what == 1)
        ossl_ml_dsa_poly_ntt_inverse((struct poly_st *)p);
    else
        ossl_ml_dsa_poly_ntt_mult((const struct poly_st *)p, (const struct poly_st *)q, (struct poly_st *)p);
    memcpy(out, p, sizeof(p));
    return sizeof(p);
}

static EVP_PKEY *key_from_seed(const char *name, const unsigned char *seed, size_t len)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, name, NULL);
    OSSL_PARAM params[] = { OSSL_PARAM_construct_octet_string("seed", (void *)seed, len), OSSL_PARAM_END };
    EVP_PKEY *key = NULL;

    if (ctx == NULL || EVP_PKEY_keygen_init(ctx) <= 0 || !EVP_PKEY_CTX_set_params(ctx, params)
        || EVP_PKEY_generate(ctx, &key) <= 0)
        key = NULL;
    EVP_PKEY_CTX_free(ctx);
    return key;
}

/* From a seed: both keys, and of a message the deterministic signature, which is verified. */
HARNESS(harness_ml_dsa) int harness_ml_dsa(const char *name, const unsigned char *seed, const unsigned char *message,
    size_t len, unsigned char *out)
{
    EVP_PKEY *key = key_from_seed(name, seed, 32);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    int one = 1;
    OSSL_PARAM params[] = { OSSL_PARAM_construct_int(OSSL_SIGNATURE_PARAM_DETERMINISTIC, &one), OSSL_PARAM_END };
    size_t public_len = MOST, private_len = MOST, signature_len = MOST;
    unsigned char *private_out, *signature;
    int ok = key != NULL && EVP_PKEY_get_raw_public_key(key, out, &public_len);

    private_out = out + public_len;
    ok = ok && EVP_PKEY_get_raw_private_key(key, private_out, &private_len);
    signature = private_out + private_len;
    ok = ok && EVP_DigestSignInit_ex(ctx, NULL, NULL, NULL, NULL, key, params) > 0
        && EVP_DigestSign(ctx, signature, &signature_len, message, len) > 0
        && EVP_DigestVerifyInit_ex(ctx, NULL, NULL, NULL, NULL, key, NULL) > 0
        && EVP_DigestVerify(ctx, signature, signature_len, message, len) == 1;
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(key);
    return ok ? (int)(public_len + private_len + signature_len) : -1;
}

/*
 * From a seed and the encapsulator's random bytes: both keys, ciphertext and secret, which is what decapsulation gives;
 * then what it gives for the ciphertext with one bit wrong.
 */
HARNESS(harness_ml_kem) int harness_ml_kem(const char *name, const unsigned char *seed, const unsigned char *random,
    unsigned int bit, unsigned char *out)
{
    EVP_PKEY *key = key_from_seed(name, seed, 64);
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
    OSSL_PARAM params[] = { OSSL_PARAM_construct_octet_string(OSSL_KEM_PARAM_IKME, (void *)random, 32), OSSL_PARAM_END };
    size_t public_len = MOST, private_len = MOST, cipher_len = MOST, secret_len = 32, again_len = 32;
    unsigned char *at = out, *cipher, again[32];
    int ok = key != NULL && ctx != NULL && EVP_PKEY_get_raw_public_key(key, at, &public_len);

    at += public_len;
    ok = ok && EVP_PKEY_get_raw_private_key(key, at, &private_len);
    cipher = at += private_len;
    ok = ok && EVP_PKEY_encapsulate_init(ctx, params) > 0
        && EVP_PKEY_encapsulate(ctx, NULL, &cipher_len, NULL, &secret_len) > 0
        && EVP_PKEY_encapsulate(ctx, cipher, &cipher_len, cipher + cipher_len, &secret_len) > 0
        && EVP_PKEY_decapsulate_init(ctx, NULL) > 0
        && EVP_PKEY_decapsulate(ctx, again, &again_len, cipher, cipher_len) > 0
        && memcmp(again, cipher + cipher_len, 32) == 0;
    at += cipher_len + 32;
    if (ok) {
        cipher[bit / 8 % cipher_len] ^= (unsigned char)(1 << bit % 8);
        ok = EVP_PKEY_decapsulate(ctx, at, &again_len, cipher, cipher_len) > 0;
        at += 32;
    }
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(key);
    return ok ? (int)(at - out) : -1;
}
