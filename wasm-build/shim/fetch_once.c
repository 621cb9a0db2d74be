/*
 * Fetches each algorithm once. OpenSSL looks its methods up by name in every handshake (EVP_KDF_fetch, EVP_MD_fetch and
 * their like: hashing of names, properties and locks), though one instance has one library context and no provider ever
 * goes. The linker puts this in front of OpenSSL's own function: see --wrap in wasm-build/build/module.mjs.
 */
#include <openssl/core.h>
#include <openssl/crypto.h>
#include <string.h>

#define SLOTS 128
/* The longest name that is fetched in handshakes has 17 characters. */
#define NAME_MAX_LEN 27

typedef void *New_method(int name_id, const OSSL_ALGORITHM *algodef, OSSL_PROVIDER *prov);
typedef int Up_ref_method(void *method);
typedef void Free_method(void *method);

void *__real_evp_generic_fetch(OSSL_LIB_CTX *libctx, int operation_id, const char *name, const char *properties,
                               New_method *new_method, Up_ref_method *up_ref_method, Free_method *free_method);
void *__wrap_evp_generic_fetch(OSSL_LIB_CTX *libctx, int operation_id, const char *name, const char *properties,
                               New_method *new_method, Up_ref_method *up_ref_method, Free_method *free_method);

/* Each holds one reference for the life of the instance. */
static struct {
    void *method;
    int operation_id;
    char name[NAME_MAX_LEN + 1];
} slots[SLOTS];

/* The slot of a name, -1 for one that is too long. */
static int slot_of(int operation_id, const char *name)
{
    unsigned int hash = 2166136261u ^ (unsigned int)operation_id;
    int i;

    for (i = 0; name[i] != '\0'; i++) {
        if (i == NAME_MAX_LEN)
            return -1;
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    }
    return (int)((hash ^ hash >> 16) % SLOTS);
}

void *__wrap_evp_generic_fetch(OSSL_LIB_CTX *libctx, int operation_id, const char *name, const char *properties,
                               New_method *new_method, Up_ref_method *up_ref_method, Free_method *free_method)
{
    /* Only what does not depend on anything else: the default context, no properties. */
    int is_default = libctx == NULL || libctx == OSSL_LIB_CTX_get0_global_default();
    int slot = -1;
    void *method;

    if (is_default && name != NULL && (properties == NULL || *properties == '\0'))
        slot = slot_of(operation_id, name);
    if (slot >= 0 && slots[slot].method != NULL && slots[slot].operation_id == operation_id
        && strcmp(slots[slot].name, name) == 0)
        return up_ref_method(slots[slot].method) ? slots[slot].method : NULL;
    method = __real_evp_generic_fetch(libctx, operation_id, name, properties, new_method, up_ref_method, free_method);
    /* What is not there now may come with the legacy provider, and a taken slot stays: two names must not fight for it. */
    if (method != NULL && slot >= 0 && slots[slot].method == NULL && up_ref_method(method)) {
        slots[slot].method = method;
        slots[slot].operation_id = operation_id;
        strcpy(slots[slot].name, name);
    }
    return method;
}
