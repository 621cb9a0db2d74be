/* The ranges of the numbers in private keys (RFC 8017, 3.2; FIPS 186-5, A and B; GB/T 32918.2, 6.1; RFC 7919, 5.2). */
/* What the decoders of the provider call is called deprecated. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "bounds/key_bounds.h"

#include <openssl/core_names.h>
#include <openssl/dh.h>
#include <openssl/dsa.h>
#include <openssl/rsa.h>

#include "shim.h"

/* FIPS 186-4 knows 160, 224 and 256; what is longer signs, but verifies nowhere. */
#define DSA_MAX_Q_BITS 256

DSA *__real_ossl_dsa_key_from_pkcs8(const PKCS8_PRIV_KEY_INFO *info, OSSL_LIB_CTX *libctx, const char *propq);
DSA *__wrap_ossl_dsa_key_from_pkcs8(const PKCS8_PRIV_KEY_INFO *info, OSSL_LIB_CTX *libctx, const char *propq);
DH *__real_ossl_dh_key_from_pkcs8(const PKCS8_PRIV_KEY_INFO *info, OSSL_LIB_CTX *libctx, const char *propq);
DH *__wrap_ossl_dh_key_from_pkcs8(const PKCS8_PRIV_KEY_INFO *info, OSSL_LIB_CTX *libctx, const char *propq);

static int refuse(const char *why)
{
    ERR_raise_data(ERR_LIB_EVP, EVP_R_INVALID_KEY, "%s", why);
    return 0;
}

/* A number of the key, of which the caller is the owner; NULL where it has none. */
static BIGNUM *number_of(EVP_PKEY *key, const char *name)
{
    BIGNUM *number = NULL;

    ERR_set_mark();
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1) {
        BN_clear_free(number);
        number = NULL;
    }
    ERR_pop_to_mark();
    return number;
}

int key_bits_of(EVP_PKEY *key, const char *name)
{
    BIGNUM *number = number_of(key, name);
    int bits = number == NULL ? 0 : BN_num_bits(number);

    BN_clear_free(number);
    return bits;
}

/* The cost of an RSA operation goes with each of these, and OpenSSL bounds none of them where it signs. */
static int rsa_is_bounded(EVP_PKEY *key)
{
    static const char *const factors[] = {
        OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_FACTOR3,
        OSSL_PKEY_PARAM_RSA_FACTOR4, OSSL_PKEY_PARAM_RSA_FACTOR5,
    };
    static const char *const exponents[] = {
        OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_EXPONENT3,
        OSSL_PKEY_PARAM_RSA_EXPONENT4, OSSL_PKEY_PARAM_RSA_EXPONENT5,
    };
    static const char *const coefficients[] = {
        OSSL_PKEY_PARAM_RSA_COEFFICIENT1, OSSL_PKEY_PARAM_RSA_COEFFICIENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT3,
        OSSL_PKEY_PARAM_RSA_COEFFICIENT4,
    };
    const int modulus = key_bits_of(key, OSSL_PKEY_PARAM_RSA_N), count = sizeof(factors) / sizeof(*factors);
    const int public_exponent = key_bits_of(key, OSSL_PKEY_PARAM_RSA_E);
    int64_t sum = 0;

    if (modulus > OPENSSL_RSA_MAX_MODULUS_BITS)
        return refuse("the modulus of an RSA key has at most 16384 bits");
    if (public_exponent > modulus
        || (modulus > OPENSSL_RSA_SMALL_MODULUS_BITS && public_exponent > OPENSSL_RSA_MAX_PUBEXP_BITS))
        return refuse("the public exponent of an RSA key is too large for its modulus");
    if (key_bits_of(key, OSSL_PKEY_PARAM_RSA_D) > modulus)
        return refuse("the private exponent of an RSA key is larger than its modulus");
    for (int i = 0; i < count; i++) {
        const int factor = key_bits_of(key, factors[i]);

        sum += factor;
        if (key_bits_of(key, exponents[i]) > (factor == 0 ? modulus : factor))
            return refuse("an exponent of an RSA key is larger than its factor");
        if (i < count - 1 && key_bits_of(key, coefficients[i]) > modulus)
            return refuse("a coefficient of an RSA key is larger than its modulus");
    }
    return sum <= modulus + count || refuse("the factors of an RSA key are larger than its modulus");
}

static int dsa_sizes_are_bounded(const BIGNUM *p, const BIGNUM *q)
{
    return BN_num_bits(p) <= OPENSSL_DSA_MAX_MODULUS_BITS && BN_num_bits(q) <= DSA_MAX_Q_BITS;
}

static int dsa_is_bounded(EVP_PKEY *key, const BIGNUM *x)
{
    BIGNUM *p = number_of(key, OSSL_PKEY_PARAM_FFC_P), *q = number_of(key, OSSL_PKEY_PARAM_FFC_Q);
    BIGNUM *g = number_of(key, OSSL_PKEY_PARAM_FFC_G);
    int ok = p != NULL && q != NULL && g != NULL && dsa_sizes_are_bounded(p, q) && BN_ucmp(g, p) < 0
        && !BN_is_zero(x) && !BN_is_negative(x) && BN_ucmp(x, q) < 0;

    BN_free(p);
    BN_free(q);
    BN_free(g);
    return ok || refuse("the numbers of a DSA key are out of range");
}

static int dh_is_bounded(EVP_PKEY *key, const BIGNUM *x)
{
    BIGNUM *p = number_of(key, OSSL_PKEY_PARAM_FFC_P);
    int ok = p != NULL && BN_num_bits(p) <= OPENSSL_DH_MAX_MODULUS_BITS && !BN_is_zero(x) && !BN_is_negative(x)
        && BN_ucmp(x, p) < 0;

    BN_free(p);
    return ok || refuse("the numbers of a Diffie-Hellman key are out of range");
}

/* SM2 inverts 1 + d: with d = n - 1 each attempt at a signature fails, and it tries again for ever. */
static int ec_is_bounded(EVP_PKEY *key, const BIGNUM *d)
{
    BIGNUM *end = number_of(key, OSSL_PKEY_PARAM_EC_ORDER);
    int ok = end != NULL && (!EVP_PKEY_is_a(key, "SM2") || BN_sub_word(end, 1)) && !BN_is_zero(d) && !BN_is_negative(d)
        && BN_ucmp(d, end) < 0;

    BN_free(end);
    return ok || refuse("the private key is out of the range that its curve gives it");
}

int key_is_bounded(EVP_PKEY *key)
{
    BIGNUM *secret;
    int ok = 1;

    if (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS"))
        return rsa_is_bounded(key);
    secret = number_of(key, OSSL_PKEY_PARAM_PRIV_KEY);
    if (secret == NULL)
        return 1;
    if (EVP_PKEY_is_a(key, "DSA"))
        ok = dsa_is_bounded(key, secret);
    else if (EVP_PKEY_is_a(key, "DH") || EVP_PKEY_is_a(key, "DHX"))
        ok = dh_is_bounded(key, secret);
    else if (EVP_PKEY_is_a(key, "EC") || EVP_PKEY_is_a(key, "SM2"))
        ok = ec_is_bounded(key, secret);
    BN_clear_free(secret);
    return ok;
}

/* PKCS #8 has no public half for these two: OpenSSL computes it while it decodes, before there is a key to look at. */

typedef struct {
    const unsigned char *parameters;
    long parameters_len;
    int secret_len;
    int nid;
} Encoded;

static int encoded(const PKCS8_PRIV_KEY_INFO *info, Encoded *key)
{
    const unsigned char *secret;
    const X509_ALGOR *algorithm;
    const void *value;
    int type;

    if (!PKCS8_pkey_get0(NULL, &secret, &key->secret_len, &algorithm, info))
        return 0;
    X509_ALGOR_get0(NULL, &type, &value, algorithm);
    if (type != V_ASN1_SEQUENCE)
        return 0;
    key->parameters = ASN1_STRING_get0_data(value);
    key->parameters_len = ASN1_STRING_length(value);
    key->nid = OBJ_obj2nid(algorithm->algorithm);
    return 1;
}

/* Tag, length and a zero in front of the number. */
#define INTEGER_OVERHEAD 8

static int secret_fits(const Encoded *key, const BIGNUM *below)
{
    return key->secret_len <= BN_num_bytes(below) + INTEGER_OVERHEAD;
}

DSA *__wrap_ossl_dsa_key_from_pkcs8(const PKCS8_PRIV_KEY_INFO *info, OSSL_LIB_CTX *libctx, const char *propq)
{
    Encoded key;
    DSA *parameters = encoded(info, &key) ? d2i_DSAparams(NULL, &key.parameters, key.parameters_len) : NULL;
    /* What cannot be decoded is for OpenSSL to refuse. */
    int ok = parameters == NULL
        || (dsa_sizes_are_bounded(DSA_get0_p(parameters), DSA_get0_q(parameters))
            && BN_ucmp(DSA_get0_g(parameters), DSA_get0_p(parameters)) < 0 && secret_fits(&key, DSA_get0_q(parameters)));

    DSA_free(parameters);
    if (!ok) {
        refuse("the numbers of a DSA key are out of range");
        return NULL;
    }
    return __real_ossl_dsa_key_from_pkcs8(info, libctx, propq);
}

DH *__wrap_ossl_dh_key_from_pkcs8(const PKCS8_PRIV_KEY_INFO *info, OSSL_LIB_CTX *libctx, const char *propq)
{
    Encoded key;
    DH *parameters = NULL;
    int ok;

    if (encoded(info, &key))
        parameters = key.nid == NID_dhpublicnumber ? d2i_DHxparams(NULL, &key.parameters, key.parameters_len)
                                                   : d2i_DHparams(NULL, &key.parameters, key.parameters_len);
    ok = parameters == NULL
        || (BN_num_bits(DH_get0_p(parameters)) <= OPENSSL_DH_MAX_MODULUS_BITS
            && BN_ucmp(DH_get0_g(parameters), DH_get0_p(parameters)) < 0 && secret_fits(&key, DH_get0_p(parameters)));
    DH_free(parameters);
    if (!ok) {
        refuse("the numbers of a Diffie-Hellman key are out of range");
        return NULL;
    }
    return __real_ossl_dh_key_from_pkcs8(info, libctx, propq);
}
