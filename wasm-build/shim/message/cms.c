/* The cryptographic message syntax (RFC 5652), which also reads PKCS #7. */
#include "shim.h"

/* After pem.h, or it keeps its PEM functions to itself. */
#include <openssl/cms.h>

typedef STACK_OF(X509) X509Chain;

EXPORT(void, CMS_ContentInfo_free)(Taken(CMS_ContentInfo) cms)
{
    CMS_ContentInfo_free(cms);
}

EXPORT(Owned(CMS_ContentInfo), der_read_cms)(BYTES(der))
{
    READ_BIO(CMS_ContentInfo, der, d2i_CMS_bio(bio_, NULL));
}

EXPORT(Owned(CMS_ContentInfo), pem_read_cms)(BYTES(pem))
{
    READ_BIO(CMS_ContentInfo, pem, PEM_read_bio_CMS(bio_, NULL, NULL, NULL));
}

/* The nid of the content type. */
EXPORT(Raw, cms_type)(Borrowed(CMS_ContentInfo) cms)
{
    return OBJ_obj2nid(CMS_get0_type(cms));
}

EXPORT(Status, der_write_cms)(Borrowed(CMS_ContentInfo) cms, Out *out)
{
    OUT_DER(out, i2d_CMS_ContentInfo(cms, &der_));
}

/* Signs data; `certs` go along, `detached` leaves the data out. */
EXPORT(Owned(CMS_ContentInfo), cms_sign)(Borrowed(X509) cert, Borrowed(EVP_PKEY) key, Borrowed(X509Chain) certs, BYTES(data),
                                         int detached, CSTRING_OR_NULL(digest))
{
    unsigned int flags = CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP | (detached ? CMS_DETACHED : 0);
    /* Without it an RSA-PSS key would sign by its rules and name those of plain RSA. */
    unsigned int signer_flags = flags | (EVP_PKEY_is_a(key, "RSA-PSS") ? CMS_KEY_PARAM : 0);
    const EVP_MD *md = digest == NULL ? NULL : EVP_get_digestbyname(digest);
    BIO *bio = bio_over(data, data_len);
    CMS_ContentInfo *cms = bio == NULL ? NULL : CMS_sign(NULL, NULL, certs, NULL, flags);

    if (cms != NULL
        && (CMS_add1_signer(cms, cert, key, md, signer_flags) == NULL || CMS_final(cms, bio, NULL, flags) != 1)) {
        CMS_ContentInfo_free(cms);
        cms = NULL;
    }
    BIO_free(bio);
    return cms;
}

EXPORT(OwnedOrNull(X509Chain), cms_certificates)(Borrowed(CMS_ContentInfo) cms)
{
    return CMS_get1_certs(cms);
}

/* Whether a cipher is one that CMS has rules for (RFC 3565, RFC 5084); OpenSSL would take ECB too. */
EXPORT(Flag, cms_takes_cipher)(CSTRING(name))
{
    const EVP_CIPHER *cipher = EVP_get_cipherbyname(name);
    int mode = cipher == NULL ? 0 : EVP_CIPHER_get_mode(cipher);

    return mode == EVP_CIPH_CBC_MODE || mode == EVP_CIPH_GCM_MODE;
}

EXPORT(Owned(CMS_ContentInfo), cms_encrypt)(Borrowed(X509Chain) recipients, BYTES(data), CSTRING(cipher))
{
    READ_BIO(CMS_ContentInfo, data, CMS_encrypt(recipients, bio_, EVP_get_cipherbyname(cipher), CMS_BINARY));
}

EXPORT(Status, cms_decrypt)(Borrowed(CMS_ContentInfo) cms, Borrowed(EVP_PKEY) key, Borrowed(X509) cert, Out *out)
{
    OUT_BIO(out, CMS_decrypt(cms, key, cert, NULL, bio_, CMS_BINARY) == 1);
}
