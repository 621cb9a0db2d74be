/* General names (RFC 5280, 4.2.1.6) as data: each with its kind, so that no text of one can pass for another. */
#include "runtime/fields.h"

typedef GENERAL_NAMES GeneralNameList;

static int put_der(BIO *list, unsigned char *der, int len)
{
    int ok = len > 0 && field_put(list, der, (size_t)len);

    OPENSSL_free(der);
    return ok;
}

/* The value of an otherName: its text in UTF-8 where it is a string, else its DER. */
static int put_other_value(BIO *list, const ASN1_TYPE *value)
{
    unsigned char *bytes = NULL;
    int len = -1;

    if (value != NULL && (value->type == V_ASN1_UTF8STRING || value->type == V_ASN1_IA5STRING || value->type == V_ASN1_PRINTABLESTRING
                          || value->type == V_ASN1_BMPSTRING || value->type == V_ASN1_UNIVERSALSTRING))
        len = ASN1_STRING_to_UTF8(&bytes, value->value.asn1_string);
    if (len >= 0) {
        int ok = field_text(list, "text") && field_put(list, bytes, (size_t)len);

        OPENSSL_free(bytes);
        return ok;
    }
    ERR_clear_error();
    len = value == NULL ? -1 : i2d_ASN1_TYPE(value, &bytes);
    return field_text(list, "der") && put_der(list, bytes, len);
}

static int put_other(BIO *list, const OTHERNAME *other)
{
    char numbers[256];
    int len = other == NULL ? -1 : OBJ_obj2txt(numbers, sizeof(numbers), other->type_id, 1);

    return len > 0 && len < (int)sizeof(numbers) && field_put(list, numbers, (size_t)len) && put_other_value(list, other->value);
}

/* Number of the kind, dotted numbers of an otherName, form of the value, value. */
static int put_name(BIO *list, const GENERAL_NAME *name)
{
    unsigned char *der = NULL;
    char numbers[256];
    int len;

    if (!field_number(list, name->type))
        return 0;
    if (name->type == GEN_OTHERNAME)
        return put_other(list, name->d.otherName);
    if (!field_text(list, NULL))
        return 0;
    switch (name->type) {
    case GEN_EMAIL:
    case GEN_DNS:
    case GEN_URI:
    case GEN_IPADD:
        return field_text(list, "bytes")
            && field_put(list, ASN1_STRING_get0_data(name->d.ia5), (size_t)ASN1_STRING_length(name->d.ia5));
    case GEN_RID:
        len = OBJ_obj2txt(numbers, sizeof(numbers), name->d.registeredID, 1);
        return len > 0 && len < (int)sizeof(numbers) && field_text(list, "text") && field_put(list, numbers, (size_t)len);
    case GEN_DIRNAME:
        len = i2d_X509_NAME(name->d.directoryName, &der);
        return field_text(list, "der") && put_der(list, der, len);
    default:
        len = i2d_GENERAL_NAME(name, &der);
        return field_text(list, "der") && put_der(list, der, len);
    }
}

/* Four fields a name of an extension that holds such a list. */
EXPORT(Status, x509_extension_names)(Borrowed(X509_EXTENSION) extension, Out *out)
{
    int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
    GENERAL_NAMES *names = NULL;
    BIO *list = BIO_new(BIO_s_mem());
    int i, ok;

    if (nid == NID_subject_alt_name || nid == NID_issuer_alt_name)
        names = X509V3_EXT_d2i(extension);
    ok = list != NULL && names != NULL;
    for (i = 0; ok && i < sk_GENERAL_NAME_num(names); i++)
        ok = put_name(list, sk_GENERAL_NAME_value(names, i));
    GENERAL_NAMES_free(names);
    return fields_end(list, ok, out);
}

EXPORT(void, GeneralNameList_free)(Taken(GeneralNameList) names)
{
    GENERAL_NAMES_free(names);
}

EXPORT(Owned(GeneralNameList), general_names_new)(void)
{
    return GENERAL_NAMES_new();
}

static int set_string(GENERAL_NAME *name, int kind, int type, const unsigned char *value, size_t len)
{
    ASN1_STRING *text = ASN1_STRING_type_new(type);

    if (text == NULL || len > INT32_MAX || !ASN1_STRING_set(text, value, (int)len)) {
        ASN1_STRING_free(text);
        return 0;
    }
    GENERAL_NAME_set0_value(name, kind, text);
    return 1;
}

static int set_other(GENERAL_NAME *name, const char *numbers, int is_der, const unsigned char *value, size_t len)
{
    ASN1_OBJECT *object = numbers == NULL ? NULL : OBJ_txt2obj(numbers, 1);
    ASN1_TYPE *type = NULL;
    ASN1_STRING *text;
    int ok;

    if (is_der)
        type = d2i_ASN1_TYPE(NULL, &value, (long)len);
    else if ((type = ASN1_TYPE_new()) != NULL && (text = ASN1_UTF8STRING_new()) != NULL) {
        ASN1_TYPE_set(type, V_ASN1_UTF8STRING, text);
        if (!ASN1_STRING_set(text, value, (int)len)) {
            ASN1_TYPE_free(type);
            type = NULL;
        }
    }
    ok = object != NULL && type != NULL && GENERAL_NAME_set0_othername(name, object, type);
    if (!ok) {
        ASN1_OBJECT_free(object);
        ASN1_TYPE_free(type);
    }
    return ok;
}

static GENERAL_NAME *name_from(int kind, const char *numbers, int is_der, const unsigned char *value, size_t len)
{
    GENERAL_NAME *name = NULL;
    X509_NAME *directory;
    ASN1_OBJECT *object;
    int ok;

    if (len > INT32_MAX || (kind != GEN_X400 && kind != GEN_EDIPARTY && (name = GENERAL_NAME_new()) == NULL))
        return NULL;
    switch (kind) {
    case GEN_EMAIL:
    case GEN_DNS:
    case GEN_URI:
        ok = set_string(name, kind, V_ASN1_IA5STRING, value, len);
        break;
    case GEN_IPADD:
        ok = set_string(name, kind, V_ASN1_OCTET_STRING, value, len);
        break;
    case GEN_RID:
        object = numbers == NULL ? NULL : OBJ_txt2obj(numbers, 1);
        if ((ok = object != NULL))
            GENERAL_NAME_set0_value(name, kind, object);
        break;
    case GEN_DIRNAME:
        directory = d2i_X509_NAME(NULL, &value, (long)len);
        if ((ok = directory != NULL))
            GENERAL_NAME_set0_value(name, kind, directory);
        break;
    case GEN_OTHERNAME:
        ok = set_other(name, numbers, is_der, value, len);
        break;
    default:
        name = d2i_GENERAL_NAME(NULL, &value, (long)len);
        ok = name != NULL && name->type == kind;
    }
    if (ok)
        return name;
    GENERAL_NAME_free(name);
    return NULL;
}

/* `numbers` are those of an otherName or a registered identifier; `is_der` is of the value of an otherName. */
EXPORT(Status, general_names_push)(Borrowed(GeneralNameList) names, int kind, CSTRING_OR_NULL(numbers), int is_der, BYTES(value))
{
    GENERAL_NAME *name = name_from(kind, numbers, is_der, value, value_len);

    if (name == NULL)
        return 0;
    if (sk_GENERAL_NAME_push(names, name) > 0)
        return 1;
    GENERAL_NAME_free(name);
    return 0;
}

/* An alternative name of the subject, or of the issuer. */
EXPORT(Owned(X509_EXTENSION), x509_extension_of_names)(int is_issuer, int critical, Borrowed(GeneralNameList) names)
{
    return X509V3_EXT_i2d(is_issuer ? NID_issuer_alt_name : NID_subject_alt_name, critical, names);
}
