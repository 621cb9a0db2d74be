/* PKCS#12 files (RFC 7292). */
#include <openssl/pkcs12.h>

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

/* Parses a file. A null password is not the empty one (RFC 7292, appendix B.1). */
EXPORT(Owned(Pkcs12Parts), pkcs12_parse)(BYTES(der), CSTRING_OR_NULL(password))
{
    BIO *bio = bio_over(der, der_len);
    PKCS12 *p12 = bio == NULL ? NULL : d2i_PKCS12_bio(bio, NULL);
    Pkcs12Parts *parts = OPENSSL_zalloc(sizeof(*parts));

    BIO_free(bio);
    if (p12 == NULL || parts == NULL || PKCS12_parse(p12, password, &parts->key, &parts->cert, &parts->ca) != 1) {
        tso_Pkcs12Parts_free(parts);
        parts = NULL;
    }
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
 * Makes a file under AES-256-CBC with PBKDF2 and an HMAC-SHA-256, OpenSSL's defaults. `mac_iterations` -1 leaves out
 * the MAC.
 */
EXPORT(Status, pkcs12_create)(CSTRING_OR_NULL(password), CSTRING_OR_NULL(name), BorrowedOrNull(EVP_PKEY) key,
                              BorrowedOrNull(X509) cert, BorrowedOrNull(X509Chain) ca, int iterations, int mac_iterations,
                              int legacy, Out *out)
{
    int key_pbe = legacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : 0;
    int cert_pbe = legacy ? NID_pbe_WithSHA1And40BitRC2_CBC : 0;
    PKCS12 *p12 = PKCS12_create(password, name, key, cert, ca, key_pbe, cert_pbe, iterations, legacy ? -1 : mac_iterations, 0);
    unsigned char *der = NULL;
    int len = -1;

    if (p12 != NULL && (!legacy || mac_iterations < 0 || PKCS12_set_mac(p12, password, -1, NULL, 0, mac_iterations, EVP_sha1())))
        len = i2d_PKCS12(p12, &der);
    PKCS12_free(p12);
    return out_take(out, der, len);
}
