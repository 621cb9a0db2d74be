/* Certificate requests (PKCS#10). */
#include "runtime/fields.h"

typedef STACK_OF(X509_EXTENSION) X509ExtensionList;

EXPORT(void, X509_REQ_free)(Taken(X509_REQ) req)
{
    X509_REQ_free(req);
}

/* With the one version that there is (RFC 2986, 4.1): OpenSSL leaves it unset, and refuses such a request later. */
EXPORT(Owned(X509_REQ), x509_req_new)(void)
{
    X509_REQ *req = X509_REQ_new();

    if (req != NULL && X509_REQ_set_version(req, X509_REQ_VERSION_1))
        return req;
    X509_REQ_free(req);
    return NULL;
}

EXPORT(Owned(X509_REQ), pem_read_request)(BYTES(pem))
{
    READ_BIO(X509_REQ, pem, PEM_read_bio_X509_REQ(bio_, NULL, NULL, NULL));
}

EXPORT(Owned(X509_REQ), der_read_request)(BYTES(der))
{
    READ_BIO(X509_REQ, der, d2i_X509_REQ_bio(bio_, NULL));
}

EXPORT(Status, pem_write_request)(Borrowed(X509_REQ) req, Out *out)
{
    OUT_BIO(out, PEM_write_bio_X509_REQ(bio_, req) == 1);
}

EXPORT(Status, der_write_request)(Borrowed(X509_REQ) req, Out *out)
{
    OUT_DER(out, i2d_X509_REQ(req, &der_));
}

EXPORT(Status, text_request)(Borrowed(X509_REQ) req, Out *out)
{
    OUT_BIO(out, X509_REQ_print_ex(bio_, req, 0, 0) == 1);
}

/* The same with names in the form of XN_FLAG_ and ASN1_STRFLGS_ bits. */
EXPORT(Status, print_request)(Borrowed(X509_REQ) req, unsigned int names, Out *out)
{
    OUT_BIO(out, X509_REQ_print_ex(bio_, req, names, 0) == 1);
}

EXPORT(Number, X509_REQ_get_version)(Borrowed(X509_REQ) req)
{
    return (Number)X509_REQ_get_version(req);
}

EXPORT(Status, X509_REQ_set_version)(Borrowed(X509_REQ) req, int version)
{
    return X509_REQ_set_version(req, version);
}

EXPORT(Borrowed(X509_NAME), X509_REQ_get_subject_name)(Borrowed(X509_REQ) req)
{
    return X509_REQ_get_subject_name(req);
}

EXPORT(Status, X509_REQ_set_subject_name)(Borrowed(X509_REQ) req, Borrowed(X509_NAME) name)
{
    return X509_REQ_set_subject_name(req, name);
}

EXPORT(Owned(EVP_PKEY), X509_REQ_get_pubkey)(Borrowed(X509_REQ) req)
{
    return public_copy(X509_REQ_get_pubkey(req));
}

EXPORT(Status, X509_REQ_set_pubkey)(Borrowed(X509_REQ) req, Borrowed(EVP_PKEY) key)
{
    EVP_PKEY *half = public_half(key);
    int ok = half != NULL && X509_REQ_set_pubkey(req, half);

    EVP_PKEY_free(half);
    return ok;
}

EXPORT(Status, x509_req_sign)(Borrowed(X509_REQ) req, Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest))
{
    return X509_REQ_sign(req, key, digest == NULL ? NULL : EVP_get_digestbyname(digest)) > 0;
}

/* 1 good; 0 or below an error. */
EXPORT(Status, X509_REQ_verify)(Borrowed(X509_REQ) req, Borrowed(EVP_PKEY) key)
{
    return X509_REQ_verify(req, key);
}

EXPORT(void, X509ExtensionList_free)(Taken(X509ExtensionList) list)
{
    sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
}

EXPORT(Owned(X509ExtensionList), x509_extension_list_new)(void)
{
    return sk_X509_EXTENSION_new_null();
}

EXPORT(Status, x509_extension_list_push)(Borrowed(X509ExtensionList) list, Borrowed(X509_EXTENSION) extension)
{
    X509_EXTENSION *copy = X509_EXTENSION_dup(extension);

    if (copy != NULL && sk_X509_EXTENSION_push(list, copy) > 0)
        return 1;
    X509_EXTENSION_free(copy);
    return 0;
}

EXPORT(Raw, x509_extension_list_length)(Borrowed(X509ExtensionList) list)
{
    return sk_X509_EXTENSION_num(list);
}

EXPORT(Owned(X509_EXTENSION), x509_extension_list_get)(Borrowed(X509ExtensionList) list, int index)
{
    X509_EXTENSION *extension = sk_X509_EXTENSION_value(list, index);

    return extension == NULL ? NULL : X509_EXTENSION_dup(extension);
}

EXPORT(Status, X509_REQ_add_extensions)(Borrowed(X509_REQ) req, Borrowed(X509ExtensionList) list)
{
    return X509_REQ_add_extensions(req, list);
}

EXPORT(OwnedOrNull(X509ExtensionList), X509_REQ_get_extensions)(Borrowed(X509_REQ) req)
{
    return X509_REQ_get_extensions(req);
}

static int put_attribute(BIO *list, X509_ATTRIBUTE *attribute)
{
    char numbers[256];
    int i, ok, len = OBJ_obj2txt(numbers, sizeof(numbers), X509_ATTRIBUTE_get0_object(attribute), 1);

    ok = len > 0 && len < (int)sizeof(numbers);
    for (i = 0; ok && i < X509_ATTRIBUTE_count(attribute); i++) {
        unsigned char *der = NULL;
        int size = i2d_ASN1_TYPE(X509_ATTRIBUTE_get0_type(attribute, i), &der);

        ok = size > 0 && field_put(list, numbers, (size_t)len) && field_put(list, der, (size_t)size);
        OPENSSL_free(der);
    }
    return ok;
}

/* Two fields a value of an attribute: the dotted numbers of its type, and its DER. */
EXPORT(Status, x509_req_attributes)(Borrowed(X509_REQ) req, Out *out)
{
    BIO *list = BIO_new(BIO_s_mem());
    int i, ok = list != NULL;

    for (i = 0; ok && i < X509_REQ_get_attr_count(req); i++)
        ok = put_attribute(list, X509_REQ_get_attr(req, i));
    return fields_end(list, ok, out);
}

/* The first value of an attribute as text; unset where there is none, or it is no text. */
EXPORT(Status, x509_req_attribute_text)(Borrowed(X509_REQ) req, CSTRING(type), OutTextOrNull *text)
{
    ASN1_OBJECT *object = OBJ_txt2obj(type, 0);
    int len = -1, index = object == NULL ? -1 : X509_REQ_get_attr_by_OBJ(req, object, -1);
    const ASN1_TYPE *value = index < 0 ? NULL : X509_ATTRIBUTE_get0_type(X509_REQ_get_attr(req, index), 0);
    unsigned char *utf8 = NULL;

    ASN1_OBJECT_free(object);
    if (object == NULL)
        return 0;
    if (value != NULL && value->type != V_ASN1_SEQUENCE && value->type != V_ASN1_SET && value->type != V_ASN1_OBJECT
        && value->type != V_ASN1_BOOLEAN && value->type != V_ASN1_NULL)
        len = ASN1_STRING_to_UTF8(&utf8, value->value.asn1_string);
    if (len >= 0)
        return out_take(text, utf8, len);
    ERR_clear_error();
    return 1;
}

/* Removes every attribute of a type. */
static int remove_attributes(X509_REQ *req, const ASN1_OBJECT *object)
{
    int index;

    while ((index = X509_REQ_get_attr_by_OBJ(req, object, -1)) >= 0) {
        X509_ATTRIBUTE *attribute = X509_REQ_delete_attr(req, index);

        if (attribute == NULL)
            return 0;
        X509_ATTRIBUTE_free(attribute);
    }
    return 1;
}

static int add_der(X509_REQ *req, const ASN1_OBJECT *object, const unsigned char *der, size_t len)
{
    const unsigned char *p = der;
    ASN1_TYPE *value = len > INT32_MAX ? NULL : d2i_ASN1_TYPE(NULL, &p, (long)len);
    X509_ATTRIBUTE *attribute = value == NULL || p != der + len ? NULL : X509_ATTRIBUTE_new();
    /* A length of -1 says that the data are the value itself, which is copied. */
    int ok = attribute != NULL && X509_ATTRIBUTE_set1_object(attribute, object)
        && X509_ATTRIBUTE_set1_data(attribute, value->type, value->value.ptr, -1) && X509_REQ_add1_attr(req, attribute);

    X509_ATTRIBUTE_free(attribute);
    ASN1_TYPE_free(value);
    return ok;
}

/* Puts one value in the place of all of a type: text, or DER. A value of null removes them. */
EXPORT(Status, x509_req_set_attribute)(Borrowed(X509_REQ) req, CSTRING(type), int is_der, BYTES_OR_NULL(value))
{
    ASN1_OBJECT *object = OBJ_txt2obj(type, 0);
    int ok = object != NULL && value_len <= INT32_MAX;

    /* Added behind the others first: where the value does not fit, the request stays as it was. */
    if (ok && value != NULL)
        ok = is_der ? add_der(req, object, value, value_len)
                    : X509_REQ_add1_attr_by_OBJ(req, object, MBSTRING_UTF8, value, (int)value_len);
    if (ok) {
        X509_ATTRIBUTE *added = value == NULL ? NULL : X509_REQ_delete_attr(req, X509_REQ_get_attr_count(req) - 1);

        ok = remove_attributes(req, object) && (added == NULL || X509_REQ_add1_attr(req, added));
        X509_ATTRIBUTE_free(added);
    }
    ASN1_OBJECT_free(object);
    return ok;
}
