/* Time stamps (RFC 3161). */
#include <openssl/ts.h>

#include "shim.h"

typedef STACK_OF(X509) X509Chain;

/* Whether OpenSSL takes these for the bytes of a request, and for nothing more. */
EXPORT(Status, ts_check_request)(BYTES(der))
{
    const unsigned char *p = der;
    TS_REQ *request = der_len > INT32_MAX ? NULL : d2i_TS_REQ(NULL, &p, (long)der_len);
    int ok = request != NULL && p == der + der_len;

    TS_REQ_free(request);
    return ok;
}

/* Whether OpenSSL takes these for the bytes of a response, and for nothing more. */
EXPORT(Status, ts_check_response)(BYTES(der))
{
    const unsigned char *p = der;
    TS_RESP *response = der_len > INT32_MAX ? NULL : d2i_TS_RESP(NULL, &p, (long)der_len);
    int ok = response != NULL && p == der + der_len;

    TS_RESP_free(response);
    return ok;
}

/*
 * Verifies a token: its signature, the authority's certificate for this purpose, and what the request asks for: the digest,
 * the nonce and the policy; and `data`, digested as the token says.
 */
EXPORT(Status, ts_verify)(BYTES(token), Borrowed(X509_STORE) store, Borrowed(X509Chain) certs, BYTES_OR_NULL(request),
                          BYTES_OR_NULL(data))
{
    const unsigned char *p = token, *q = request;
    PKCS7 *p7 = token_len > INT32_MAX ? NULL : d2i_PKCS7(NULL, &p, (long)token_len);
    TS_REQ *asked = request == NULL || request_len > INT32_MAX ? NULL : d2i_TS_REQ(NULL, &q, (long)request_len);
    TS_VERIFY_CTX *ctx = asked == NULL ? TS_VERIFY_CTX_new() : TS_REQ_to_TS_VERIFY_CTX(asked, NULL);
    int ok = p7 != NULL && ctx != NULL && (asked != NULL || request == NULL);

    /* The context frees what it is given. */
    if (ok) {
        TS_VERIFY_CTX_add_flags(ctx, TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_SIGNER | (data == NULL ? 0 : TS_VFY_DATA));
        ok = X509_STORE_up_ref(store) && TS_VERIFY_CTX_set0_store(ctx, store)
            && TS_VERIFY_CTX_set0_certs(ctx, X509_chain_up_ref(certs))
            && (data == NULL || TS_VERIFY_CTX_set0_data(ctx, bio_over(data, data_len)))
            && TS_RESP_verify_token(ctx, p7) == 1;
    }
    TS_VERIFY_CTX_free(ctx);
    TS_REQ_free(asked);
    PKCS7_free(p7);
    return ok;
}
