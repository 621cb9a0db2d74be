/*
 * OpenSSL's ML-KEM with a way in: its file has no hook, and what ml_kem_ntt.c does is a handful of static functions of it.
 * Here those are weak, so that the linker takes ours.
 *
 * The file is compiled as it is, without the word static, behind the headers that need it.
 */
#include <openssl/byteorder.h>
#include <openssl/proverr.h>
#include <openssl/rand.h>

#include "crypto/ml_kem.h"
#include "internal/common.h"
#include "internal/constant_time.h"
#include "internal/sha3.h"

#pragma weak scalar_ntt
#pragma weak scalar_inverse_ntt
#pragma weak scalar_mult
#pragma weak scalar_mult_add
#pragma weak scalar_compress

#undef ossl_inline
#define ossl_inline
#define static

#include "ml_kem/ml_kem.c"
