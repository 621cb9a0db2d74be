/*
 * X25519 (RFC 7748) and Ed25519 (RFC 8032).
 *
 * Why: OpenSSL's field has ten limbs, a hundred products a multiplication, where nine limbs, or five with products of 128
 * bits, are faster (field_25519_narrow.h, field_25519_wide.h); its table of the base point is 30 KB that do not compress,
 * where multiply25519.h computes a faster one at first use.
 *
 * Hook: none needed. The object defines all that others use of crypto/ec/curve25519.c and is linked before libcrypto.a.
 * Constant time: nothing secret is in a branch or an address; verification, whose inputs are public, is not.
 */
#include "crypto/ecx.h"

#include "field_25519.h"
#include "scalar_25519.h"
#include "edwards25519.h"
#include "secret_digits.h"
#include "multiply25519.h"
#include "public_digits.h"
#include "short_pair25519.h"
#include "multiply25519_public.h"
#include "x25519.h"
#include "ed25519.h"
