/* The status of certificates as their issuers' responders tell it (RFC 6960): what OpenSSL reads, prints and judges of it. */
#include <openssl/ocsp.h>
#include <openssl/rsa.h>

#include "shim.h"
#include "status/judging.h"

EXPORT(void, OCSP_RESPONSE_free)(Taken(OCSP_RESPONSE) response)
{
    OCSP_RESPONSE_free(response);
}

EXPORT(void, OCSP_BASICRESP_free)(Taken(OCSP_BASICRESP) basic)
{
    OCSP_BASICRESP_free(basic);
}

EXPORT(Owned(OCSP_RESPONSE), der_read_ocsp_response)(BYTES(der))
{
    READ_BIO(OCSP_RESPONSE, der, d2i_OCSP_RESPONSE_bio(bio_, NULL));
}

EXPORT(Status, print_ocsp_response)(Borrowed(OCSP_RESPONSE) response, Out *out)
{
    OUT_BIO(out, OCSP_RESPONSE_print(bio_, response, 0) == 1);
}

/* What is signed of a response that tells something. */
EXPORT(Owned(OCSP_BASICRESP), ocsp_basic)(Borrowed(OCSP_RESPONSE) response)
{
    return OCSP_response_get1_basic(response);
}

/*
 * Whether a response is signed by who may say it: the issuer of all that it tells of, or whom that issuer has delegated.
 * `certs` are looked at for the signer, and may lead from it to the store; `at` is in seconds, below 0 for the store's own time.
 */
EXPORT(Status, ocsp_verify_response)(Borrowed(OCSP_BASICRESP) basic, Borrowed(X509_STORE) store, Borrowed(X509Chain) certs,
                                     unsigned int flags, Number at, int level)
{
    StoreState before = store_judging(store, at, level);
    int ok = OCSP_basic_verify(basic, certs, store, flags) > 0;

    store_restore(store, before);
    return ok;
}

/* The certificate whose key the response names; null where it is neither in it nor among the others. */
EXPORT(OwnedOrNull(X509), ocsp_signer)(Borrowed(OCSP_BASICRESP) basic, Borrowed(X509Chain) certs)
{
    X509 *signer = NULL;

    return OCSP_resp_get0_signer(basic, &signer, certs) ? certificate_copy(signer) : NULL;
}

/* The short name of the digest that is signed; null where the algorithm hashes by itself, or is unknown. */
EXPORT(TextOrNull, ocsp_digest)(Borrowed(OCSP_BASICRESP) basic)
{
    const X509_ALGOR *algorithm = OCSP_resp_get0_tbs_sigalg(basic);
    RSA_PSS_PARAMS *pss;
    int digest = NID_undef;

    if (OBJ_obj2nid(algorithm->algorithm) != NID_rsassaPss)
        return OBJ_find_sigid_algs(OBJ_obj2nid(algorithm->algorithm), &digest, NULL) && digest != NID_undef ? OBJ_nid2sn(digest)
                                                                                                           : NULL;
    pss = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_PSS_PARAMS), algorithm->parameter);
    /* RFC 4055, 3.1: SHA-1, where nothing is said. */
    digest = pss == NULL || pss->hashAlgorithm == NULL ? NID_sha1 : OBJ_obj2nid(pss->hashAlgorithm->algorithm);
    RSA_PSS_PARAMS_free(pss);
    return OBJ_nid2sn(digest);
}

/* Digests that an issuer is named by: none in which another issuer could be found for the same name. */
#define SMALLEST_ID_DIGEST 20

static int is_about(OCSP_SINGLERESP *single, const X509 *cert, const X509 *issuer)
{
    const OCSP_CERTID *id = OCSP_SINGLERESP_get0_id(single);
    ASN1_OBJECT *digest_object = NULL;
    const EVP_MD *digest;
    OCSP_CERTID *own;
    int is_same;

    if (!OCSP_id_get0_info(NULL, &digest_object, NULL, NULL, (OCSP_CERTID *)id))
        return 0;
    digest = EVP_get_digestbyobj(digest_object);
    if (digest == NULL || EVP_MD_get_size(digest) < SMALLEST_ID_DIGEST)
        return 0;
    own = OCSP_cert_to_id(digest, cert, issuer);
    is_same = own != NULL && OCSP_id_cmp(own, id) == 0;
    OCSP_CERTID_free(own);
    return is_same;
}

/* The next answer from `start` on that is about a certificate of an issuer; -1 where there is none. */
EXPORT(Raw, ocsp_find)(Borrowed(OCSP_BASICRESP) basic, Borrowed(X509) cert, Borrowed(X509) issuer, int start)
{
    int i, count = OCSP_resp_count(basic);

    for (i = start < 0 ? count : start; i < count; i++)
        if (is_about(OCSP_resp_get0(basic, i), cert, issuer))
            return i;
    return -1;
}

/* The same for the DER of a CertID, as a request has it. */
EXPORT(Raw, ocsp_find_id)(Borrowed(OCSP_BASICRESP) basic, BYTES(id), int start)
{
    const unsigned char *p = id;
    OCSP_CERTID *own = d2i_OCSP_CERTID(NULL, &p, (long)id_len);
    int i = own == NULL ? -1 : OCSP_resp_find(basic, own, start - 1);

    OCSP_CERTID_free(own);
    return i;
}

/* X509_V_OK, or why a certificate is not of an issuer, by its names, identifiers and what its key may do. */
EXPORT(Raw, x509_check_issued)(Borrowed(X509) cert, Borrowed(X509) issuer)
{
    return X509_check_issued(issuer, cert);
}

/*
 * Whether an answer is of its time, as OCSP_check_validity judges it for now: 0 it is, 1 from the future, 2 too old,
 * 3 over, 4 a time that is none. `leeway` is what clocks may differ by, `max_age` below 0 for any; all in seconds.
 */
EXPORT(Raw, ocsp_timing)(Borrowed(OCSP_BASICRESP) basic, int index, Number at, Number leeway, Number max_age)
{
    ASN1_GENERALIZEDTIME *this_update = NULL, *next_update = NULL;
    OCSP_SINGLERESP *single = OCSP_resp_get0(basic, index);
    time_t early = (time_t)(at + leeway), late = (time_t)(at - leeway), oldest = (time_t)(at - max_age);

    if (single == NULL || OCSP_single_get0_status(single, NULL, NULL, &this_update, &next_update) == -1
        || !ASN1_GENERALIZEDTIME_check(this_update))
        return 4;
    if (X509_cmp_time(this_update, &early) > 0)
        return 1;
    if (max_age >= 0 && X509_cmp_time(this_update, &oldest) < 0)
        return 2;
    if (next_update == NULL)
        return 0;
    if (!ASN1_GENERALIZEDTIME_check(next_update) || ASN1_STRING_cmp(next_update, this_update) < 0)
        return 4;
    return X509_cmp_time(next_update, &late) < 0 ? 3 : 0;
}
