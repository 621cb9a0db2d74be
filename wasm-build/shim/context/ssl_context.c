/* SSL_CTX: methods, credentials, trust, lists and modes. Callbacks are in ssl_callbacks.c. */
#include <limits.h>

#include "runtime/prepared.h"
#include "shim.h"
#include "context/ssl_callbacks.h"
#include "connection/ssl_state.h"

typedef STACK_OF(X509) X509Chain;
typedef STACK_OF(X509_NAME) X509NameList;

EXPORT(void, SSL_CTX_free)(Taken(SSL_CTX) ctx)
{
    SSL_CTX_free(ctx);
}

/* `role` 0 either side, 1 client, 2 server. */
EXPORT(Owned(SSL_CTX), ssl_ctx_new)(int datagram, int role)
{
    const SSL_METHOD *method;
    SSL_CTX *ctx = NULL;

    if (datagram)
        method = role == 1 ? DTLS_client_method() : role == 2 ? DTLS_server_method() : DTLS_method();
    else
        method = role == 1 ? TLS_client_method() : role == 2 ? TLS_server_method() : TLS_method();
    if (!datagram)
        ctx = prepared_context(method);
    if (ctx == NULL)
        ctx = SSL_CTX_new(method);
    /* A server that prefers its own order still lets a client have ChaCha20 first; without AES instructions that is fast. */
    if (ctx != NULL) {
        SSL_CTX_set_options(ctx, SSL_OP_PRIORITIZE_CHACHA);
        watch_client_hello(ctx);
        watch_certificate(ctx);
    }
    return ctx;
}

EXPORT(Status, SSL_CTX_set_min_proto_version)(Borrowed(SSL_CTX) ctx, int version)
{
    return (Status)SSL_CTX_set_min_proto_version(ctx, version);
}

EXPORT(Status, SSL_CTX_set_max_proto_version)(Borrowed(SSL_CTX) ctx, int version)
{
    return (Status)SSL_CTX_set_max_proto_version(ctx, version);
}

EXPORT(Raw, SSL_CTX_get_min_proto_version)(Borrowed(SSL_CTX) ctx)
{
    return (Raw)SSL_CTX_get_min_proto_version(ctx);
}

EXPORT(Raw, SSL_CTX_get_max_proto_version)(Borrowed(SSL_CTX) ctx)
{
    return (Raw)SSL_CTX_get_max_proto_version(ctx);
}

EXPORT(Number, SSL_CTX_set_options)(Borrowed(SSL_CTX) ctx, Number options)
{
    return (Number)SSL_CTX_set_options(ctx, (uint64_t)options);
}

EXPORT(Number, SSL_CTX_clear_options)(Borrowed(SSL_CTX) ctx, Number options)
{
    return (Number)SSL_CTX_clear_options(ctx, (uint64_t)options);
}

EXPORT(Number, SSL_CTX_get_options)(Borrowed(SSL_CTX) ctx)
{
    return (Number)SSL_CTX_get_options(ctx);
}

EXPORT(Number, SSL_CTX_set_mode)(Borrowed(SSL_CTX) ctx, Number mode)
{
    return (Number)(unsigned long)SSL_CTX_set_mode(ctx, (unsigned long)mode);
}

EXPORT(Number, SSL_CTX_clear_mode)(Borrowed(SSL_CTX) ctx, Number mode)
{
    return (Number)(unsigned long)SSL_CTX_clear_mode(ctx, (unsigned long)mode);
}

EXPORT(Status, SSL_CTX_use_certificate)(Borrowed(SSL_CTX) ctx, Borrowed(X509) cert)
{
    X509 *copy = certificate_copy(cert);
    int ok = copy != NULL && SSL_CTX_use_certificate(ctx, copy);

    X509_free(copy);
    return ok;
}

EXPORT(Status, SSL_CTX_use_PrivateKey)(Borrowed(SSL_CTX) ctx, Borrowed(EVP_PKEY) key)
{
    return SSL_CTX_use_PrivateKey(ctx, key);
}

/* Appends to the chain of the current certificate. */
EXPORT(Status, ssl_ctx_add_chain_cert)(Borrowed(SSL_CTX) ctx, Borrowed(X509) cert)
{
    X509 *copy = certificate_copy(cert);

    /* The extra chain takes it over only where it succeeds. */
    if (copy != NULL && SSL_CTX_add_extra_chain_cert(ctx, copy) == 1)
        return 1;
    X509_free(copy);
    return 0;
}

/* The chain of the current certificate, instead of what it has: each certificate has its own. */
EXPORT(Status, ssl_ctx_set_chain)(Borrowed(SSL_CTX) ctx, Borrowed(X509Chain) chain)
{
    STACK_OF(X509) *copies = certificate_copies(chain);
    int has_certificate = SSL_CTX_get0_certificate(ctx) != NULL;
    int ok = copies != NULL && has_certificate && SSL_CTX_set0_chain(ctx, copies) == 1;

    /* OpenSSL would keep it for an RSA certificate that may never come. */
    if (!has_certificate)
        ERR_raise(ERR_LIB_SSL, SSL_R_NO_CERTIFICATE_ASSIGNED);
    if (!ok)
        OSSL_STACK_OF_X509_free(copies);
    return ok;
}

EXPORT(Status, SSL_CTX_check_private_key)(Borrowed(SSL_CTX) ctx)
{
    return SSL_CTX_check_private_key(ctx);
}

EXPORT(Status, SSL_CTX_set_cipher_list)(Borrowed(SSL_CTX) ctx, CSTRING(list))
{
    return SSL_CTX_set_cipher_list(ctx, list);
}

EXPORT(Status, SSL_CTX_set_ciphersuites)(Borrowed(SSL_CTX) ctx, CSTRING(list))
{
    return SSL_CTX_set_ciphersuites(ctx, list);
}

EXPORT(Status, SSL_CTX_set1_groups_list)(Borrowed(SSL_CTX) ctx, CSTRING(list))
{
    return (Status)SSL_CTX_set1_groups_list(ctx, list);
}

EXPORT(Status, SSL_CTX_set1_sigalgs_list)(Borrowed(SSL_CTX) ctx, CSTRING(list))
{
    return (Status)SSL_CTX_set1_sigalgs_list(ctx, list);
}

EXPORT(void, SSL_CTX_set_verify_depth)(Borrowed(SSL_CTX) ctx, int depth)
{
    SSL_CTX_set_verify_depth(ctx, depth);
}

EXPORT(Raw, SSL_CTX_get_verify_depth)(Borrowed(SSL_CTX) ctx)
{
    return SSL_CTX_get_verify_depth(ctx);
}

EXPORT(Raw, SSL_CTX_get_verify_mode)(Borrowed(SSL_CTX) ctx)
{
    return SSL_CTX_get_verify_mode(ctx);
}

/* A reference of its own, so that the store outlives the context where the user keeps it. */
EXPORT(Owned(X509_STORE), ssl_ctx_get_cert_store)(Borrowed(SSL_CTX) ctx)
{
    X509_STORE *store = SSL_CTX_get_cert_store(ctx);

    return store != NULL && X509_STORE_up_ref(store) ? store : NULL;
}

/* The name goes into the session id context of each connection, with its policy: see ssl_domain.c. */
EXPORT(Status, SSL_CTX_set_session_id_context)(Borrowed(SSL_CTX) ctx, BYTES(name))
{
    ContextState *state = context_state(ctx);

    if (state == NULL || SSL_CTX_set_session_id_context(ctx, name, (unsigned int)name_len) != 1)
        return 0;
    memcpy(state->name, name, name_len);
    state->name_len = name_len;
    return 1;
}

EXPORT(Number, SSL_CTX_set_timeout)(Borrowed(SSL_CTX) ctx, Number seconds)
{
    return (Number)SSL_CTX_set_timeout(ctx, (long)seconds);
}

EXPORT(Number, SSL_CTX_get_timeout)(Borrowed(SSL_CTX) ctx)
{
    return (Number)SSL_CTX_get_timeout(ctx);
}

EXPORT(Raw, SSL_CTX_set_session_cache_mode)(Borrowed(SSL_CTX) ctx, int mode)
{
    return (Raw)SSL_CTX_set_session_cache_mode(ctx, mode);
}

EXPORT(Raw, SSL_CTX_get_session_cache_mode)(Borrowed(SSL_CTX) ctx)
{
    return (Raw)SSL_CTX_get_session_cache_mode(ctx);
}

/* One of the counters of SSL_CTX_sess_number(3). */
EXPORT(Number, ssl_ctx_session_count)(Borrowed(SSL_CTX) ctx, int which)
{
    return (Number)SSL_CTX_ctrl(ctx, which, 0, NULL);
}

EXPORT(Status, SSL_CTX_set_num_tickets)(Borrowed(SSL_CTX) ctx, int count)
{
    return SSL_CTX_set_num_tickets(ctx, (size_t)count);
}

EXPORT(Number, SSL_CTX_get_num_tickets)(Borrowed(SSL_CTX) ctx)
{
    return (Number)SSL_CTX_get_num_tickets(ctx);
}

EXPORT(void, X509NameList_free)(Taken(X509NameList) list)
{
    sk_X509_NAME_pop_free(list, X509_NAME_free);
}

EXPORT(Owned(X509NameList), x509_name_list_new)(void)
{
    return sk_X509_NAME_new_null();
}

EXPORT(Status, x509_name_list_push)(Borrowed(X509NameList) list, Borrowed(X509_NAME) name)
{
    X509_NAME *copy = X509_NAME_dup(name);

    if (copy != NULL && sk_X509_NAME_push(list, copy) > 0)
        return 1;
    X509_NAME_free(copy);
    return 0;
}

EXPORT(Raw, x509_name_list_length)(Borrowed(X509NameList) list)
{
    return sk_X509_NAME_num(list);
}

EXPORT(Owned(X509_NAME), x509_name_list_get)(Borrowed(X509NameList) list, int index)
{
    X509_NAME *name = sk_X509_NAME_value(list, index);

    return name == NULL ? NULL : X509_NAME_dup(name);
}

EXPORT(void, SSL_CTX_set_client_CA_list)(Borrowed(SSL_CTX) ctx, Taken(X509NameList) list)
{
    SSL_CTX_set_client_CA_list(ctx, list);
}

/* The names that both sides send of their own accord: in TLS 1.3 a client too, and a server that has no other list. */
EXPORT(void, SSL_CTX_set0_CA_list)(Borrowed(SSL_CTX) ctx, Taken(X509NameList) list)
{
    SSL_CTX_set0_CA_list(ctx, list);
}

/* One name, of exactly these bytes: of hostile ones, too, all must be read. */
EXPORT(Status, x509_name_list_push_der)(Borrowed(X509NameList) list, BYTES(der))
{
    const unsigned char *p = der;
    X509_NAME *name = der_len > LONG_MAX ? NULL : d2i_X509_NAME(NULL, &p, (long)der_len);

    if (name != NULL && p != der + der_len) {
        ERR_raise(ERR_LIB_ASN1, ASN1_R_TOO_LONG);
    } else if (name != NULL && sk_X509_NAME_push(list, name) > 0) {
        return 1;
    }
    X509_NAME_free(name);
    return 0;
}

EXPORT(Status, SSL_CTX_add_client_CA)(Borrowed(SSL_CTX) ctx, Borrowed(X509) cert)
{
    return SSL_CTX_add_client_CA(ctx, cert);
}

/* DH parameters in PEM, "DH PARAMETERS" or "X9.42 DH PARAMETERS". */
EXPORT(Status, ssl_ctx_set_dh_pem)(Borrowed(SSL_CTX) ctx, BYTES(pem))
{
    BIO *bio = bio_over(pem, pem_len);
    EVP_PKEY *parameters = bio == NULL ? NULL : PEM_read_bio_Parameters_ex(bio, NULL, NULL, NULL);

    BIO_free(bio);
    if (parameters == NULL)
        return 0;
    /* OpenSSL takes any parameters, and its handshakes fail later, or read past them. */
    if (!EVP_PKEY_is_a(parameters, "DH") && !EVP_PKEY_is_a(parameters, "DHX")) {
        ERR_raise_data(ERR_LIB_SSL, SSL_R_BAD_DH_VALUE, "these are parameters of %s", EVP_PKEY_get0_type_name(parameters));
        EVP_PKEY_free(parameters);
        return 0;
    }
    if (SSL_CTX_set0_tmp_dh_pkey(ctx, parameters) == 1)
        return 1;
    EVP_PKEY_free(parameters);
    return 0;
}

EXPORT(void, SSL_CTX_set_dh_auto)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_dh_auto(ctx, on);
}

/* Protocols in the wire form of RFC 7301: each with its length before it. */
EXPORT(Status, SSL_CTX_set_alpn_protos)(Borrowed(SSL_CTX) ctx, BYTES(protocols))
{
    return SSL_CTX_set_alpn_protos(ctx, protocols, (unsigned int)protocols_len) == 0;
}

EXPORT(Status, SSL_CTX_set_tlsext_use_srtp)(Borrowed(SSL_CTX) ctx, CSTRING(profiles))
{
    return SSL_CTX_set_tlsext_use_srtp(ctx, profiles) == 0;
}

EXPORT(Status, SSL_CTX_set_max_early_data)(Borrowed(SSL_CTX) ctx, Number bytes)
{
    return SSL_CTX_set_max_early_data(ctx, (uint32_t)bytes);
}

EXPORT(void, SSL_CTX_set_post_handshake_auth)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_post_handshake_auth(ctx, on);
}

EXPORT(void, SSL_CTX_set_security_level)(Borrowed(SSL_CTX) ctx, int level)
{
    SSL_CTX_set_security_level(ctx, level);
}

EXPORT(Raw, SSL_CTX_get_security_level)(Borrowed(SSL_CTX) ctx)
{
    return SSL_CTX_get_security_level(ctx);
}

EXPORT(Status, SSL_CTX_use_psk_identity_hint)(Borrowed(SSL_CTX) ctx, CSTRING_OR_NULL(hint))
{
    return SSL_CTX_use_psk_identity_hint(ctx, hint);
}

EXPORT(Status, ssl_ctx_set_verify_flags)(Borrowed(SSL_CTX) ctx, unsigned int flags)
{
    return X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(ctx), flags);
}

EXPORT(Status, ssl_ctx_clear_verify_flags)(Borrowed(SSL_CTX) ctx, unsigned int flags)
{
    return X509_VERIFY_PARAM_clear_flags(SSL_CTX_get0_param(ctx), flags);
}

EXPORT(Number, ssl_ctx_get_verify_flags)(Borrowed(SSL_CTX) ctx)
{
    return (Number)X509_VERIFY_PARAM_get_flags(SSL_CTX_get0_param(ctx));
}

/*
 * Adds a copy, and gives whether there was none of its id. A copy, because the cache is a list through the sessions
 * themselves: one that is in the lists of two contexts ties them together, and the end of neither is found any more.
 */
EXPORT(Flag, ssl_ctx_add_session)(Borrowed(SSL_CTX) ctx, Borrowed(SSL_SESSION) session)
{
    int is_known = OPENSSL_LH_retrieve((OPENSSL_LHASH *)SSL_CTX_sessions(ctx), session) != NULL;
    SSL_SESSION *copy = SSL_SESSION_dup(session);
    int ok = copy != NULL && SSL_CTX_add_session(ctx, copy) == 1;

    SSL_SESSION_free(copy);
    return ok ? !is_known : -1;
}

EXPORT(Raw, SSL_CTX_remove_session)(Borrowed(SSL_CTX) ctx, Borrowed(SSL_SESSION) session)
{
    return SSL_CTX_remove_session(ctx, session);
}

EXPORT(void, SSL_CTX_flush_sessions)(Borrowed(SSL_CTX) ctx, Number seconds)
{
    SSL_CTX_flush_sessions_ex(ctx, (time_t)seconds);
}
