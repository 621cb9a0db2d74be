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
    X509 *copy = certificate_copy(cert);
    int ok = copy != NULL && X509_STORE_add_cert(store, copy);

    X509_free(copy);
    return ok;
}

/* Every certificate of a chain that nobody else holds; `chain` is not used after this. */
EXPORT(Status, x509_store_add_chain)(Borrowed(X509_STORE) store, Borrowed(X509Chain) chain)
{
    int i, ok = 1;

    for (i = 0; ok && i < sk_X509_num(chain); i++)
        ok = X509_STORE_add_cert(store, sk_X509_value(chain, i));
    return ok;
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

X509 *certificate_copy(const X509 *cert)
{
    unsigned char *der = NULL;
    const unsigned char *p;
    int len = cert == NULL ? -1 : i2d_X509_AUX(cert, &der);
    X509 *copy;

    p = der;
    copy = len > 0 ? d2i_X509_AUX(NULL, &p, len) : NULL;
    OPENSSL_free(der);
    return copy;
}

STACK_OF(X509) *certificate_copies(const STACK_OF(X509) *certs)
{
    STACK_OF(X509) *copies = sk_X509_new_null();
    int i, ok = copies != NULL;

    for (i = 0; ok && i < sk_X509_num(certs); i++) {
        X509 *copy = certificate_copy(sk_X509_value(certs, i));

        ok = copy != NULL && sk_X509_push(copies, copy) > 0;
        if (!ok)
            X509_free(copy);
    }
    if (ok)
        return copies;
    OSSL_STACK_OF_X509_free(copies);
    return NULL;
}

EXPORT(Owned(X509), x509_chain_get)(Borrowed(X509Chain) chain, int index)
{
    return certificate_copy(sk_X509_value(chain, index));
}

static int no_passphrase(char *buffer, int max, int writing, void *arg)
{
    (void)buffer, (void)max, (void)writing, (void)arg;
    return -1;
}

/* Whether PEM has merely come to its end. */
static int at_end_of_pem(void)
{
    unsigned long code = ERR_peek_last_error();

    return ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
}

/* Every certificate of a PEM text, with its trust settings; other blocks are passed over. */
EXPORT(Owned(X509Chain), pem_read_certificates)(BYTES(pem))
{
    BIO *bio = bio_over(pem, pem_len);
    X509Chain *chain = sk_X509_new_null();
    X509 *cert = NULL;
    int ok = bio != NULL && chain != NULL;

    ERR_set_mark();
    while (ok && (cert = PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL)) != NULL) {
        ok = sk_X509_push(chain, cert) > 0;
        if (!ok)
            X509_free(cert);
    }
    BIO_free(bio);
    if (ok && sk_X509_num(chain) > 0 && at_end_of_pem()) {
        ERR_pop_to_mark();
        return chain;
    }
    ERR_clear_last_mark();
    OSSL_STACK_OF_X509_free(chain);
    return NULL;
}

/* Adds every certificate and every CRL of a PEM text, and gives their number; none at all is an error. */
EXPORT(Status, x509_store_load_pem)(Borrowed(X509_STORE) store, BYTES(pem), OutInt *count)
{
    BIO *bio = bio_over(pem, pem_len);
    X509 *cert = NULL;
    X509_CRL *crl = NULL;
    int ok = bio != NULL;

    *count = 0;
    ERR_set_mark();
    while (ok && (cert = PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL)) != NULL) {
        ok = X509_STORE_add_cert(store, cert);
        X509_free(cert);
        *count += ok;
    }
    ok = ok && at_end_of_pem() && BIO_reset(bio) == 1;
    while (ok && (crl = PEM_read_bio_X509_CRL(bio, NULL, no_passphrase, NULL)) != NULL) {
        ok = X509_STORE_add_crl(store, crl);
        X509_CRL_free(crl);
        *count += ok;
    }
    ok = ok && at_end_of_pem() && *count > 0;
    BIO_free(bio);
    if (ok)
        ERR_pop_to_mark();
    else
        ERR_clear_last_mark();
    return ok;
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

EXPORT(void, x509_store_ctx_set_flags)(Borrowed(X509_STORE_CTX) ctx, unsigned int flags)
{
    X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(ctx), flags);
}

EXPORT(void, x509_store_ctx_set_depth)(Borrowed(X509_STORE_CTX) ctx, int depth)
{
    X509_VERIFY_PARAM_set_depth(X509_STORE_CTX_get0_param(ctx), depth);
}

EXPORT(void, x509_store_ctx_set_auth_level)(Borrowed(X509_STORE_CTX) ctx, int level)
{
    X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(ctx), level);
}

EXPORT(void, x509_store_ctx_set_time)(Borrowed(X509_STORE_CTX) ctx, Number seconds)
{
    X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(ctx), (time_t)seconds);
}

/* Accepts a policy, by its dotted number or its name. */
EXPORT(Status, x509_store_ctx_add_policy)(Borrowed(X509_STORE_CTX) ctx, CSTRING(policy))
{
    ASN1_OBJECT *object = OBJ_txt2obj(policy, 0);

    if (object != NULL && X509_VERIFY_PARAM_add0_policy(X509_STORE_CTX_get0_param(ctx), object))
        return 1;
    ASN1_OBJECT_free(object);
    return 0;
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
    return certificate_copy(X509_STORE_CTX_get_current_cert(ctx));
}

EXPORT(Owned(X509Chain), X509_STORE_CTX_get1_chain)(Borrowed(X509_STORE_CTX) ctx)
{
    return X509_STORE_CTX_get1_chain(ctx);
}

EXPORT(Text, X509_verify_cert_error_string)(int error)
{
    return X509_verify_cert_error_string(error);
}
