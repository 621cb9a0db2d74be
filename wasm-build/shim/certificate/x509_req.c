/* Certificate requests (PKCS#10). */
#include "shim.h"

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
