/* What OpenSSL has names and words for, in lines, for comparisons of two builds. */
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

#include "harness.h"

#define LAST_LIBRARY 130
#define LAST_REASON 1200

static void put_errors(BIO *lines)
{
    OPENSSL_init_ssl(OPENSSL_INIT_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_LOAD_SSL_STRINGS, NULL);
    for (int library = 0; library <= LAST_LIBRARY; library++) {
        const char *name = ERR_lib_error_string(ERR_PACK(library, 0, 0));

        BIO_printf(lines, "%d %s\n", library, name == NULL ? "" : name);
        for (int reason = 1; reason <= LAST_REASON; reason++) {
            const char *text = ERR_reason_error_string(ERR_PACK(library, 0, reason));
            const char *shared = ERR_reason_error_string(ERR_PACK(0, 0, reason));

            /* What all libraries share is said once. */
            if (text != NULL && (library == 0 || text != shared))
                BIO_printf(lines, "%d %s\n", reason, text);
        }
    }
}

static void put_name(const char *name, void *lines)
{
    BIO_printf(lines, "%s ", name);
}

static void put_cipher(EVP_CIPHER *cipher, void *lines)
{
    EVP_CIPHER_names_do_all(cipher, put_name, lines);
    BIO_puts(lines, "\n");
}

static void put_digest(EVP_MD *digest, void *lines)
{
    EVP_MD_names_do_all(digest, put_name, lines);
    BIO_puts(lines, "\n");
}

static void put_key(EVP_KEYMGMT *key, void *lines)
{
    EVP_KEYMGMT_names_do_all(key, put_name, lines);
    BIO_puts(lines, "\n");
}

/* Errors (0) or names of algorithms (1); how many bytes, 0 where they are too many. */
HARNESS(harness_texts) int harness_texts(int what, unsigned char *out, int size)
{
    BIO *lines = BIO_new(BIO_s_mem());
    char *text;
    long len;

    if (what == 0) {
        put_errors(lines);
    } else {
        EVP_CIPHER_do_all_provided(NULL, put_cipher, lines);
        EVP_MD_do_all_provided(NULL, put_digest, lines);
        EVP_KEYMGMT_do_all_provided(NULL, put_key, lines);
    }
    len = BIO_get_mem_data(lines, &text);
    if (len <= size)
        memcpy(out, text, (size_t)len);
    BIO_free(lines);
    return len <= size ? (int)len : 0;
}
