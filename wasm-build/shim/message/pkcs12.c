/* PKCS #12 files (RFC 7292): how they are made, and what their MACs are of. */
#include <openssl/pkcs12.h>

#include "bounds/kdf_budget.h"
#include "message/pkcs12.h"
#include "shim.h"

typedef STACK_OF(X509) X509Chain;

char *password_of(const unsigned char *bytes, size_t len)
{
    return bytes == NULL ? NULL : OPENSSL_strndup((const char *)bytes, len);
}

void password_free(char *password)
{
    if (password != NULL)
        OPENSSL_clear_free(password, strlen(password));
}

/* Whether the MAC of a file is of this password, which may hold NULs; null is no password. Below 0 it cannot be computed. */
EXPORT(Flag, pkcs12_mac_holds)(BYTES(der), BYTES_OR_NULL(password), int max_iterations)
{
    const unsigned char *p = der;
    PKCS12 *p12 = der_len > INT32_MAX || password_len > INT32_MAX ? NULL : d2i_PKCS12(NULL, &p, (long)der_len);
    KdfBudget before = kdf_budget_open(max_iterations);
    int holds = p12 == NULL ? -1 : PKCS12_verify_mac(p12, (const char *)password, (int)password_len);

    PKCS12_free(p12);
    if (!kdf_budget_close(before) || (holds != 1 && ERR_peek_error() != 0))
        return -1;
    return holds == 1;
}

/*
 * A file with a MAC: PKCS #12's own over `digest`, or, where `prf` names one, PBMAC1 (RFC 9579) with PBKDF2 of it. Its bound
 * is the caller's. Null is no password.
 */
EXPORT(Status, pkcs12_with_mac)(BYTES(der), BYTES_OR_NULL(password), CSTRING(digest), CSTRING_OR_NULL(prf), int iterations,
                                int salt_len, Out *out)
{
    const unsigned char *p = der;
    const EVP_MD *md = EVP_get_digestbyname(digest);
    PKCS12 *p12 = der_len > INT32_MAX || password_len > INT32_MAX || md == NULL ? NULL : d2i_PKCS12(NULL, &p, (long)der_len);
    const char *given = (const char *)password;
    KdfBudget before = kdf_budget_open_unbounded();
    unsigned char *bytes = NULL;
    int len = -1;

    if (p12 != NULL
        && (prf == NULL ? PKCS12_set_mac(p12, given, (int)password_len, NULL, salt_len, iterations, md)
                        : PKCS12_set_pbmac1_pbkdf2(p12, given, (int)password_len, NULL, salt_len, iterations, md, prf)))
        len = i2d_PKCS12(p12, &bytes);
    kdf_budget_close(before);
    PKCS12_free(p12);
    return out_take(out, bytes, len);
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
