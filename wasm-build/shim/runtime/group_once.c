/*
 * Makes the group of each curve once and gives out copies. OpenSSL computes Montgomery constants and checks the generator
 * every time that a key of a curve is read, as in the certificate of each handshake. The linker puts this in front of
 * OpenSSL's own function: see --wrap in wasm-build/build/module.mjs.
 */
#include <openssl/crypto.h>
#include <openssl/ec.h>

/* Certificates and key exchanges of one user rarely have more curves; those beyond are made each time. */
#define SLOTS 8

EC_GROUP *__real_EC_GROUP_new_by_curve_name_ex(OSSL_LIB_CTX *libctx, const char *properties, int nid);
EC_GROUP *__wrap_EC_GROUP_new_by_curve_name_ex(OSSL_LIB_CTX *libctx, const char *properties, int nid);

/* Never given out, and so never changed, for the life of the instance. */
static EC_GROUP *groups[SLOTS];

EC_GROUP *__wrap_EC_GROUP_new_by_curve_name_ex(OSSL_LIB_CTX *libctx, const char *properties, int nid)
{
    /* A group remembers the context and the properties that it was made with. */
    int is_default = (libctx == NULL || libctx == OSSL_LIB_CTX_get0_global_default()) && properties == NULL;
    EC_GROUP *group;

    for (int i = 0; is_default && i < SLOTS && groups[i] != NULL; i++)
        if (EC_GROUP_get_curve_name(groups[i]) == nid)
            return EC_GROUP_dup(groups[i]);
    group = __real_EC_GROUP_new_by_curve_name_ex(libctx, properties, nid);
    for (int i = 0; is_default && group != NULL && i < SLOTS; i++)
        if (groups[i] == NULL) {
            groups[i] = EC_GROUP_dup(group);
            break;
        }
    return group;
}
