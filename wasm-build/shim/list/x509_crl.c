/* Certificate revocation lists (RFC 5280, 5). */
#include "shim.h"

EXPORT(void, X509_CRL_free)(Taken(X509_CRL) crl)
{
    X509_CRL_free(crl);
}

EXPORT(Owned(X509_CRL), X509_CRL_new)(void)
{
    return X509_CRL_new();
}

EXPORT(Owned(X509_CRL), pem_read_crl)(BYTES(pem))
{
    READ_BIO(X509_CRL, pem, PEM_read_bio_X509_CRL(bio_, NULL, NULL, NULL));
}

EXPORT(Owned(X509_CRL), der_read_crl)(BYTES(der))
{
    READ_BIO(X509_CRL, der, d2i_X509_CRL_bio(bio_, NULL));
}

EXPORT(Status, pem_write_crl)(Borrowed(X509_CRL) crl, Out *out)
{
    OUT_BIO(out, PEM_write_bio_X509_CRL(bio_, crl) == 1);
}

EXPORT(Status, der_write_crl)(Borrowed(X509_CRL) crl, Out *out)
{
    OUT_DER(out, i2d_X509_CRL(crl, &der_));
}

EXPORT(Status, text_crl)(Borrowed(X509_CRL) crl, Out *out)
{
    OUT_BIO(out, X509_CRL_print_ex(bio_, crl, 0) == 1);
}

/* The same with names in the form of XN_FLAG_ and ASN1_STRFLGS_ bits. */
EXPORT(Status, print_crl)(Borrowed(X509_CRL) crl, unsigned int names, Out *out)
{
    OUT_BIO(out, X509_CRL_print_ex(bio_, crl, names) == 1);
}

EXPORT(Borrowed(X509_NAME), X509_CRL_get_issuer)(Borrowed(X509_CRL) crl)
{
    return X509_CRL_get_issuer(crl);
}

EXPORT(Status, X509_CRL_set_issuer_name)(Borrowed(X509_CRL) crl, Borrowed(X509_NAME) name)
{
    return X509_CRL_set_issuer_name(crl, name);
}

EXPORT(Number, X509_CRL_get_version)(Borrowed(X509_CRL) crl)
{
    return (Number)X509_CRL_get_version(crl);
}

EXPORT(Status, X509_CRL_set_version)(Borrowed(X509_CRL) crl, int version)
{
    return X509_CRL_set_version(crl, version);
}

/* `next` 0 lastUpdate, 1 nextUpdate. */
EXPORT(Status, x509_crl_set_time)(Borrowed(X509_CRL) crl, int next, CSTRING(text))
{
    ASN1_TIME *time = asn1_time_from(text);
    int ok = time != NULL && (next ? X509_CRL_set1_nextUpdate(crl, time) : X509_CRL_set1_lastUpdate(crl, time));

    ASN1_TIME_free(time);
    return ok;
}

EXPORT(Status, x509_crl_get_time)(Borrowed(X509_CRL) crl, int next, OutTextOrNull *text)
{
    return asn1_time_text(next ? X509_CRL_get0_nextUpdate(crl) : X509_CRL_get0_lastUpdate(crl), text);
}

EXPORT(Status, x509_crl_sign)(Borrowed(X509_CRL) crl, Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest))
{
    return X509_CRL_sort(crl) && X509_CRL_sign(crl, key, digest == NULL ? NULL : EVP_get_digestbyname(digest)) > 0;
}

EXPORT(Flag, X509_CRL_verify)(Borrowed(X509_CRL) crl, Borrowed(EVP_PKEY) key)
{
    return X509_CRL_verify(crl, key) == 1;
}

EXPORT(Raw, x509_crl_revoked_count)(Borrowed(X509_CRL) crl)
{
    STACK_OF(X509_REVOKED) *all = X509_CRL_get_REVOKED(crl);

    return all == NULL ? 0 : sk_X509_REVOKED_num(all);
}

EXPORT(Owned(X509_REVOKED), x509_crl_get_revoked)(Borrowed(X509_CRL) crl, int index)
{
    X509_REVOKED *revoked = sk_X509_REVOKED_value(X509_CRL_get_REVOKED(crl), index);

    return revoked == NULL ? NULL : X509_REVOKED_dup(revoked);
}

static Status entry_der(X509_REVOKED *entry, Out *out)
{
    OUT_DER(out, i2d_X509_REVOKED(entry, &der_));
}

/* DER of the entry of a serial number of the list's own issuer; none where it is not on the list. */
EXPORT(Status, x509_crl_find)(Borrowed(X509_CRL) crl, CSTRING(hex), OutOrNull *der)
{
    BIGNUM *number = NULL;
    ASN1_INTEGER *serial = NULL;
    X509_REVOKED *found = NULL;
    int ok = BN_hex2bn(&number, hex) > 0 && (serial = BN_to_ASN1_INTEGER(number, NULL)) != NULL;

    if (ok && X509_CRL_get0_by_serial(crl, &found, serial) != 0)
        ok = entry_der(found, der);
    ASN1_INTEGER_free(serial);
    BN_free(number);
    return ok;
}

/* The same for a certificate, whose issuer counts: a list may tell of other issuers' certificates. */
EXPORT(Status, x509_crl_find_certificate)(Borrowed(X509_CRL) crl, Borrowed(X509) cert, OutOrNull *der)
{
    X509_REVOKED *found = NULL;

    return X509_CRL_get0_by_cert(crl, &found, cert) == 0 || entry_der(found, der);
}

/* Whether an entry has extensions, which a list of version 1 must not hold (RFC 5280, 5.1.2.1). */
EXPORT(Flag, x509_crl_has_entry_extensions)(Borrowed(X509_CRL) crl)
{
    STACK_OF(X509_REVOKED) *all = X509_CRL_get_REVOKED(crl);
    int i;

    for (i = 0; i < sk_X509_REVOKED_num(all); i++)
        if (X509_REVOKED_get_ext_count(sk_X509_REVOKED_value(all, i)) > 0)
            return 1;
    return 0;
}

/* Adds a copy. */
EXPORT(Status, x509_crl_add_revoked)(Borrowed(X509_CRL) crl, Borrowed(X509_REVOKED) revoked)
{
    X509_REVOKED *copy = X509_REVOKED_dup(revoked);

    if (copy != NULL && X509_CRL_add0_revoked(crl, copy))
        return 1;
    X509_REVOKED_free(copy);
    return 0;
}

EXPORT(Status, x509_store_add_crl)(Borrowed(X509_STORE) store, Borrowed(X509_CRL) crl)
{
    /* A copy: what JavaScript does with its own must not change what is revoked. */
    X509_CRL *copy = X509_CRL_dup(crl);
    int ok = copy != NULL && X509_STORE_add_crl(store, copy);

    X509_CRL_free(copy);
    return ok;
}

EXPORT(void, X509_REVOKED_free)(Taken(X509_REVOKED) revoked)
{
    X509_REVOKED_free(revoked);
}

EXPORT(Owned(X509_REVOKED), X509_REVOKED_new)(void)
{
    return X509_REVOKED_new();
}

EXPORT(Status, x509_revoked_get_serial)(Borrowed(X509_REVOKED) revoked, OutText *hex)
{
    return asn1_integer_hex(X509_REVOKED_get0_serialNumber(revoked), hex);
}

EXPORT(Status, x509_revoked_set_serial)(Borrowed(X509_REVOKED) revoked, CSTRING(hex))
{
    BIGNUM *number = NULL;
    ASN1_INTEGER *serial = NULL;
    int ok = BN_hex2bn(&number, hex) > 0 && (serial = BN_to_ASN1_INTEGER(number, NULL)) != NULL
        && X509_REVOKED_set_serialNumber(revoked, serial);

    ASN1_INTEGER_free(serial);
    BN_free(number);
    return ok;
}

EXPORT(Status, x509_revoked_get_date)(Borrowed(X509_REVOKED) revoked, OutTextOrNull *text)
{
    return asn1_time_text(X509_REVOKED_get0_revocationDate(revoked), text);
}

EXPORT(Status, x509_revoked_set_date)(Borrowed(X509_REVOKED) revoked, CSTRING(text))
{
    ASN1_TIME *time = asn1_time_from(text);
    int ok = time != NULL && X509_REVOKED_set_revocationDate(revoked, time);

    ASN1_TIME_free(time);
    return ok;
}

/* The CRLReason (RFC 5280, 5.3.1), -1 for none. */
EXPORT(Raw, x509_revoked_get_reason)(Borrowed(X509_REVOKED) revoked)
{
    ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(revoked, NID_crl_reason, NULL, NULL);
    int value = reason == NULL ? -1 : (int)ASN1_ENUMERATED_get(reason);

    ASN1_ENUMERATED_free(reason);
    return value;
}

/* Replaces the CRLReason; -1 removes it. */
EXPORT(Status, x509_revoked_set_reason)(Borrowed(X509_REVOKED) revoked, int reason)
{
    ASN1_ENUMERATED *value;
    int index, ok;

    while ((index = X509_REVOKED_get_ext_by_NID(revoked, NID_crl_reason, -1)) >= 0)
        X509_EXTENSION_free(X509_REVOKED_delete_ext(revoked, index));
    if (reason < 0)
        return 1;
    value = ASN1_ENUMERATED_new();
    ok = value != NULL && ASN1_ENUMERATED_set(value, reason)
        && X509_REVOKED_add1_ext_i2d(revoked, NID_crl_reason, value, 0, 0) == 1;
    ASN1_ENUMERATED_free(value);
    return ok;
}
