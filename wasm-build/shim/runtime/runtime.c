/* What every call needs: start-up, memory, outputs and the error queue. */
#include <limits.h>
#include <malloc.h>
#include <stdlib.h>
#include <time.h>

#include <openssl/provider.h>
#include <openssl/rand.h>

#include "runtime/legacy.h"
#include "runtime/prepared.h"
#include "runtime/seed_source.h"
#include "shim.h"

/*
 * Prepares the library: the default provider, the legacy one and the entropy source of this house. It draws no randomness
 * (some runtimes forbid that at global scope): OpenSSL seeds its DRBGs at first use.
 */
EXPORT(Status, runtime_init)(void)
{
    if (is_prepared())
        return 1;
    if (!OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL))
        return 0;
    /* Loading any provider by name ends the automatic loading of "default". */
    return OSSL_PROVIDER_load(NULL, "default") != NULL && legacy_install() && seed_source_install();
}

/* Whether the build has initialised this memory: then C's constructors must not run once more. */
EXPORT(Raw, runtime_is_prepared)(void)
{
    return is_prepared();
}

EXPORT(Raw, memory_alloc)(unsigned int size)
{
    return (Raw)(intptr_t)malloc(size);
}

EXPORT(void, memory_free)(unsigned int address)
{
    free((void *)(uintptr_t)address);
}

/* Frees what an Out holds. */
EXPORT(void, out_release)(unsigned int address)
{
    Out *out = (Out *)(uintptr_t)address;

    OPENSSL_free(out->data);
    out->data = NULL;
    out->len = 0;
}

Status out_take(Out *out, unsigned char *data, int len)
{
    if (len < 0 || data == NULL) {
        OPENSSL_free(data);
        return 0;
    }
    out->data = data;
    out->len = (size_t)len;
    out->present = 1;
    return 1;
}

Status out_copy(Out *out, const void *data, size_t len)
{
    /* malloc(0) may be NULL: one spare byte keeps "empty" apart from "out of memory". */
    unsigned char *copy = OPENSSL_malloc(len + 1);

    if (copy == NULL)
        return 0;
    if (len > 0)
        memcpy(copy, data, len);
    out->data = copy;
    out->len = len;
    out->present = 1;
    return 1;
}

Status out_bio(Out *out, BIO *bio)
{
    char *data = NULL;
    long len;
    Status ok;

    if (bio == NULL)
        return 0;
    len = BIO_get_mem_data(bio, &data);
    ok = len >= 0 && out_copy(out, data, (size_t)len);
    BIO_free(bio);
    return ok;
}

BIO *bio_over(const void *data, size_t len)
{
    if (len > INT_MAX) {
        ERR_raise(ERR_LIB_BIO, ERR_R_PASSED_INVALID_ARGUMENT);
        return NULL;
    }
    return BIO_new_mem_buf(data, (int)len);
}

/* Puts the queue aside; 0 where it is empty, or there is no memory. */
EXPORT(Raw, error_save)(void)
{
    ERR_STATE *saved = ERR_peek_error() == 0 ? NULL : OSSL_ERR_STATE_new();

    if (saved != NULL)
        OSSL_ERR_STATE_save(saved);
    return (Raw)(uintptr_t)saved;
}

/* Makes the queue again what error_save has put aside. */
EXPORT(void, error_restore)(unsigned int address)
{
    ERR_STATE *saved = (ERR_STATE *)(uintptr_t)address;

    ERR_clear_error();
    if (saved != NULL)
        OSSL_ERR_STATE_restore(saved);
    OSSL_ERR_STATE_free(saved);
}

/* Before every call, where there is seldom anything to clear. */
EXPORT(void, error_clear)(void)
{
    if (ERR_peek_error() != 0)
        ERR_clear_error();
}

/*
 * Takes the oldest error off the queue: 0 where there is none, 2 where it is "out of memory", else 1. At `address` come
 * four C strings, any of which may be NULL: library, function, reason, and OpenSSL's free-text detail. They live until
 * the queue is used again. Nothing is allocated, for this must work when nothing can be.
 */
EXPORT(Raw, error_next)(unsigned int address)
{
    const char **texts = (const char **)(uintptr_t)address;
    int flags = 0;
    unsigned long code = ERR_get_error_all(NULL, NULL, &texts[1], &texts[3], &flags);

    if (code == 0)
        return 0;
    texts[0] = ERR_lib_error_string(code);
    texts[2] = ERR_SYSTEM_ERROR(code) ? strerror(ERR_GET_REASON(code)) : ERR_reason_error_string(code);
    if ((flags & ERR_TXT_STRING) == 0)
        texts[3] = NULL;
    return !ERR_SYSTEM_ERROR(code) && ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE ? 2 : 1;
}

/* Which module of kernels.json this is. */
EXPORT(Text, build_variant)(void)
{
#ifdef __wasm_wide_arithmetic__
    return "wide";
#else
    return "simd";
#endif
}

EXPORT(Text, version_text)(int which)
{
    return OpenSSL_version(which);
}

EXPORT(Number, version_number)(void)
{
    return (Number)OpenSSL_version_num();
}

/* Bytes in use on the C heap: what a leak check compares. */
EXPORT(Number, heap_bytes_in_use)(void)
{
    return (Number)mallinfo().uordblks;
}
