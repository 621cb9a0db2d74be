/*
 * P-384 (FIPS 186-5, SP 800-186, 3.2.1): p = 2^384 - 2^128 - 2^96 + 2^32 - 1.
 *
 * Why: OpenSSL's ecp_nistp384.c multiplies 64-bit limbs to 128 bits, which WebAssembly does with a dozen instructions a
 * product, and has no comb for the generator that fits a download.
 * How: field_centred.h is the field, weierstrass.h, multiply.h and multiply_public.h the curve, modinv.h the inversions.
 *
 * Hook: none needed. The object defines all that others use of crypto/ec/ecp_nistp384.c and is linked before libcrypto.a.
 */
#define FE_LIMBS 14
#define FE_BITS 28
#define FE_WORDS 12
#define FE_TERMS { { 32, 1 }, { 96, -1 }, { 128, -1 }, { 384, 1 } }
#define INV_WORDS FE_WORDS
#define WINDOW 5
#define COMB_TEETH 6
#define COMB_COUNT 4
#define COMB_SPACING 16

#include "field_centred.h"
#include "modinv.h"

static const uint32_t curve_p[FE_WORDS] = {
    0xffffffff, 0x00000000, 0x00000000, 0xffffffff, 0xfffffffe, 0xffffffff, 0xffffffff, 0xffffffff,
    0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
};

static const uint32_t curve_order[FE_WORDS] = {
    0xccc52973, 0xecec196a, 0x48b0a77a, 0x581a0db2, 0xf4372ddf, 0xc7634d81, 0xffffffff, 0xffffffff,
    0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
};

static const uint32_t curve_rr[FE_WORDS] = {
    0x00010000, 0xfffe0000, 0x0000ffff, 0x00020000, 0x00000000, 0xfffe0000, 0x0000ffff, 0x00020000,
    0x00010000, 0x00000000, 0x00000000, 0x00000000,
};

static const uint32_t curve_gx[FE_WORDS] = {
    0x72760ab7, 0x3a545e38, 0xbf55296c, 0x5502f25d, 0x82542a38, 0x59f741e0, 0x8ba79b98, 0x6e1d3b62,
    0xf320ad74, 0x8eb1c71e, 0xbe8b0537, 0xaa87ca22,
};

static const uint32_t curve_gy[FE_WORDS] = {
    0x90ea0e5f, 0x7a431d7c, 0x1d7e819d, 0x0a60b1ce, 0xb5f0b8c0, 0xe9da3113, 0x289a147c, 0xf8f41dbd,
    0x9292dc29, 0x5d9e98bf, 0x96262c6f, 0x3617de4a,
};

#include "weierstrass.h"
#include "multiply.h"
#include "multiply_public.h"
#include "ec_method.h"

const EC_METHOD *ossl_ec_GFp_nistp384_method(void)
{
    return curve_method();
}

/* What a group keeps for the method that this one replaces: nothing, and always NULL. */
NISTP384_PRE_COMP *ossl_ec_nistp384_pre_comp_dup(NISTP384_PRE_COMP *p)
{
    return p;
}

void ossl_ec_nistp384_pre_comp_free(NISTP384_PRE_COMP *p)
{
    (void)p;
}
