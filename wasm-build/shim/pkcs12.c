/* PKCS#12 files (RFC 7292). */
#include <openssl/pkcs12.h>

#include "pbe_cost.h"
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

static int spend_on_bags(uint64_t *left, const STACK_OF(PKCS12_SAFEBAG) *bags)
{
    int i, ok = 1;

    for (i = 0; ok && i < sk_PKCS12_SAFEBAG_num(bags); i++) {
        const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(bags, i);

        if (PKCS12_SAFEBAG_get_nid(bag) == NID_pkcs8ShroudedKeyBag) {
            const X509_ALGOR *algorithm;

            X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, NULL);
            ok = pbe_spend(left, algorithm);
        } else if (PKCS12_SAFEBAG_get_nid(bag) == NID_safeContentsBag) {
            ok = spend_on_bags(left, PKCS12_SAFEBAG_get0_safes(bag));
        }
    }
    return ok;
}

/* Opens the encrypted safe as well: the keys inside have iterations of their own. */
static int spend_on_safe(uint64_t *left, PKCS7 *safe, const char *password)
{
    STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
    int ok = 1;

    if (PKCS7_type_is_data(safe)) {
        bags = PKCS12_unpack_p7data(safe);
    } else if (PKCS7_type_is_encrypted(safe) && safe->d.encrypted != NULL) {
        if (!pbe_spend(left, safe->d.encrypted->enc_data->algorithm))
            return 0;
        bags = PKCS12_unpack_p7encdata(safe, password, -1);
        if (bags == NULL && password == NULL)
            bags = PKCS12_unpack_p7encdata(safe, "", 0);
    }
    ok = spend_on_bags(left, bags);
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    return ok;
}

/* The MAC counts twice without a password: it is tried as none and as the empty one. */
static int spend_on_mac(uint64_t *left, const PKCS12 *p12, const char *password)
{
    const X509_ALGOR *algorithm = NULL;
    const ASN1_INTEGER *iterations = NULL;
    int i, ok = 1;

    PKCS12_get0_mac(NULL, &algorithm, NULL, &iterations, p12);
    for (i = 0; ok && algorithm != NULL && i < (password == NULL ? 2 : 1); i++)
        ok = OBJ_obj2nid(algorithm->algorithm) == NID_pbmac1 ? pbe_spend(left, algorithm)
                                                             : pbe_spend_iterations(left, iterations);
    return ok;
}

/* Whether reading the file costs at most `left` iterations. What cannot be decoded is for PKCS12_parse to refuse. */
static int affordable(const PKCS12 *p12, const char *password, uint64_t left)
{
    STACK_OF(PKCS7) *safes;
    int i, ok = spend_on_mac(&left, p12, password);

    if (!ok)
        return 0;
    ERR_set_mark();
    safes = PKCS12_unpack_authsafes(p12);
    for (i = 0; ok && i < sk_PKCS7_num(safes); i++)
        ok = spend_on_safe(&left, sk_PKCS7_value(safes, i), password);
    sk_PKCS7_pop_free(safes, PKCS7_free);
    if (ok)
        ERR_pop_to_mark();
    else
        ERR_clear_last_mark();
    return ok;
}

/*
 * Parses a file. No password and the empty one are different things in the algorithms (RFC 7292, appendix B.1), but not
 * to their users: either is tried as both.
 */
EXPORT(Owned(Pkcs12Parts), pkcs12_parse)(BYTES(der), CSTRING_OR_NULL(password), int max_iterations, int mac_required)
{
    const char *given = password != NULL && *password != '\0' ? password : NULL;
    BIO *bio = bio_over(der, der_len);
    PKCS12 *p12 = bio == NULL ? NULL : d2i_PKCS12_bio(bio, NULL);
    Pkcs12Parts *parts = OPENSSL_zalloc(sizeof(*parts));

    BIO_free(bio);
    if (p12 != NULL && mac_required && !PKCS12_mac_present(p12)) {
        ERR_raise(ERR_LIB_PKCS12, PKCS12_R_MAC_ABSENT);
        max_iterations = -1;
    }
    if (p12 == NULL || parts == NULL || max_iterations < 0 || !affordable(p12, given, (uint64_t)max_iterations)
        || PKCS12_parse(p12, given, &parts->key, &parts->cert, &parts->ca) != 1) {
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
 * Makes a file: under AES-256-CBC with PBKDF2 and an HMAC-SHA-256, OpenSSL's defaults, or `legacy` as programs of before
 * 2020 read it. `mac_iterations` -1 leaves out the MAC.
 */
EXPORT(Status, pkcs12_create)(CSTRING_OR_NULL(password), CSTRING_OR_NULL(name), BorrowedOrNull(EVP_PKEY) key,
                              BorrowedOrNull(X509) cert, BorrowedOrNull(X509Chain) ca, int iterations, int mac_iterations,
                              int legacy, Out *out)
{
    int key_pbe = legacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : 0;
    int cert_pbe = legacy ? NID_pbe_WithSHA1And40BitRC2_CBC : 0;
    /* Without a name OpenSSL takes the one that the certificate brought along from another file; a copy has none. */
    X509 *nameless = name == NULL && cert != NULL ? X509_dup(cert) : NULL;
    unsigned char *der = NULL;
    int len = -1;
    PKCS12 *p12 = NULL;

    if (name != NULL || cert == NULL || nameless != NULL)
        p12 = PKCS12_create(password, name, key, nameless == NULL ? cert : nameless, ca, key_pbe, cert_pbe, iterations,
                            legacy ? -1 : mac_iterations, 0);
    if (p12 != NULL
        && (!legacy || mac_iterations < 0 || PKCS12_set_mac(p12, password, -1, NULL, 0, mac_iterations, EVP_sha1())))
        len = i2d_PKCS12(p12, &der);
    PKCS12_free(p12);
    X509_free(nameless);
    return out_take(out, der, len);
}
