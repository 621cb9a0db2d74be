/* PKCS#7 structures (RFC 2315). */
#include <openssl/pkcs7.h>

#include "shim.h"

EXPORT(void, PKCS7_free)(Taken(PKCS7) p7)
{
    PKCS7_free(p7);
}

EXPORT(Owned(PKCS7), pem_read_pkcs7)(BYTES(pem))
{
    READ_BIO(PKCS7, pem, PEM_read_bio_PKCS7(bio_, NULL, NULL, NULL));
}

EXPORT(Owned(PKCS7), der_read_pkcs7)(BYTES(der))
{
    READ_BIO(PKCS7, der, d2i_PKCS7_bio(bio_, NULL));
}

/* PEM of a ContentInfo in DER, under the name that every program reads. */
EXPORT(Status, pem_write_pkcs7)(BYTES(der), Out *out)
{
    BIO *bio = BIO_new(BIO_s_mem());

    if (bio != NULL && (der_len > INT32_MAX || PEM_write_bio(bio, PEM_STRING_PKCS7, "", der, (long)der_len) <= 0)) {
        BIO_free(bio);
        return 0;
    }
    return out_bio(out, bio);
}

EXPORT(Status, der_write_pkcs7)(Borrowed(PKCS7) p7, Out *out)
{
    OUT_DER(out, i2d_PKCS7(p7, &der_));
}

/* The nid of the content type. */
EXPORT(Raw, pkcs7_type)(Borrowed(PKCS7) p7)
{
    return OBJ_obj2nid(p7->type);
}

/* The short name of a nid. */
EXPORT(Text, OBJ_nid2sn)(int nid)
{
    return OBJ_nid2sn(nid);
}
