/* Signed data (RFC 5652, 5): each signer judged by itself. */
#include "shim.h"

/* After pem.h, or it keeps its PEM functions to itself. */
#include <openssl/cms.h>

typedef STACK_OF(X509) X509Chain;

static STACK_OF(CMS_SignerInfo) *signers_of(CMS_ContentInfo *cms)
{
    return OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed ? CMS_get0_SignerInfos(cms) : NULL;
}

EXPORT(Raw, cms_signer_count)(Borrowed(CMS_ContentInfo) cms)
{
    int count = sk_CMS_SignerInfo_num(signers_of(cms));

    return count < 0 ? 0 : count;
}

/* Looks for the signers' certificates among those given, and those that came along. */
EXPORT(void, cms_find_signers)(Borrowed(CMS_ContentInfo) cms, Borrowed(X509Chain) certs)
{
    CMS_set1_signers_certs(cms, certs, 0);
}

static X509 *certificate_of(CMS_SignerInfo *signer)
{
    X509 *cert = NULL;

    if (signer != NULL)
        CMS_SignerInfo_get0_algs(signer, NULL, &cert, NULL, NULL);
    return cert;
}

/* A signer's certificate, after cms_find_signers. */
EXPORT(OwnedOrNull(X509), cms_signer_certificate)(Borrowed(CMS_ContentInfo) cms, int index)
{
    return certificate_copy(certificate_of(sk_CMS_SignerInfo_value(signers_of(cms), index)));
}

/* What came of a signer's certificate. */
typedef struct {
    STACK_OF(X509) *chain;
    int error;
    int depth;
} CmsChain;

EXPORT(void, CmsChain_free)(Taken(CmsChain) result)
{
    if (result != NULL)
        OSSL_STACK_OF_X509_free(result->chain);
    OPENSSL_free(result);
}

static int add_all(STACK_OF(X509) *to, STACK_OF(X509) *from)
{
    return from == NULL || X509_add_certs(to, from, X509_ADD_FLAG_UP_REF | X509_ADD_FLAG_NO_DUP);
}

/* As CMS_verify does it, but for any purpose. */
static int verify_chain(CMS_ContentInfo *cms, CMS_SignerInfo *signer, X509_STORE *store, STACK_OF(X509) *certs, int purpose,
                        CmsChain *result)
{
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    STACK_OF(X509) *own = CMS_get1_certs(cms), *untrusted = sk_X509_new_null();
    STACK_OF(X509_CRL) *crls = CMS_get1_crls(cms);
    X509 *cert = certificate_of(signer);
    int ok = ctx != NULL && untrusted != NULL && cert != NULL && add_all(untrusted, own) && add_all(untrusted, certs)
        && X509_STORE_CTX_init(ctx, store, cert, untrusted) == 1 && X509_STORE_CTX_set_purpose(ctx, purpose) == 1;

    if (ok) {
        if (crls != NULL)
            X509_STORE_CTX_set0_crls(ctx, crls);
        ERR_set_mark();
        result->error = X509_verify_cert(ctx) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(ctx);
        ERR_pop_to_mark();
        /* No reason at all would pass for a good one. */
        if (result->error == X509_V_OK && X509_STORE_CTX_get0_chain(ctx) == NULL)
            result->error = X509_V_ERR_UNSPECIFIED;
        result->depth = X509_STORE_CTX_get_error_depth(ctx);
        result->chain = X509_STORE_CTX_get1_chain(ctx);
    }
    X509_STORE_CTX_free(ctx);
    OSSL_STACK_OF_X509_free(own);
    OSSL_STACK_OF_X509_free(untrusted);
    sk_X509_CRL_pop_free(crls, X509_CRL_free);
    return ok;
}

/* Verifies a signer's chain; certificates and lists that came along count as untrusted ones. After cms_find_signers. */
EXPORT(Owned(CmsChain), cms_signer_chain)(Borrowed(CMS_ContentInfo) cms, int index, Borrowed(X509_STORE) store,
                                          Borrowed(X509Chain) certs, int purpose)
{
    CmsChain *result = OPENSSL_zalloc(sizeof(*result));
    CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(signers_of(cms), index);

    if (result != NULL && verify_chain(cms, signer, store, certs, purpose, result))
        return result;
    tso_CmsChain_free(result);
    return NULL;
}

/* X509_V_OK, or why the chain does not hold. */
EXPORT(Raw, cms_chain_error)(Borrowed(CmsChain) chain)
{
    return chain->error;
}

EXPORT(Raw, cms_chain_depth)(Borrowed(CmsChain) chain)
{
    return chain->depth;
}

EXPORT(OwnedOrNull(X509Chain), cms_chain_certificates)(Borrowed(CmsChain) chain)
{
    return chain->chain == NULL ? NULL : X509_chain_up_ref(chain->chain);
}

/* The digests of a content that comes in pieces: one for each algorithm that the message names. */
typedef struct {
    BIO *chain;
} CmsDigests;

EXPORT(void, CmsDigests_free)(Taken(CmsDigests) digests)
{
    if (digests != NULL)
        BIO_free_all(digests->chain);
    OPENSSL_free(digests);
}

EXPORT(Owned(CmsDigests), cms_digests_new)(Borrowed(CMS_ContentInfo) cms)
{
    CmsDigests *digests = OPENSSL_zalloc(sizeof(*digests));
    BIO *sink = BIO_new(BIO_s_null());

    if (digests != NULL && sink != NULL && (digests->chain = CMS_dataInit(cms, sink)) != NULL)
        return digests;
    BIO_free(sink);
    OPENSSL_free(digests);
    return NULL;
}

static int write_all(BIO *bio, const unsigned char *data, size_t len)
{
    size_t written;

    while (len > 0) {
        if (!BIO_write_ex(bio, data, len, &written) || written == 0)
            return 0;
        data += written;
        len -= written;
    }
    return 1;
}

EXPORT(Status, cms_digests_update)(Borrowed(CmsDigests) digests, BYTES(data))
{
    return write_all(digests->chain, data, data_len);
}

/* RFC 5652, 11.1: the type that was signed is that of the content. OpenSSL does not compare them. */
static int type_is_signed(CMS_ContentInfo *cms, CMS_SignerInfo *signer)
{
    ASN1_OBJECT *type = CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(NID_pkcs9_contentType), -3, V_ASN1_OBJECT);

    if (type != NULL && OBJ_cmp(type, CMS_get0_eContentType(cms)) == 0)
        return 1;
    ERR_raise_data(ERR_LIB_CMS, CMS_R_VERIFICATION_FAILURE, "the signed content type is not that of the content");
    return 0;
}

/* Whether a signer has signed this content. After cms_find_signers, and all of the content. */
EXPORT(Status, cms_signer_verify)(Borrowed(CMS_ContentInfo) cms, int index, Borrowed(CmsDigests) digests)
{
    CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(signers_of(cms), index);

    if (signer == NULL || certificate_of(signer) == NULL)
        return 0;
    if (CMS_signed_get_attr_count(signer) >= 0 && (CMS_SignerInfo_verify(signer) <= 0 || !type_is_signed(cms, signer)))
        return 0;
    return CMS_SignerInfo_verify_content(signer, digests->chain) > 0;
}

/* The content that the message holds; unset where it holds none. */
EXPORT(Status, cms_content)(Borrowed(CMS_ContentInfo) cms, OutOrNull *content)
{
    ASN1_OCTET_STRING **place = CMS_get0_content(cms);

    return place == NULL || *place == NULL
        || out_copy(content, ASN1_STRING_get0_data(*place), (size_t)ASN1_STRING_length(*place));
}

/* Signers of one message. Each costs a chain and a signature, and a file may name one certificate as often as it likes. */
#define MAX_SIGNERS 100

static int chains_hold(CMS_ContentInfo *cms, X509_STORE *store, STACK_OF(X509) *certs, int purpose)
{
    STACK_OF(CMS_SignerInfo) *signers = signers_of(cms);
    int i, count = sk_CMS_SignerInfo_num(signers);

    if (count > MAX_SIGNERS) {
        ERR_raise_data(ERR_LIB_CMS, CMS_R_VERIFICATION_FAILURE, "more than 100 signers");
        return 0;
    }
    if (count > 0)
        CMS_set1_signers_certs(cms, certs, 0);
    for (i = 0; i < count; i++) {
        CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(signers, i);
        CmsChain result = { NULL, X509_V_ERR_UNSPECIFIED, 0 };
        int ok;

        /* CMS_verify says which one has none, and what is no signed data. */
        if (certificate_of(signer) == NULL)
            return 1;
        ok = verify_chain(cms, signer, store, certs, purpose, &result);
        OSSL_STACK_OF_X509_free(result.chain);
        if (!ok || result.error != X509_V_OK) {
            ERR_raise_data(ERR_LIB_CMS, CMS_R_CERTIFICATE_VERIFY_ERROR, "Verify error: %s",
                           X509_verify_cert_error_string(result.error));
            return 0;
        }
        if (CMS_signed_get_attr_count(signer) >= 0 && !type_is_signed(cms, signer))
            return 0;
    }
    return 1;
}

/*
 * Verifies every signature and every signer's chain for a purpose, and gives the content. `content` is what a detached
 * signature is about.
 */
EXPORT(Status, cms_verify)(Borrowed(CMS_ContentInfo) cms, Borrowed(X509_STORE) store, Borrowed(X509Chain) certs, int purpose,
                           BYTES_OR_NULL(content), Out *out)
{
    BIO *given = content == NULL ? NULL : bio_over(content, content_len);
    BIO *bio = BIO_new(BIO_s_mem());
    int ok = bio != NULL && (content == NULL || given != NULL) && chains_hold(cms, store, certs, purpose)
        && CMS_verify(cms, certs, store, given, bio, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;

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

/* Verifies digested data (RFC 5652, 7). */
EXPORT(Status, cms_digest_verify)(Borrowed(CMS_ContentInfo) cms, BYTES_OR_NULL(content), Out *out)
{
    BIO *given = content == NULL ? NULL : bio_over(content, content_len);
    BIO *bio = BIO_new(BIO_s_mem());
    int ok = bio != NULL && (content == NULL || given != NULL) && CMS_digest_verify(cms, given, bio, CMS_BINARY) == 1;

    BIO_free(given);
    if (ok)
        return out_bio(out, bio);
    BIO_free(bio);
    return 0;
}
