/* The arithmetic under the public-key primitives, with operands that no protocol would let through. */
#include <stdlib.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "harness.h"

#define MOST_POINT 256

/* Inside OpenSSL: the inverse that signing divides by. */
int ossl_ec_group_do_inverse_ord(const EC_GROUP *group, BIGNUM *res, const BIGNUM *x, BN_CTX *ctx);

/* A number or, where there are no bytes, NULL. */
static BIGNUM *number(const unsigned char *bytes, int len)
{
    return len < 0 ? NULL : BN_bin2bn(bytes, len, NULL);
}

/*
 * u * generator + v * point, as an uncompressed point; u is negated on request, point doubled first when `jacobian` so that
 * it comes with a denominator. Lengths below zero leave u or v out.
 */
HARNESS(harness_curve) int harness_curve(const char *name, const unsigned char *u, int u_len, int negate,
    const unsigned char *point, int point_len, const unsigned char *v, int v_len, int jacobian, unsigned char *out)
{
    EC_GROUP *group = EC_GROUP_new_by_curve_name(EC_curve_nist2nid(name));
    BIGNUM *a = number(u, u_len), *b = number(v, v_len);
    EC_POINT *p = EC_POINT_new(group), *sum = EC_POINT_new(group);
    int ok = group != NULL && p != NULL && sum != NULL, len = -1;

    if (a != NULL)
        BN_set_negative(a, negate);
    if (ok && b != NULL)
        ok = EC_POINT_oct2point(group, p, point, (size_t)point_len, NULL)
            && (!jacobian || EC_POINT_dbl(group, p, p, NULL));
    ok = ok && EC_POINT_mul(group, sum, a, b == NULL ? NULL : p, b, NULL) && EC_POINT_is_on_curve(group, sum, NULL);
    if (ok)
        len = (int)EC_POINT_point2oct(group, sum, POINT_CONVERSION_UNCOMPRESSED, out, MOST_POINT, NULL);
    EC_POINT_free(p);
    EC_POINT_free(sum);
    BN_free(a);
    BN_free(b);
    EC_GROUP_free(group);
    return len > 0 ? len : -1;
}

/* a^-1 modulo the order of a curve */
HARNESS(harness_invert) int harness_invert(const char *name, const unsigned char *a, int len, unsigned char *out)
{
    EC_GROUP *group = EC_GROUP_new_by_curve_name(EC_curve_nist2nid(name));
    BIGNUM *x = number(a, len), *r = BN_new();
    int ok = group != NULL && ossl_ec_group_do_inverse_ord(group, r, x, NULL) && BN_bn2binpad(r, out, len) == len;

    BN_free(x);
    BN_free(r);
    EC_GROUP_free(group);
    return ok ? len : -1;
}

/* a^e modulo an odd m, all of `len` bytes but e; in constant time or not, which are two ways through OpenSSL */
HARNESS(harness_power) int harness_power(int constant_time, const unsigned char *a, const unsigned char *e, int e_len,
    const unsigned char *m, int len, unsigned char *out)
{
    BIGNUM *base = number(a, len), *exponent = number(e, e_len), *modulus = number(m, len), *r = BN_new();
    BN_CTX *ctx = BN_CTX_new();
    int ok = constant_time ? BN_mod_exp_mont_consttime(r, base, exponent, modulus, ctx, NULL)
                           : BN_mod_exp_mont(r, base, exponent, modulus, ctx, NULL);

    ok = ok && BN_bn2binpad(r, out, len) == len;
    BN_free(base);
    BN_free(exponent);
    BN_free(modulus);
    BN_free(r);
    BN_CTX_free(ctx);
    return ok ? len : -1;
}

/* The public key of a raw private key and, where there is a peer, the shared secret after it. */
HARNESS(harness_exchange) int harness_exchange(const char *name, const unsigned char *key, int key_len,
    const unsigned char *peer, int peer_len, unsigned char *out)
{
    EVP_PKEY *own = EVP_PKEY_new_raw_private_key_ex(NULL, name, NULL, key, (size_t)key_len), *other = NULL;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(own, NULL);
    size_t public_len = MOST_POINT, secret_len = 0;
    int ok = EVP_PKEY_get_raw_public_key(own, out, &public_len);

    if (ok && peer_len >= 0) {
        other = EVP_PKEY_new_raw_public_key_ex(NULL, name, NULL, peer, (size_t)peer_len);
        secret_len = MOST_POINT;
        ok = EVP_PKEY_derive_init(ctx) > 0 && EVP_PKEY_derive_set_peer(ctx, other) > 0
            && EVP_PKEY_derive(ctx, out + public_len, &secret_len) > 0;
    }
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(own);
    EVP_PKEY_free(other);
    return ok ? (int)(public_len + secret_len) : -1;
}
