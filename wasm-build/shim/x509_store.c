/* Trust stores and chain verification. */
#include "shim.h"

typedef STACK_OF(X509) X509Chain;

EXPORT(void, X509_STORE_free)(Taken(X509_STORE) store)
{
    X509_STORE_free(store);
}

EXPORT(Owned(X509_STORE), X509_STORE_new)(void)
{
    return X509_STORE_new();
}

EXPORT(Status, X509_STORE_add_cert)(Borrowed(X509_STORE) store, Borrowed(X509) cert)
{
    return X509_STORE_add_cert(store, cert);
}

EXPORT(Status, X509_STORE_set_flags)(Borrowed(X509_STORE) store, unsigned int flags)
{
    return X509_STORE_set_flags(store, flags);
}

EXPORT(void, x509_store_set_time)(Borrowed(X509_STORE) store, Number seconds)
{
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)seconds);
}

EXPORT(void, X509Chain_free)(Taken(X509Chain) chain)
{
    OSSL_STACK_OF_X509_free(chain);
}

EXPORT(Owned(X509Chain), x509_chain_new)(void)
{
    return sk_X509_new_null();
}

EXPORT(Status, x509_chain_push)(Borrowed(X509Chain) chain, Borrowed(X509) cert)
{
    if (!X509_up_ref(cert))
        return 0;
    if (sk_X509_push(chain, cert) > 0)
        return 1;
    X509_free(cert);
    return 0;
}

EXPORT(Raw, x509_chain_length)(Borrowed(X509Chain) chain)
{
    return sk_X509_num(chain);
}

EXPORT(Owned(X509), x509_chain_get)(Borrowed(X509Chain) chain, int index)
{
    X509 *cert = sk_X509_value(chain, index);

    return cert != NULL && X509_up_ref(cert) ? cert : NULL;
}

EXPORT(void, X509_STORE_CTX_free)(Taken(X509_STORE_CTX) ctx)
{
    X509_STORE_CTX_free(ctx);
}

/* Borrows all four for the life of the result: the caller keeps them alive until it is freed. */
EXPORT(Owned(X509_STORE_CTX), x509_store_ctx_new)(Borrowed(X509_STORE) store, Borrowed(X509) cert, BorrowedOrNull(X509Chain) untrusted)
{
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();

    if (ctx != NULL && X509_STORE_CTX_init(ctx, store, cert, untrusted) == 1)
        return ctx;
    X509_STORE_CTX_free(ctx);
    return NULL;
}

EXPORT(Status, x509_store_ctx_set_purpose)(Borrowed(X509_STORE_CTX) ctx, int purpose)
{
    return X509_STORE_CTX_set_purpose(ctx, purpose);
}

EXPORT(Status, x509_store_ctx_set_host)(Borrowed(X509_STORE_CTX) ctx, CSTRING(name), unsigned int flags)
{
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);

    X509_VERIFY_PARAM_set_hostflags(param, flags);
    return X509_VERIFY_PARAM_set1_host(param, name, 0);
}

EXPORT(Status, x509_store_ctx_set_ip)(Borrowed(X509_STORE_CTX) ctx, CSTRING(address))
{
    return X509_VERIFY_PARAM_set1_ip_asc(X509_STORE_CTX_get0_param(ctx), address);
}

EXPORT(Status, x509_store_ctx_set_email)(Borrowed(X509_STORE_CTX) ctx, CSTRING(email))
{
    return X509_VERIFY_PARAM_set1_email(X509_STORE_CTX_get0_param(ctx), email, 0);
}

/* 1 the chain is good, 0 it is not; the reason is in x509_store_ctx_error. */
EXPORT(Raw, X509_verify_cert)(Borrowed(X509_STORE_CTX) ctx)
{
    return X509_verify_cert(ctx) == 1;
}

EXPORT(Raw, X509_STORE_CTX_get_error)(Borrowed(X509_STORE_CTX) ctx)
{
    return X509_STORE_CTX_get_error(ctx);
}

EXPORT(Raw, X509_STORE_CTX_get_error_depth)(Borrowed(X509_STORE_CTX) ctx)
{
    return X509_STORE_CTX_get_error_depth(ctx);
}

EXPORT(OwnedOrNull(X509), x509_store_ctx_current_cert)(Borrowed(X509_STORE_CTX) ctx)
{
    X509 *cert = X509_STORE_CTX_get_current_cert(ctx);

    return cert != NULL && X509_up_ref(cert) ? cert : NULL;
}

EXPORT(Owned(X509Chain), X509_STORE_CTX_get1_chain)(Borrowed(X509_STORE_CTX) ctx)
{
    return X509_STORE_CTX_get1_chain(ctx);
}

EXPORT(Text, X509_verify_cert_error_string)(int error)
{
    return X509_verify_cert_error_string(error);
}
