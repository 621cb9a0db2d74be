/* What Python's ssl tells of a certificate: names, alternative names and locations as lists of fields. */
#include "runtime/fields.h"

/* Three fields an entry: the number of its set (entries of one RDN share it), its name, its value in UTF-8. */
static int put_name(BIO *list, const X509_NAME *name)
{
    int i, ok = 1;

    for (i = 0; ok && i < X509_NAME_entry_count(name); i++) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
        unsigned char *value = NULL;
        int len = ASN1_STRING_to_UTF8(&value, X509_NAME_ENTRY_get_data(entry));

        ok = len >= 0 && field_number(list, X509_NAME_ENTRY_set(entry))
            && field_object(list, X509_NAME_ENTRY_get_object(entry)) && field_put(list, value, (size_t)len);
        OPENSSL_free(value);
    }
    return ok;
}

EXPORT(Status, x509_name_fields)(Borrowed(X509_NAME) name, Out *out)
{
    BIO *list = BIO_new(BIO_s_mem());

    return fields_end(list, list != NULL && put_name(list, name), out);
}

static int put_directory_name(BIO *list, const X509_NAME *name)
{
    BIO *nested = BIO_new(BIO_s_mem());
    char *data = NULL;
    long len;
    int ok = nested != NULL && put_name(nested, name);

    if (ok) {
        len = BIO_get_mem_data(nested, &data);
        ok = len >= 0 && field_text(list, "DirName") && field_put(list, data, (size_t)len);
    }
    BIO_free(nested);
    return ok;
}

static int put_ia5(BIO *list, const char *kind, const ASN1_IA5STRING *text)
{
    return field_text(list, kind) && field_put(list, ASN1_STRING_get0_data(text), (size_t)ASN1_STRING_length(text));
}

static int put_address(BIO *list, const ASN1_OCTET_STRING *address)
{
    const unsigned char *p = ASN1_STRING_get0_data(address);
    char text[48] = "<invalid>";

    if (ASN1_STRING_length(address) == 4)
        BIO_snprintf(text, sizeof(text), "%d.%d.%d.%d", p[0], p[1], p[2], p[3]);
    else if (ASN1_STRING_length(address) == 16)
        BIO_snprintf(text, sizeof(text), "%X:%X:%X:%X:%X:%X:%X:%X", p[0] << 8 | p[1], p[2] << 8 | p[3], p[4] << 8 | p[5],
                     p[6] << 8 | p[7], p[8] << 8 | p[9], p[10] << 8 | p[11], p[12] << 8 | p[13], p[14] << 8 | p[15]);
    return field_text(list, "IP Address") && field_text(list, text);
}

/* The other kinds as OpenSSL prints them: what is before the first colon, and what is after it. */
static int put_printed(BIO *list, GENERAL_NAME *name)
{
    BIO *text = BIO_new(BIO_s_mem());
    char *data = NULL;
    const char *colon;
    long len;
    int ok = text != NULL && GENERAL_NAME_print(text, name) == 1;

    if (ok) {
        len = BIO_get_mem_data(text, &data);
        colon = len > 0 ? memchr(data, ':', (size_t)len) : NULL;
        if (colon == NULL)
            ok = field_put(list, data, (size_t)len) && field_put(list, NULL, 0);
        else
            ok = field_put(list, data, (size_t)(colon - data)) && field_put(list, colon + 1, (size_t)(data + len - colon - 1));
    }
    BIO_free(text);
    return ok;
}

static int put_general_name(BIO *list, GENERAL_NAME *name)
{
    switch (name->type) {
    case GEN_DIRNAME:
        return put_directory_name(list, name->d.directoryName);
    case GEN_EMAIL:
        return put_ia5(list, "email", name->d.rfc822Name);
    case GEN_DNS:
        return put_ia5(list, "DNS", name->d.dNSName);
    case GEN_URI:
        return put_ia5(list, "URI", name->d.uniformResourceIdentifier);
    case GEN_RID:
        return field_text(list, "Registered ID") && field_object(list, name->d.registeredID);
    case GEN_IPADD:
        return put_address(list, name->d.iPAddress);
    default:
        return put_printed(list, name);
    }
}

/* Two fields a subject alternative name: its kind, and its value; that of a DirName is a list of name fields. */
EXPORT(Status, x509_alternative_names)(Borrowed(X509) cert, Out *out)
{
    GENERAL_NAMES *names = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
    BIO *list = BIO_new(BIO_s_mem());
    int i, ok = list != NULL;

    for (i = 0; ok && i < sk_GENERAL_NAME_num(names); i++)
        ok = put_general_name(list, sk_GENERAL_NAME_value(names, i));
    GENERAL_NAMES_free(names);
    return fields_end(list, ok, out);
}

static int put_uri(BIO *list, const GENERAL_NAME *name)
{
    const ASN1_IA5STRING *uri = name->d.uniformResourceIdentifier;

    return name->type != GEN_URI || field_put(list, ASN1_STRING_get0_data(uri), (size_t)ASN1_STRING_length(uri));
}

/* One field a URI of the authority information access: of OCSP responders, or of issuers' certificates. */
EXPORT(Status, x509_access_locations)(Borrowed(X509) cert, int ocsp, Out *out)
{
    AUTHORITY_INFO_ACCESS *access = X509_get_ext_d2i(cert, NID_info_access, NULL, NULL);
    BIO *list = BIO_new(BIO_s_mem());
    int i, ok = list != NULL, wanted = ocsp ? NID_ad_OCSP : NID_ad_ca_issuers;

    for (i = 0; ok && i < sk_ACCESS_DESCRIPTION_num(access); i++) {
        const ACCESS_DESCRIPTION *description = sk_ACCESS_DESCRIPTION_value(access, i);

        if (OBJ_obj2nid(description->method) == wanted)
            ok = put_uri(list, description->location);
    }
    AUTHORITY_INFO_ACCESS_free(access);
    return fields_end(list, ok, out);
}

/* One field a URI of the CRL distribution points. */
EXPORT(Status, x509_crl_locations)(Borrowed(X509) cert, Out *out)
{
    CRL_DIST_POINTS *points = X509_get_ext_d2i(cert, NID_crl_distribution_points, NULL, NULL);
    BIO *list = BIO_new(BIO_s_mem());
    int i, j, ok = list != NULL;

    for (i = 0; ok && i < sk_DIST_POINT_num(points); i++) {
        const DIST_POINT_NAME *point = sk_DIST_POINT_value(points, i)->distpoint;

        /* Type 0 is a full name; the other, relative to the issuer, holds no URI. */
        if (point == NULL || point->type != 0)
            continue;
        for (j = 0; ok && j < sk_GENERAL_NAME_num(point->name.fullname); j++)
            ok = put_uri(list, sk_GENERAL_NAME_value(point->name.fullname, j));
    }
    CRL_DIST_POINTS_free(points);
    return fields_end(list, ok, out);
}

/* A time of validity as ASN1_TIME_print(3) writes it, such as "Jan  5 09:34:43 2018 GMT". */
EXPORT(Status, x509_time_words)(Borrowed(X509) cert, int after, OutText *out)
{
    OUT_BIO(out, ASN1_TIME_print(bio_, after ? X509_get0_notAfter(cert) : X509_get0_notBefore(cert)) == 1);
}

/* The digest of the certificate's signature, as RFC 5929, 4.1 needs it; none where the algorithm has none, or several. */
EXPORT(TextOrNull, x509_signature_digest)(Borrowed(X509) cert)
{
    int digest = NID_undef;

    if (!X509_get_signature_info(cert, &digest, NULL, NULL, NULL) || digest == NID_undef)
        return NULL;
    return OBJ_nid2sn(digest);
}
