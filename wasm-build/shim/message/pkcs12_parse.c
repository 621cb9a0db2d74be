/* PKCS #12 files as pyOpenSSL reads them (RFC 7292). */
#include <openssl/pkcs12.h>

#include "bounds/kdf_budget.h"
#include "bounds/key_bounds.h"
#include "message/pkcs12.h"
#include "shim.h"

typedef STACK_OF(X509) X509Chain;

typedef STACK_OF(PKCS12_SAFEBAG) Bags;

/* What is in a file beside what is given of it. */
enum { LEFT_KEYS, LEFT_LISTS, LEFT_SECRETS, LEFT_OTHERS, LEFT_KINDS };

/* What is taken out of a file: as PKCS12_parse(3) does, but that what it leaves out is counted. */
typedef struct {
    EVP_PKEY *key;
    X509 *cert;
    STACK_OF(X509) *ca;
    int left[LEFT_KINDS];
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

static int take_key(Pkcs12Parts *parts, const PKCS12_SAFEBAG *bag, const char *password)
{
    PKCS8_PRIV_KEY_INFO *opened = NULL;
    const PKCS8_PRIV_KEY_INFO *info;

    if (parts->key != NULL) {
        parts->left[LEFT_KEYS]++;
        return 1;
    }
    if (PKCS12_SAFEBAG_get_nid(bag) == NID_keyBag)
        info = PKCS12_SAFEBAG_get0_p8inf(bag);
    else
        info = opened = PKCS12_decrypt_skey(bag, password, -1);
    parts->key = info == NULL ? NULL : EVP_PKCS82PKEY(info);
    PKCS8_PRIV_KEY_INFO_free(opened);
    return parts->key != NULL && key_is_bounded(parts->key);
}

/* A certificate takes its names along: they are written again with it. */
static int take_certificate(Pkcs12Parts *parts, PKCS12_SAFEBAG *bag, const ASN1_TYPE *name, const ASN1_TYPE *id)
{
    X509 *cert;
    unsigned char *text = NULL;
    int len, ok = 1;

    if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate) {
        parts->left[LEFT_OTHERS]++;
        return 1;
    }
    cert = PKCS12_SAFEBAG_get1_cert(bag);
    if (cert == NULL)
        return 0;
    if (id != NULL)
        ok = X509_keyid_set1(cert, id->value.octet_string->data, id->value.octet_string->length);
    if (ok && name != NULL && (len = ASN1_STRING_to_UTF8(&text, name->value.bmpstring)) >= 0)
        ok = X509_alias_set1(cert, text, len);
    OPENSSL_free(text);
    if (ok && sk_X509_push(parts->ca, cert) > 0)
        return 1;
    X509_free(cert);
    return 0;
}

static int take_bags(Pkcs12Parts *parts, const Bags *bags, const char *password);

static int take_bag(Pkcs12Parts *parts, PKCS12_SAFEBAG *bag, const char *password)
{
    const ASN1_TYPE *name = PKCS12_SAFEBAG_get0_attr(bag, NID_friendlyName);
    const ASN1_TYPE *id = PKCS12_SAFEBAG_get0_attr(bag, NID_localKeyID);

    if ((name != NULL && name->type != V_ASN1_BMPSTRING) || (id != NULL && id->type != V_ASN1_OCTET_STRING))
        return 0;
    switch (PKCS12_SAFEBAG_get_nid(bag)) {
    case NID_keyBag:
    case NID_pkcs8ShroudedKeyBag:
        return take_key(parts, bag, password);
    case NID_certBag:
        return take_certificate(parts, bag, name, id);
    case NID_safeContentsBag:
        return take_bags(parts, PKCS12_SAFEBAG_get0_safes(bag), password);
    case NID_crlBag:
        parts->left[LEFT_LISTS]++;
        return 1;
    case NID_secretBag:
        parts->left[LEFT_SECRETS]++;
        return 1;
    default:
        parts->left[LEFT_OTHERS]++;
        return 1;
    }
}

static int take_bags(Pkcs12Parts *parts, const Bags *bags, const char *password)
{
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); i++)
        if (!take_bag(parts, sk_PKCS12_SAFEBAG_value(bags, i), password))
            return 0;
    return 1;
}

static int take_safes(Pkcs12Parts *parts, PKCS12 *p12, const char *password)
{
    STACK_OF(PKCS7) *safes = PKCS12_unpack_authsafes(p12);
    int ok = safes != NULL;

    for (int i = 0; ok && i < sk_PKCS7_num(safes); i++) {
        PKCS7 *safe = sk_PKCS7_value(safes, i);
        Bags *bags = NULL;

        if (PKCS7_type_is_data(safe))
            bags = PKCS12_unpack_p7data(safe);
        else if (PKCS7_type_is_encrypted(safe))
            bags = PKCS12_unpack_p7encdata(safe, password, -1);
        else {
            parts->left[LEFT_OTHERS]++;
            continue;
        }
        ok = bags != NULL && take_bags(parts, bags, password);
        sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    }
    sk_PKCS7_pop_free(safes, PKCS7_free);
    return ok;
}

/* The certificate of the key stands by itself; of what is there twice, one is kept. */
static int part_certificates(Pkcs12Parts *parts)
{
    STACK_OF(X509) *all = parts->ca;
    X509 *cert;
    int ok;

    parts->ca = sk_X509_new_null();
    ok = parts->ca != NULL;
    while ((cert = sk_X509_shift(all)) != NULL) {
        int is_of_key = 0;

        if (ok && parts->key != NULL && parts->cert == NULL) {
            ERR_set_mark();
            is_of_key = X509_check_private_key(cert, parts->key);
            ERR_pop_to_mark();
        }
        if (is_of_key)
            parts->cert = cert;
        else {
            ok = ok && X509_add_cert(parts->ca, cert, X509_ADD_FLAG_UP_REF);
            X509_free(cert);
        }
    }
    sk_X509_free(all);
    if (ok && sk_X509_num(parts->ca) == 0) {
        sk_X509_free(parts->ca);
        parts->ca = NULL;
    }
    return ok;
}

/*
 * The password that the MAC is of, or NULL with `ok` 0. No password and the empty one are different things in the algorithms
 * (RFC 7292, appendix B.1), but not to their users: either is tried as both.
 */
static const char *judged(PKCS12 *p12, const char *password, int *ok)
{
    const int is_empty = password == NULL || *password == '\0';

    if (!PKCS12_mac_present(p12))
        return is_empty ? NULL : password;
    if (!is_empty)
        *ok = PKCS12_verify_mac(p12, password, -1);
    else if (PKCS12_verify_mac(p12, NULL, 0))
        return NULL;
    else {
        *ok = PKCS12_verify_mac(p12, "", 0);
        password = "";
    }
    if (!*ok)
        ERR_raise(ERR_LIB_PKCS12, PKCS12_R_MAC_VERIFY_FAILURE);
    return password;
}

/* Parses a file; hashing the password costs at most so many iterations. */
EXPORT(Owned(Pkcs12Parts), pkcs12_parse)(BYTES(der), BYTES_OR_NULL(password), int max_iterations, int mac_required)
{
    BIO *bio = bio_over(der, der_len);
    PKCS12 *p12 = bio == NULL ? NULL : d2i_PKCS12_bio(bio, NULL);
    Pkcs12Parts *parts = OPENSSL_zalloc(sizeof(*parts));
    char *given = password_of(password, password_len);
    KdfBudget before = kdf_budget_open(max_iterations);
    int ok = p12 != NULL && parts != NULL && (given != NULL || password == NULL)
        && (parts->ca = sk_X509_new_null()) != NULL;
    const char *used;

    BIO_free(bio);
    if (ok && mac_required && !PKCS12_mac_present(p12)) {
        ERR_raise(ERR_LIB_PKCS12, PKCS12_R_MAC_ABSENT);
        ok = 0;
    }
    used = ok ? judged(p12, given, &ok) : NULL;
    if (ok && !take_safes(parts, p12, used)) {
        ERR_raise(ERR_LIB_PKCS12, PKCS12_R_PARSE_ERROR);
        ok = 0;
    }
    ok = ok && part_certificates(parts);
    if (!kdf_budget_close(before) || !ok) {
        tso_Pkcs12Parts_free(parts);
        parts = NULL;
    }
    password_free(given);
    PKCS12_free(p12);
    return parts;
}

/* How many were left out: further keys (0), lists of revoked certificates (1), secrets (2), what nobody knows (3). */
EXPORT(Raw, pkcs12_left_out)(Borrowed(Pkcs12Parts) parts, int kind)
{
    return kind >= 0 && kind < LEFT_KINDS ? parts->left[kind] : 0;
}

/* The friendly name that a certificate has brought along from a file, as UTF-8. */
EXPORT(Status, certificate_alias)(Borrowed(X509) cert, OutOrNull *name)
{
    int len = 0;
    const unsigned char *alias = X509_alias_get0(cert, &len);

    return alias == NULL || out_copy(name, alias, (size_t)len);
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
