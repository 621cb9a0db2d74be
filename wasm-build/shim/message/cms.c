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

/* Signers of one message. Each costs a chain and a signature, and a file may name one certificate as often as it likes. */
#define MAX_SIGNERS 100

static int signers_are_bounded(CMS_ContentInfo *cms)
{
    STACK_OF(CMS_SignerInfo) *signers = OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed ? CMS_get0_SignerInfos(cms) : NULL;

    if (sk_CMS_SignerInfo_num(signers) <= MAX_SIGNERS)
        return 1;
    ERR_raise_data(ERR_LIB_CMS, CMS_R_VERIFICATION_FAILURE, "more than 100 signers");
    return 0;
}

/*
 * Verifies every signature and every signer's chain, and gives the content. `content` is what a detached signature is
 * about.
 */
EXPORT(Status, cms_verify)(Borrowed(CMS_ContentInfo) cms, Borrowed(X509_STORE) store, Borrowed(X509Chain) certs,
                           BYTES_OR_NULL(content), Out *out)
{
    BIO *given = content == NULL ? NULL : bio_over(content, content_len);
    BIO *bio = BIO_new(BIO_s_mem());
    int ok = bio != NULL && (content == NULL || given != NULL) && signers_are_bounded(cms)
        && CMS_verify(cms, certs, store, given, bio, CMS_BINARY) == 1;

    BIO_free(given);
    if (ok)
        return out_bio(out, bio);
    BIO_free(bio);
    return 0;
}

/* The certificates that verified the signatures, after cms_verify. */
EXPORT(OwnedOrNull(X509Chain), cms_signers)(Borrowed(CMS_ContentInfo) cms)
{
    STACK_OF(X509) *signers = CMS_get0_signers(cms);
    STACK_OF(X509) *counted = signers == NULL ? NULL : X509_chain_up_ref(signers);

    sk_X509_free(signers);
    return counted;
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
