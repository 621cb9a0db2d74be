/*
 * Bounds what the names of CRL distribution points take. A point that is named relative to the CRL's issuer gets a copy
 * of that issuer's whole name, so a certificate of 100 KB, with a long issuer and thousands of points, took hundreds of MB
 * as soon as it was looked at (CVE-2026-35189). The linker puts this in front of what decodes an extension: see --wrap in
 * wasm-build/build/module.mjs.
 */
#include "shim.h"

/* Bytes of DER that the copies of one certificate may come to: a hundred times what CAs write. */
#define MOST_COPIED (64 * 1024)

void *__real_X509_get_ext_d2i(const X509 *x, int nid, int *crit, int *idx);
void *__wrap_X509_get_ext_d2i(const X509 *x, int nid, int *crit, int *idx);

/* The name that a point's is relative to, as OpenSSL chooses it. */
static const X509_NAME *base_name(const X509 *x, const DIST_POINT *point)
{
    int i;

    for (i = 0; i < sk_GENERAL_NAME_num(point->CRLissuer); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(point->CRLissuer, i);

        if (name->type == GEN_DIRNAME)
            return name->d.directoryName;
    }
    return X509_get_issuer_name(x);
}

static int is_bounded(const X509 *x, const CRL_DIST_POINTS *points)
{
    size_t copied = 0;
    int i;

    for (i = 0; i < sk_DIST_POINT_num(points); i++) {
        const DIST_POINT *point = sk_DIST_POINT_value(points, i);
        size_t len = 0;

        if (point->distpoint == NULL || point->distpoint->type != 1)
            continue;
        if (!X509_NAME_get0_der(base_name(x, point), NULL, &len))
            return 0;
        copied += len;
        if (copied > MOST_COPIED)
            return 0;
    }
    return 1;
}

void *__wrap_X509_get_ext_d2i(const X509 *x, int nid, int *crit, int *idx)
{
    void *extension = __real_X509_get_ext_d2i(x, nid, crit, idx);

    if (extension == NULL || nid != NID_crl_distribution_points || is_bounded(x, extension))
        return extension;
    CRL_DIST_POINTS_free(extension);
    /* `crit` says that it is there: with NULL, an extension that cannot be decoded, and the certificate is invalid. */
    ERR_raise(ERR_LIB_X509V3, X509V3_R_INVALID_NAME);
    return NULL;
}
