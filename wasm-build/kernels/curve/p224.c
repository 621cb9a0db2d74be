/*
 * P-224 by OpenSSL's generic Montgomery code instead of its own field arithmetic: no TLS 1.3 peer and hardly a certificate
 * uses the curve, and its code would be 5 KB of the compressed module.
 *
 * Hook: none; stands in for crypto/ec/ecp_nistp224.c, whose method crypto/ec/ec_curve.c asks for.
 * Constant time: as crypto/ec/ecp_mont.c, whose scalar multiplication is a ladder.
 */
#include "internal/deprecated.h"
#include "ec/ec_local.h"

const EC_METHOD *EC_GFp_nistp224_method(void)
{
    return EC_GFp_mont_method();
}

/* What crypto/ec/ec_lib.c names; there is never one. */
NISTP224_PRE_COMP *EC_nistp224_pre_comp_dup(NISTP224_PRE_COMP *pre)
{
    return pre;
}

void EC_nistp224_pre_comp_free(NISTP224_PRE_COMP *pre)
{
    (void)pre;
}
