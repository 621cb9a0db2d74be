/* One derivation of the provider's TLS13-KDF. */
#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "harness.h"

/* The parts lie one after the other in `parts`, in this order; a length below zero leaves one out. */
static const char *const names[] = {
    OSSL_KDF_PARAM_KEY, OSSL_KDF_PARAM_SALT, OSSL_KDF_PARAM_PREFIX, OSSL_KDF_PARAM_LABEL, OSSL_KDF_PARAM_DATA,
};
#define PARTS (sizeof(names) / sizeof(*names))

HARNESS(harness_key_schedule) int harness_key_schedule(const char *digest, int extract, const unsigned char *parts,
    const int *lengths, unsigned char *out, size_t len)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, OSSL_KDF_NAME_TLS1_3_KDF, NULL);
    EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
    OSSL_PARAM params[PARTS + 3], *p = params;
    int mode = extract ? EVP_KDF_HKDF_MODE_EXTRACT_ONLY : EVP_KDF_HKDF_MODE_EXPAND_ONLY, ok;

    *p++ = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode);
    *p++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)digest, 0);
    for (size_t i = 0; i < PARTS; i++)
        if (lengths[i] >= 0) {
            *p++ = OSSL_PARAM_construct_octet_string(names[i], (unsigned char *)parts, (size_t)lengths[i]);
            parts += lengths[i];
        }
    *p = OSSL_PARAM_construct_end();
    ok = ctx != NULL && EVP_KDF_derive(ctx, out, len, params) > 0;
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
    return ok ? (int)len : -1;
}
