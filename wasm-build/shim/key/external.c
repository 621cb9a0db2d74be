/*
 * Keys whose private half is elsewhere: an EVP_PKEY with the public half alone, and a mark that no other key has, nor can
 * come to: it is set here, on a copy that is made here. OpenSSL takes it wherever it compares a key with a certificate; to sign,
 * it has none of what it needs. connection/signing.c stands in for that within a handshake, and nowhere else.
 */
#include "key/external.h"

#include <openssl/rsa.h>

#include "shim.h"

static int mark_index = -1;

static void free_mark(void *parent, void *ptr, CRYPTO_EX_DATA *ad, int idx, long argl, void *argp)
{
    ExternalKey *external = ptr;

    (void)parent, (void)ad, (void)idx, (void)argl, (void)argp;
    if (external != NULL)
        OPENSSL_free(external->ways);
    OPENSSL_free(external);
}

/* A duplicate of the key is none of JavaScript's. */
static int drop_mark(CRYPTO_EX_DATA *to, const CRYPTO_EX_DATA *from, void **from_d, int idx, long argl, void *argp)
{
    (void)to, (void)from, (void)idx, (void)argl, (void)argp;
    *from_d = NULL;
    return 1;
}

const ExternalKey *external_key(const EVP_PKEY *key)
{
    return key == NULL || mark_index < 0 ? NULL : EVP_PKEY_get_ex_data(key, mark_index);
}

static int is_any_or(const char *said, size_t len, const char *asked)
{
    return len == 0 || (strlen(asked) == len && strncmp(said, asked, len) == 0);
}

int external_key_can(const ExternalKey *external, int by_pss, const EVP_MD *digest)
{
    const char *line = external->ways, *end;

    for (; line != NULL; line = end == NULL ? NULL : end + 1) {
        const char *comma = strchr(line, ',');
        char name[32];
        size_t len;

        end = strchr(line, '\n');
        if (comma == NULL)
            return 0;
        len = end == NULL ? strlen(comma + 1) : (size_t)(end - comma - 1);
        if (len >= sizeof(name))
            continue;
        memcpy(name, comma + 1, len);
        name[len] = '\0';
        if (is_any_or(line, (size_t)(comma - line), by_pss ? "pss" : "pkcs1")
            && (len == 0 || (digest != NULL && EVP_MD_is_a(digest, name))))
            return 1;
    }
    return external->ways == NULL;
}

/* The public half of a key, marked. */
EXPORT(Owned(EVP_PKEY), external_key_new)(Borrowed(EVP_PKEY) key, unsigned int number, CSTRING_OR_NULL(ways))
{
    EVP_PKEY *half = public_half(key);
    ExternalKey *external = OPENSSL_zalloc(sizeof(*external));

    if (mark_index < 0)
        mark_index = EVP_PKEY_get_ex_new_index(0, NULL, NULL, drop_mark, free_mark);
    if (external != NULL) {
        external->number = number;
        external->ways = ways == NULL ? NULL : OPENSSL_strdup(ways);
    }
    if (half != NULL && external != NULL && mark_index >= 0 && (ways == NULL || external->ways != NULL)
        && EVP_PKEY_set_ex_data(half, mark_index, external))
        return half;
    if (external != NULL)
        OPENSSL_free(external->ways);
    OPENSSL_free(external);
    EVP_PKEY_free(half);
    return NULL;
}
