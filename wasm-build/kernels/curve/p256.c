/*
 * P-256 (FIPS 186-5, SP 800-186, 3.2.1): p = 2^256 - 2^224 + 2^192 + 2^96 - 1.
 *
 * Why: OpenSSL's ecp_nistp256.c multiplies 64-bit limbs to 128 bits, which WebAssembly does with a dozen instructions a
 * product, and has no comb for the generator that fits a download.
 * How: field_centred.h is the field or, where there are products of 128 bits, field_p256_wide.h;
 * weierstrass.h, multiply.h and multiply_public.h the curve, modinv.h the inversions.
 *
 * Hook: none needed. The object defines all that others use of crypto/ec/ecp_nistp256.c and is linked before libcrypto.a.
 */
#define FE_LIMBS 9
#define FE_BITS 29
#define FE_WORDS 8
#define FE_TERMS { { 96, 1 }, { 192, 1 }, { 224, -1 }, { 256, 1 } }
#define INV_WORDS FE_WORDS
#define WINDOW 5
#define COMB_TEETH 5
#define COMB_COUNT 4
#define COMB_SPACING 13

#ifdef __wasm_wide_arithmetic__
#include "field_p256_wide.h"
#else
#include "field_centred.h"
#endif
#include "modinv.h"

static const uint32_t curve_p[FE_WORDS] = {
    0xffffffff, 0xffffffff, 0xffffffff, 0x00000000, 0x00000000, 0x00000000, 0x00000001, 0xffffffff,
};

static const uint32_t curve_order[FE_WORDS] = {
    0xfc632551, 0xf3b9cac2, 0xa7179e84, 0xbce6faad, 0xffffffff, 0xffffffff, 0x00000000, 0xffffffff,
};

/* R^2 modulo p, of R = 2^256 and R = 2^261 */
static const uint32_t curve_rr[FE_WORDS] = {
#ifdef __wasm_wide_arithmetic__
    0x00000003, 0x00000000, 0xffffffff, 0xfffffffb, 0xfffffffe, 0xffffffff, 0xfffffffd, 0x00000004,
#else
    0x00000c00, 0x00000000, 0xfffffc00, 0xffffefff, 0xfffffbff, 0xffffffff, 0xfffff7ff, 0x000013ff,
#endif
};

static const uint32_t curve_gx[FE_WORDS] = {
    0xd898c296, 0xf4a13945, 0x2deb33a0, 0x77037d81, 0x63a440f2, 0xf8bce6e5, 0xe12c4247, 0x6b17d1f2,
};

static const uint32_t curve_gy[FE_WORDS] = {
    0x37bf51f5, 0xcbb64068, 0x6b315ece, 0x2bce3357, 0x7c0f9e16, 0x8ee7eb4a, 0xfe1a7f9b, 0x4fe342e2,
};

#include "weierstrass.h"
#include "multiply.h"
#include "multiply_public.h"
#include "ec_method.h"

const EC_METHOD *EC_GFp_nistp256_method(void)
{
    return curve_method();
}

/* What a group keeps for the method that this one replaces: nothing, and always NULL. */
NISTP256_PRE_COMP *EC_nistp256_pre_comp_dup(NISTP256_PRE_COMP *p)
{
    return p;
}

void EC_nistp256_pre_comp_free(NISTP256_PRE_COMP *p)
{
    (void)p;
}
