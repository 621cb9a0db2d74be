/* The cost of password-based algorithms (RFC 8018, RFC 7292 appendix B, RFC 7914). */
#include "pbe_cost.h"

#include <openssl/pkcs12.h>

#include "shim.h"

static int spend(uint64_t *left, uint64_t cost)
{
    if (cost > *left) {
        ERR_raise_data(ERR_LIB_PKCS12, PKCS12_R_KEY_GEN_ERROR, "too many iterations for a password");
        return 0;
    }
    *left -= cost;
    return 1;
}

int pbe_spend_iterations(uint64_t *left, const ASN1_INTEGER *iterations)
{
    uint64_t cost = 1;

    if (iterations != NULL && !ASN1_INTEGER_get_uint64(&cost, iterations))
        cost = UINT64_MAX;
    return spend(left, cost);
}

/* One block of scrypt is dearer than one iteration of PBKDF2, but of its order. */
static int spend_scrypt(uint64_t *left, const SCRYPT_PARAMS *params)
{
    uint64_t n, r, p;

    if (!ASN1_INTEGER_get_uint64(&n, params->costParameter) || !ASN1_INTEGER_get_uint64(&r, params->blockSize)
        || !ASN1_INTEGER_get_uint64(&p, params->parallelizationParameter))
        return spend(left, UINT64_MAX);
    /* `left` has 31 bits: no product of two numbers that do not exceed it overflows. */
    if (n > *left || r > *left || p > *left || n * r > *left)
        return spend(left, UINT64_MAX);
    return spend(left, n * r * p);
}

static void *unpack(const ASN1_ITEM *item, const X509_ALGOR *algorithm)
{
    void *value;

    ERR_set_mark();
    value = ASN1_TYPE_unpack_sequence(item, algorithm->parameter);
    ERR_pop_to_mark();
    return value;
}

static int spend_kdf(uint64_t *left, const X509_ALGOR *kdf)
{
    int ok = 1;

    if (OBJ_obj2nid(kdf->algorithm) == NID_id_pbkdf2) {
        PBKDF2PARAM *params = unpack(ASN1_ITEM_rptr(PBKDF2PARAM), kdf);

        ok = params == NULL || pbe_spend_iterations(left, params->iter);
        PBKDF2PARAM_free(params);
    } else if (OBJ_obj2nid(kdf->algorithm) == NID_id_scrypt) {
        SCRYPT_PARAMS *params = unpack(ASN1_ITEM_rptr(SCRYPT_PARAMS), kdf);

        ok = params == NULL || spend_scrypt(left, params);
        SCRYPT_PARAMS_free(params);
    }
    return ok;
}

int pbe_spend(uint64_t *left, const X509_ALGOR *algorithm)
{
    int ok;

    if (OBJ_obj2nid(algorithm->algorithm) == NID_pbes2) {
        PBE2PARAM *params = unpack(ASN1_ITEM_rptr(PBE2PARAM), algorithm);

        ok = params == NULL || spend_kdf(left, params->keyfunc);
        PBE2PARAM_free(params);
    } else if (OBJ_obj2nid(algorithm->algorithm) == NID_pbmac1) {
        PBKDF2PARAM *params;

        ERR_set_mark();
        params = PBMAC1_get1_pbkdf2_param(algorithm);
        ERR_pop_to_mark();
        ok = params == NULL || pbe_spend_iterations(left, params->iter);
        PBKDF2PARAM_free(params);
    } else {
        PBEPARAM *params = unpack(ASN1_ITEM_rptr(PBEPARAM), algorithm);

        ok = params == NULL || pbe_spend_iterations(left, params->iter);
        PBEPARAM_free(params);
    }
    return ok;
}
