/* Keys: generation, inspection, signatures. */
#include <openssl/core_names.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

#include "shim.h"

EXPORT(void, EVP_PKEY_free)(Taken(EVP_PKEY) key)
{
    EVP_PKEY_free(key);
}

/* How far a search for primes is, in the words of BN_GENCB_call(3): 0 for each number that is tried, 3 for each prime found. 0 ends it. */
IMPORT(key_progress) int js_key_progress(int stage);

static int on_progress(EVP_PKEY_CTX *ctx)
{
    return js_key_progress(EVP_PKEY_CTX_get_keygen_info(ctx, 0));
}

/* "RSA" or "RSA-PSS"; the public exponent in hexadecimal, null for 65537. */
EXPORT(Owned(EVP_PKEY), pkey_generate_rsa)(CSTRING(algorithm), int bits, CSTRING_OR_NULL(exponent))
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, algorithm, NULL);
    EVP_PKEY *key = NULL;
    BIGNUM *e = NULL;

    if (ctx != NULL && EVP_PKEY_keygen_init(ctx) > 0 && EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, bits) > 0
        && (exponent == NULL || (BN_hex2bn(&e, exponent) > 0 && EVP_PKEY_CTX_set1_rsa_keygen_pubexp(ctx, e) > 0))) {
        EVP_PKEY_CTX_set_cb(ctx, on_progress);
        EVP_PKEY_generate(ctx, &key);
    }
    BN_free(e);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

/*
 * FIPS 186-4 knows no modulus below 1024 bits; below 2048 DSA_generate_parameters_ex(3) follows FIPS 186-2, and so do we,
 * for the parameters and for the pair.
 */
static int choose_dsa_rules(EVP_PKEY_CTX *ctx, int bits)
{
    size_t q_bits = 160;
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_FFC_TYPE, "fips186_2", 0),
        OSSL_PARAM_construct_size_t(OSSL_PKEY_PARAM_FFC_QBITS, &q_bits),
        OSSL_PARAM_construct_end(),
    };

    return bits >= 2048 || EVP_PKEY_CTX_set_params(ctx, params) > 0;
}

EXPORT(Owned(EVP_PKEY), pkey_generate_dsa)(int bits)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DSA", NULL);
    EVP_PKEY *parameters = NULL, *key = NULL;

    if (ctx != NULL && EVP_PKEY_paramgen_init(ctx) > 0 && EVP_PKEY_CTX_set_dsa_paramgen_bits(ctx, bits) > 0
        && choose_dsa_rules(ctx, bits)
        && (EVP_PKEY_CTX_set_cb(ctx, on_progress), EVP_PKEY_paramgen(ctx, &parameters) > 0)) {
        EVP_PKEY_CTX *generator = EVP_PKEY_CTX_new_from_pkey(NULL, parameters, NULL);

        if (generator != NULL && EVP_PKEY_keygen_init(generator) > 0 && choose_dsa_rules(generator, bits))
            EVP_PKEY_keygen(generator, &key);
        EVP_PKEY_CTX_free(generator);
    }
    EVP_PKEY_free(parameters);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

/* Any key type of OpenSSL by its name; `group` names the curve of "EC" or the group of "DH". */
EXPORT(Owned(EVP_PKEY), pkey_generate)(CSTRING(algorithm), CSTRING_OR_NULL(group))
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, algorithm, NULL);
    EVP_PKEY *key = NULL;

    if (ctx != NULL && EVP_PKEY_keygen_init(ctx) > 0 && (group == NULL || EVP_PKEY_CTX_set_group_name(ctx, group) > 0))
        EVP_PKEY_generate(ctx, &key);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

EXPORT(Raw, EVP_PKEY_get_bits)(Borrowed(EVP_PKEY) key)
{
    return EVP_PKEY_get_bits(key);
}

EXPORT(Raw, EVP_PKEY_get_id)(Borrowed(EVP_PKEY) key)
{
    return EVP_PKEY_get_id(key);
}

EXPORT(TextOrNull, EVP_PKEY_get0_type_name)(Borrowed(EVP_PKEY) key)
{
    return EVP_PKEY_get0_type_name(key);
}

/* The name of the curve or group, where the key has one. */
EXPORT(Status, EVP_PKEY_get_group_name)(Borrowed(EVP_PKEY) key, OutTextOrNull *name)
{
    char text[80];
    size_t len = 0;

    if (EVP_PKEY_get_group_name(key, text, sizeof(text), &len) != 1)
        return 1;
    return out_copy(name, text, len);
}

static int has_number(EVP_PKEY *key, const char *name)
{
    BIGNUM *number = NULL;
    int found = EVP_PKEY_get_bn_param(key, name, &number);

    BN_clear_free(number);
    return found == 1;
}

/* Whether the key holds its private half: each type keeps it under a parameter of its own. */
EXPORT(Flag, pkey_is_private)(Borrowed(EVP_PKEY) key)
{
    size_t len = 0;
    int found;

    ERR_set_mark();
    found = has_number(key, OSSL_PKEY_PARAM_PRIV_KEY) || has_number(key, OSSL_PKEY_PARAM_RSA_D)
        || (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PRIV_KEY, NULL, 0, &len) == 1 && len > 0);
    ERR_pop_to_mark();
    return found;
}

EXPORT(Flag, EVP_PKEY_eq)(Borrowed(EVP_PKEY) a, Borrowed(EVP_PKEY) b)
{
    return EVP_PKEY_eq(a, b) == 1;
}

/* Whether the algorithm of the key takes no digest beside it, such as Ed25519 or ML-DSA. */
EXPORT(Flag, pkey_hashes_itself)(Borrowed(EVP_PKEY) key)
{
    char name[80] = "";
    int given;

    ERR_set_mark();
    given = EVP_PKEY_get_default_digest_name(key, name, sizeof(name));
    ERR_pop_to_mark();
    return given == 2 && (*name == '\0' || strcmp(name, "UNDEF") == 0);
}

/* `digest` is null for the algorithms that hash by themselves, such as Ed25519. */
const char *digest_fetchable(const char *name)
{
    const EVP_MD *known = name == NULL ? NULL : EVP_get_digestbyname(name);

    return known == NULL ? name : EVP_MD_get0_name(known);
}

EXPORT(Status, pkey_sign)(Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest), BYTES(data), Out *signature)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    size_t len = 0;
    unsigned char *bytes = NULL;
    int ok = ctx != NULL && EVP_DigestSignInit_ex(ctx, NULL, digest_fetchable(digest), NULL, NULL, key, NULL) == 1
        && EVP_DigestSign(ctx, NULL, &len, data, data_len) == 1 && (bytes = OPENSSL_malloc(len)) != NULL
        && EVP_DigestSign(ctx, bytes, &len, data, data_len) == 1;

    EVP_MD_CTX_free(ctx);
    if (!ok) {
        OPENSSL_free(bytes);
        return 0;
    }
    return out_take(signature, bytes, (int)len);
}

EXPORT(Status, pkey_verify)(Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest), BYTES(data), BYTES(signature))
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    int ok = ctx != NULL && EVP_DigestVerifyInit_ex(ctx, NULL, digest_fetchable(digest), NULL, NULL, key, NULL) == 1
        && EVP_DigestVerify(ctx, signature, signature_len, data, data_len) == 1;

    EVP_MD_CTX_free(ctx);
    return ok;
}

/* Whether OpenSSL knows a digest of this name. */
EXPORT(Flag, digest_exists)(CSTRING(name))
{
    return EVP_get_digestbyname(name) != NULL;
}

/* The names of the curves that OpenSSL has built in, separated by newlines. */
EXPORT(Status, elliptic_curves)(OutText *names)
{
    size_t count = EC_get_builtin_curves(NULL, 0);
    EC_builtin_curve *curves = OPENSSL_malloc(count * sizeof(*curves));
    BIO *bio = BIO_new(BIO_s_mem());

    if (curves == NULL || bio == NULL) {
        OPENSSL_free(curves);
        BIO_free(bio);
        return 0;
    }
    count = EC_get_builtin_curves(curves, count);
    for (size_t i = 0; i < count; i++)
        BIO_printf(bio, "%s%s", i == 0 ? "" : "\n", OBJ_nid2sn(curves[i].nid));
    OPENSSL_free(curves);
    return out_bio(names, bio);
}
