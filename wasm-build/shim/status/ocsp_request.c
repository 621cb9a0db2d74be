/* Requests to responders (RFC 6960, 4.1). */
#include <openssl/ocsp.h>

#include "shim.h"
#include "status/judging.h"

EXPORT(void, OCSP_REQUEST_free)(Taken(OCSP_REQUEST) request)
{
    OCSP_REQUEST_free(request);
}

EXPORT(Owned(OCSP_REQUEST), der_read_ocsp_request)(BYTES(der))
{
    READ_BIO(OCSP_REQUEST, der, d2i_OCSP_REQUEST_bio(bio_, NULL));
}

EXPORT(Status, print_ocsp_request)(Borrowed(OCSP_REQUEST) request, Out *out)
{
    OUT_BIO(out, OCSP_REQUEST_print(bio_, request, 0) == 1);
}

/* As ocsp_verify_response: whether who has signed a request is whom the store leads to. */
EXPORT(Status, ocsp_verify_request)(Borrowed(OCSP_REQUEST) request, Borrowed(X509_STORE) store, Borrowed(X509Chain) certs,
                                    unsigned int flags, Number at, int level)
{
    StoreState before = store_judging(store, at, level);
    int ok = OCSP_request_verify(request, certs, store, flags) > 0;

    store_restore(store, before);
    return ok;
}

/* 1 the same in both, 2 in neither, 3 in the response alone, 0 they differ, -1 in the request alone. */
EXPORT(Raw, ocsp_nonces)(Borrowed(OCSP_REQUEST) request, Borrowed(OCSP_BASICRESP) basic)
{
    return OCSP_check_nonce(request, basic);
}
