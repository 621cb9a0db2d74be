/* PKCS#12 files (RFC 7292). */
#include <openssl/pkcs12.h>

#include "bounds/kdf_budget.h"
#include "bounds/key_bounds.h"
#include "shim.h"

typedef STACK_OF(X509) X509Chain;

/* What PKCS12_parse takes out of a file. */
typedef struct {
    EVP_PKEY *key;
    X509 *cert;
    STACK_OF(X509) *ca;
} Pkcs12Parts;

EXPORT(void, Pkcs12Parts_free)(Taken(Pkcs12Parts) parts)
{
    if (parts == NULL)
        return;
    EVP_PKEY_free(parts->key);
    X509_free(parts->cert);
    OSSL_STACK_OF_X509_free(parts->ca);
    OPENSSL_free(parts);
}

/* A password as PKCS12_parse(3) takes it: ended by a NUL, in UTF-8 or else ISO 8859-1. NULL for none, or without memory. */
static char *password_of(const unsigned char *bytes, size_t len)
{
    return bytes == NULL ? NULL : OPENSSL_strndup((const char *)bytes, len);
}

static void password_free(char *password)
{
    if (password != NULL)
        OPENSSL_clear_free(password, strlen(password));
}

/*
 * Parses a file; hashing the password costs at most so many iterations. No password and the empty one are different things
 * in the algorithms (RFC 7292, appendix B.1), but not to their users: either is tried as both.
 */
EXPORT(Owned(Pkcs12Parts), pkcs12_parse)(BYTES(der), BYTES_OR_NULL(password), int max_iterations, int mac_required)
{
    BIO *bio = bio_over(der, der_len);
    PKCS12 *p12 = bio == NULL ? NULL : d2i_PKCS12_bio(bio, NULL);
    Pkcs12Parts *parts = OPENSSL_zalloc(sizeof(*parts));
    char *given = password_of(password, password_len);
    KdfBudget before = kdf_budget_open(max_iterations);
    int ok = p12 != NULL && parts != NULL && (given != NULL || password == NULL);

    BIO_free(bio);
    if (ok && mac_required && !PKCS12_mac_present(p12)) {
        ERR_raise(ERR_LIB_PKCS12, PKCS12_R_MAC_ABSENT);
        ok = 0;
    }
    ok = ok && PKCS12_parse(p12, given, &parts->key, &parts->cert, &parts->ca) == 1
        && (parts->key == NULL || key_is_bounded(parts->key));
    if (!kdf_budget_close(before) || !ok) {
        tso_Pkcs12Parts_free(parts);
        parts = NULL;
    }
    password_free(given);
    PKCS12_free(p12);
    return parts;
}

EXPORT(OwnedOrNull(EVP_PKEY), pkcs12_key)(Borrowed(Pkcs12Parts) parts)
{
    return parts->key != NULL && EVP_PKEY_up_ref(parts->key) ? parts->key : NULL;
}

EXPORT(OwnedOrNull(X509), pkcs12_certificate)(Borrowed(Pkcs12Parts) parts)
{
    return parts->cert != NULL && X509_up_ref(parts->cert) ? parts->cert : NULL;
}

EXPORT(OwnedOrNull(X509Chain), pkcs12_ca)(Borrowed(Pkcs12Parts) parts)
{
    return parts->ca == NULL ? NULL : X509_chain_up_ref(parts->ca);
}

/* The friendlyName of the certificate, as UTF-8. */
EXPORT(Status, pkcs12_friendly_name)(Borrowed(Pkcs12Parts) parts, OutOrNull *name)
{
    int len = 0;
    unsigned char *alias = parts->cert == NULL ? NULL : X509_alias_get0(parts->cert, &len);

    return alias == NULL || out_copy(name, alias, (size_t)len);
}

/*
 * Makes a file: under AES-256-CBC with PBKDF2 and an HMAC-SHA-256, OpenSSL's defaults, or `legacy` as programs of before
 * 2020 read it. `mac_iterations` -1 leaves out the MAC.
 */
EXPORT(Status, pkcs12_create)(BYTES_OR_NULL(password), CSTRING_OR_NULL(name), BorrowedOrNull(EVP_PKEY) key,
                              BorrowedOrNull(X509) cert, BorrowedOrNull(X509Chain) ca, int iterations, int mac_iterations,
                              int legacy, Out *out)
{
    int key_pbe = legacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : 0;
    int cert_pbe = legacy ? NID_pbe_WithSHA1And40BitRC2_CBC : 0;
    /* Without a name OpenSSL takes the one that the certificate brought along from another file; a copy has none. */
    X509 *nameless = name == NULL && cert != NULL ? X509_dup(cert) : NULL;
    char *given = password_of(password, password_len);
    KdfBudget before = kdf_budget_open_unbounded();
    unsigned char *der = NULL;
    int len = -1;
    PKCS12 *p12 = NULL;

    if ((name != NULL || cert == NULL || nameless != NULL) && (given != NULL || password == NULL))
        p12 = PKCS12_create(given, name, key, nameless == NULL ? cert : nameless, ca, key_pbe, cert_pbe, iterations,
                            legacy ? -1 : mac_iterations, 0);
    if (p12 != NULL
        && (!legacy || mac_iterations < 0 || PKCS12_set_mac(p12, given, -1, NULL, 0, mac_iterations, EVP_sha1())))
        len = i2d_PKCS12(p12, &der);
    kdf_budget_close(before);
    PKCS12_free(p12);
    X509_free(nameless);
    password_free(given);
    return out_take(out, der, len);
}
