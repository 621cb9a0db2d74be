/*
 * Fetches each algorithm once. OpenSSL looks its methods up by name in every handshake (EVP_KDF_fetch, EVP_MD_fetch and
 * their like: hashing of names, properties and locks), though one instance has one library context and no provider ever
 * goes. The linker puts this in front of OpenSSL's own function: see --wrap in wasm-build/build/module.mjs.
 */
#include <openssl/core.h>
#include <openssl/crypto.h>
#include <stdint.h>
#include <string.h>

#define SLOTS 256
/* A name that finds as many slots taken is fetched each time. */
#define PROBES 8
/* The longest name that is fetched in handshakes has 17 characters. */
#define NAME_MAX_LEN 27

typedef void *New_method(int name_id, const OSSL_ALGORITHM *algodef, OSSL_PROVIDER *prov);
typedef int Up_ref_method(void *method);
typedef void Free_method(void *method);

void *__real_evp_generic_fetch(OSSL_LIB_CTX *libctx, int operation_id, const char *name, const char *properties,
                               New_method *new_method, Up_ref_method *up_ref_method, Free_method *free_method);
void *__wrap_evp_generic_fetch(OSSL_LIB_CTX *libctx, int operation_id, const char *name, const char *properties,
                               New_method *new_method, Up_ref_method *up_ref_method, Free_method *free_method);
void *__real_evp_generic_fetch_from_prov(OSSL_PROVIDER *provider, int operation_id, const char *name,
                                         const char *properties, New_method *new_method, Up_ref_method *up_ref_method,
                                         Free_method *free_method);
void *__wrap_evp_generic_fetch_from_prov(OSSL_PROVIDER *provider, int operation_id, const char *name,
                                         const char *properties, New_method *new_method, Up_ref_method *up_ref_method,
                                         Free_method *free_method);

/* Each holds one reference for the life of the instance. */
typedef struct {
    void *method;
    /* The only one that may give it; NULL where any may. */
    const OSSL_PROVIDER *provider;
    int operation_id;
    char name[NAME_MAX_LEN + 1];
} Slot;

static Slot slots[SLOTS];

static int holds(const Slot *slot, const OSSL_PROVIDER *provider, int operation_id, const char *name)
{
    return slot->method != NULL && slot->provider == provider && slot->operation_id == operation_id
        && strcmp(slot->name, name) == 0;
}

/* The slot that holds a name without properties, or could; NULL for a name that has none. */
static Slot *slot_of(const OSSL_PROVIDER *provider, int operation_id, const char *name, const char *properties)
{
    unsigned int hash = 2166136261u ^ (unsigned int)operation_id ^ (unsigned int)(uintptr_t)provider;
    int i;

    if (name == NULL || (properties != NULL && *properties != '\0'))
        return NULL;
    for (i = 0; name[i] != '\0'; i++) {
        if (i == NAME_MAX_LEN)
            return NULL;
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    }
    hash ^= hash >> 16;
    for (i = 0; i < PROBES; i++, hash++) {
        Slot *slot = &slots[hash % SLOTS];

        if (slot->method == NULL || holds(slot, provider, operation_id, name))
            return slot;
    }
    return NULL;
}

/* What is not there now may come with the legacy provider. */
static void keep(Slot *slot, const OSSL_PROVIDER *provider, int operation_id, const char *name, void *method,
                 Up_ref_method *up_ref_method)
{
    if (method == NULL || slot == NULL || slot->method != NULL || !up_ref_method(method))
        return;
    slot->method = method;
    slot->provider = provider;
    slot->operation_id = operation_id;
    strcpy(slot->name, name);
}

void *__wrap_evp_generic_fetch(OSSL_LIB_CTX *libctx, int operation_id, const char *name, const char *properties,
                               New_method *new_method, Up_ref_method *up_ref_method, Free_method *free_method)
{
    /* Only what does not depend on anything else: the default context, no properties. */
    int is_default = libctx == NULL || libctx == OSSL_LIB_CTX_get0_global_default();
    Slot *slot = is_default ? slot_of(NULL, operation_id, name, properties) : NULL;
    void *method;

    if (slot != NULL && slot->method != NULL)
        return up_ref_method(slot->method) ? slot->method : NULL;
    method = __real_evp_generic_fetch(libctx, operation_id, name, properties, new_method, up_ref_method, free_method);
    keep(slot, NULL, operation_id, name, method, up_ref_method);
    return method;
}

void *__wrap_evp_generic_fetch_from_prov(OSSL_PROVIDER *provider, int operation_id, const char *name,
                                         const char *properties, New_method *new_method, Up_ref_method *up_ref_method,
                                         Free_method *free_method)
{
    Slot *slot = provider == NULL ? NULL : slot_of(provider, operation_id, name, properties);
    void *method;

    if (slot != NULL && slot->method != NULL)
        return up_ref_method(slot->method) ? slot->method : NULL;
    method = __real_evp_generic_fetch_from_prov(provider, operation_id, name, properties, new_method, up_ref_method,
                                                free_method);
    keep(slot, provider, operation_id, name, method, up_ref_method);
    return method;
}
