/* Certificates. */
#include <time.h>

#include "shim.h"

EXPORT(void, X509_free)(Taken(X509) cert)
{
    X509_free(cert);
}

EXPORT(Owned(X509), X509_new)(void)
{
    return X509_new();
}

EXPORT(Owned(X509), pem_read_certificate)(BYTES(pem))
{
    READ_BIO(X509, pem, PEM_read_bio_X509(bio_, NULL, NULL, NULL));
}

EXPORT(Owned(X509), der_read_certificate)(BYTES(der))
{
    READ_BIO(X509, der, d2i_X509_bio(bio_, NULL));
}

EXPORT(Status, pem_write_certificate)(Borrowed(X509) cert, Out *out)
{
    OUT_BIO(out, PEM_write_bio_X509(bio_, cert) == 1);
}

EXPORT(Status, der_write_certificate)(Borrowed(X509) cert, Out *out)
{
    OUT_DER(out, i2d_X509(cert, &der_));
}

EXPORT(Status, text_certificate)(Borrowed(X509) cert, Out *out)
{
    OUT_BIO(out, X509_print_ex(bio_, cert, 0, 0) == 1);
}

/* The same with names in the form of XN_FLAG_ and ASN1_STRFLGS_ bits. */
EXPORT(Status, print_certificate)(Borrowed(X509) cert, unsigned int names, Out *out)
{
    OUT_BIO(out, X509_print_ex(bio_, cert, names, 0) == 1);
}

EXPORT(Number, X509_get_version)(Borrowed(X509) cert)
{
    return (Number)X509_get_version(cert);
}

EXPORT(Status, X509_set_version)(Borrowed(X509) cert, int version)
{
    return X509_set_version(cert, version);
}

/* The serial number in hexadecimal, with a minus sign where it is negative. */
EXPORT(Status, x509_get_serial)(Borrowed(X509) cert, OutText *hex)
{
    return asn1_integer_hex(X509_get0_serialNumber(cert), hex);
}

EXPORT(Status, x509_set_serial)(Borrowed(X509) cert, CSTRING(hex))
{
    BIGNUM *number = NULL;
    ASN1_INTEGER *serial = NULL;
    int ok = BN_hex2bn(&number, hex) > 0 && (serial = BN_to_ASN1_INTEGER(number, NULL)) != NULL
        && X509_set_serialNumber(cert, serial);

    ASN1_INTEGER_free(serial);
    BN_free(number);
    return ok;
}

EXPORT(Borrowed(X509_NAME), X509_get_subject_name)(Borrowed(X509) cert)
{
    return X509_get_subject_name(cert);
}

EXPORT(Borrowed(X509_NAME), X509_get_issuer_name)(Borrowed(X509) cert)
{
    return X509_get_issuer_name(cert);
}

EXPORT(Status, X509_set_subject_name)(Borrowed(X509) cert, Borrowed(X509_NAME) name)
{
    return X509_set_subject_name(cert, name);
}

EXPORT(Status, X509_set_issuer_name)(Borrowed(X509) cert, Borrowed(X509_NAME) name)
{
    return X509_set_issuer_name(cert, name);
}

EXPORT(Owned(EVP_PKEY), X509_get_pubkey)(Borrowed(X509) cert)
{
    return public_copy(X509_get_pubkey(cert));
}

EXPORT(Status, X509_set_pubkey)(Borrowed(X509) cert, Borrowed(EVP_PKEY) key)
{
    EVP_PKEY *half = public_half(key);
    int ok = half != NULL && X509_set_pubkey(cert, half);

    EVP_PKEY_free(half);
    return ok;
}

static ASN1_TIME *time_field(X509 *cert, int after)
{
    return after ? X509_getm_notAfter(cert) : X509_getm_notBefore(cert);
}

EXPORT(Status, x509_get_time)(Borrowed(X509) cert, int after, OutTextOrNull *text)
{
    return asn1_time_text(time_field(cert, after), text);
}

/* The form that RFC 5280, 4.1.2.5 asks for: UTCTime to 2049, GeneralizedTime after. */
EXPORT(Status, x509_set_time)(Borrowed(X509) cert, int after, CSTRING(text))
{
    return ASN1_TIME_set_string_X509(time_field(cert, after), text);
}

/* Keeps a GeneralizedTime as it is given, with an offset too, as pyOpenSSL does. */
EXPORT(Status, x509_set_generalized_time)(Borrowed(X509) cert, int after, CSTRING(text))
{
    return ASN1_GENERALIZEDTIME_set_string(time_field(cert, after), text);
}

EXPORT(Status, x509_adjust_time)(Borrowed(X509) cert, int after, Number seconds)
{
    /* Days apart, because time_t arithmetic on the sum could overflow a 32-bit long. */
    double days = (double)(int64_t)(seconds / 86400);
    time_t now = time(NULL);

    return X509_time_adj_ex(time_field(cert, after), (int)days, (long)(seconds - days * 86400), &now) != NULL;
}

EXPORT(Status, x509_sign)(Borrowed(X509) cert, Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest))
{
    const EVP_MD *md = digest == NULL ? NULL : EVP_get_digestbyname(digest);

    return X509_sign(cert, key, md) > 0;
}

EXPORT(Status, x509_digest)(Borrowed(X509) cert, CSTRING(digest), Out *out)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    const EVP_MD *md = EVP_get_digestbyname(digest);

    return md != NULL && X509_digest(cert, md, bytes, &len) && out_copy(out, bytes, len);
}

/* Of the algorithm that is signed (RFC 5280, 4.1.2.3), and not of the copy beside the signature, as pyOpenSSL reads it. */
EXPORT(Text, x509_signature_algorithm)(Borrowed(X509) cert)
{
    const ASN1_OBJECT *object = NULL;
    int nid;

    X509_ALGOR_get0(&object, NULL, NULL, X509_get0_tbs_sigalg(cert));
    nid = object == NULL ? NID_undef : OBJ_obj2nid(object);
    return nid == NID_undef ? NULL : OBJ_nid2ln(nid);
}

EXPORT(Raw, X509_get_ext_count)(Borrowed(X509) cert)
{
    return X509_get_ext_count(cert);
}

EXPORT(Owned(X509_EXTENSION), x509_get_extension)(Borrowed(X509) cert, int index)
{
    X509_EXTENSION *extension = X509_get_ext(cert, index);

    return extension == NULL ? NULL : X509_EXTENSION_dup(extension);
}

/* Where the first extension of a type is, by its name or its dotted numbers; -1 for nowhere, -2 where there is no such type. */
EXPORT(Raw, x509_find_extension)(Borrowed(X509) cert, CSTRING(type))
{
    ASN1_OBJECT *object;
    int index;

    ERR_set_mark();
    object = OBJ_txt2obj(type, 0);
    ERR_pop_to_mark();
    index = object == NULL ? -2 : X509_get_ext_by_OBJ(cert, object, -1);
    ASN1_OBJECT_free(object);
    return index;
}

EXPORT(Status, x509_add_extension)(Borrowed(X509) cert, Borrowed(X509_EXTENSION) extension)
{
    return X509_add_ext(cert, extension, -1);
}

EXPORT(Raw, X509_cmp)(Borrowed(X509) a, Borrowed(X509) b)
{
    return X509_cmp(a, b);
}

EXPORT(Flag, x509_check_host)(Borrowed(X509) cert, STRING(name), unsigned int flags)
{
    return X509_check_host(cert, name, name_len, flags, NULL);
}

EXPORT(Flag, x509_check_ip)(Borrowed(X509) cert, CSTRING(address))
{
    return X509_check_ip_asc(cert, address, 0);
}
