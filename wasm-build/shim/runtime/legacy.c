/* The algorithms that are there for reading old files, and for nothing that is made new. */
#include "runtime/legacy.h"

#include <openssl/provider.h>

#include "shim.h"

OSSL_LIB_CTX *__wrap_OSSL_LIB_CTX_new_child(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in);

/*
 * The legacy provider would make a library context of its own, with a copy of each provider and a generator of random
 * numbers, but without a seed source: single DES then fails where CMS draws a key. It works in the one of the instance, as
 * the default provider does, which OSSL_LIB_CTX_free leaves alone. The linker puts this in the place of OpenSSL's.
 */
OSSL_LIB_CTX *__wrap_OSSL_LIB_CTX_new_child(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in)
{
    (void)handle, (void)in;
    return OSSL_LIB_CTX_get0_global_default();
}

int legacy_install(void)
{
    return OSSL_PROVIDER_load(NULL, "legacy") != NULL;
}

/* 0 no cipher has this name, 1 one has, 2 one that only old files should be in. */
EXPORT(Raw, cipher_kind)(CSTRING(name))
{
    const EVP_CIPHER *known = EVP_get_cipherbyname(name);
    EVP_CIPHER *cipher;
    int kind = 0;

    if (known == NULL)
        return 0;
    ERR_set_mark();
    cipher = EVP_CIPHER_fetch(NULL, EVP_CIPHER_get0_name(known), NULL);
    ERR_pop_to_mark();
    if (cipher != NULL)
        kind = strcmp(OSSL_PROVIDER_get0_name(EVP_CIPHER_get0_provider(cipher)), "legacy") == 0 ? 2 : 1;
    EVP_CIPHER_free(cipher);
    return kind;
}
