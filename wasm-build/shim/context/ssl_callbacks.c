/*
 * Every way from C back into JavaScript: static trampolines, one a callback. Each passes the SSL's address, by which
 * the loader finds the Connection; the JavaScript side catches whatever the user's function throws, answers with the
 * failure value named here, and rethrows once C has returned. What JavaScript writes is bounded here, in C.
 */
#include "context/ssl_callbacks.h"

#include "shim.h"
#include "session/ssl_domain.h"
#include "connection/ssl_state.h"

/* A certificate of its own for JavaScript, which frees it; 0 to refuse, 1 to accept, LATER. `place` counts within a chain that
   is asked about for the first time or `again`. */
IMPORT(verify) int js_verify(SSL *ssl, X509 *cert, int error, int depth, int ok, int place, int again);
IMPORT(info) void js_info(SSL *ssl, int where, int ret);
IMPORT(keylog) void js_keylog(SSL *ssl, const char *line, size_t len);
/* 1 to accept the staple, 0 to refuse it, -1 after an exception. A missing staple has length 0. */
IMPORT(ocsp_client) int js_ocsp_client(SSL *ssl, const unsigned char *response, size_t len);
IMPORT(cookie_generate) int js_cookie_generate(SSL *ssl, unsigned char *out, size_t max);
IMPORT(cookie_verify) int js_cookie_verify(SSL *ssl, const unsigned char *cookie, size_t len);
IMPORT(session_new) void js_session_new(SSL *ssl, SSL_SESSION *session);
IMPORT(session_remove) void js_session_remove(SSL_CTX *ctx, const unsigned char *id, size_t len);

/* DTLS cookies: one length byte (RFC 6347, 4.2.1). */
#define MAX_COOKIE 255

static int on_verify(int ok, X509_STORE_CTX *store)
{
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    X509 *cert = X509_STORE_CTX_get_current_cert(store);
    X509 *copy = certificate_copy(cert);
    ConnectionState *state = connection_state(ssl);
    int answer;

    if (state == NULL || (cert != NULL && copy == NULL)) {
        X509_free(copy);
        X509_STORE_CTX_set_error(store, X509_V_ERR_OUT_OF_MEM);
        return 0;
    }
    /* The rest is asked about once this answer is there. */
    if (state->verify_later) {
        X509_free(copy);
        X509_STORE_CTX_set_error(store, X509_V_OK);
        return 1;
    }
    answer = js_verify(ssl, copy, X509_STORE_CTX_get_error(store), X509_STORE_CTX_get_error_depth(store), ok,
                       state->verify_place++, state->verify_again);
    state->verify_later = answer == LATER;
    if (answer != 1 && answer != LATER) {
        if (X509_STORE_CTX_get_error(store) == X509_V_OK)
            X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
        return 0;
    }
    /* The callback has overruled the error: it must not reach SSL_get_verify_result. */
    X509_STORE_CTX_set_error(store, X509_V_OK);
    return 1;
}

/* The handshake goes on, and what was found stays: nobody is called verified for it. */
static int on_verify_report(int ok, X509_STORE_CTX *store)
{
    (void)ok, (void)store;
    return 1;
}

static SSL_verify_cb verify_callback(unsigned int verifier)
{
    return verifier == VERIFIER_NONE ? NULL : verifier == VERIFIER_REPORT ? on_verify_report : on_verify;
}

/* `verifier` 0 OpenSSL alone, 1 it reports without ending the handshake, above that a function of JavaScript's. */
EXPORT(Status, SSL_CTX_use_verify)(Borrowed(SSL_CTX) ctx, int mode, unsigned int verifier)
{
    ContextState *state = context_state(ctx);

    if (state == NULL)
        return 0;
    state->verifier = verifier;
    SSL_CTX_set_verify(ctx, mode, verify_callback(verifier));
    return 1;
}

EXPORT(Status, SSL_use_verify)(Borrowed(SSL) ssl, int mode, unsigned int verifier)
{
    ConnectionState *state = connection_state(ssl);

    if (state == NULL)
        return 0;
    state->verifier = verifier;
    SSL_set_verify(ssl, mode, verify_callback(verifier));
    return 1;
}

static void on_info(const SSL *ssl, int where, int ret)
{
    js_info((SSL *)ssl, where, ret);
}

EXPORT(void, SSL_CTX_use_info_callback)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_info_callback(ctx, on ? on_info : NULL);
}

EXPORT(void, SSL_use_info_callback)(Borrowed(SSL) ssl, int on)
{
    SSL_set_info_callback(ssl, on ? on_info : NULL);
}

static void on_keylog(const SSL *ssl, const char *line)
{
    js_keylog((SSL *)ssl, line, strlen(line));
}

EXPORT(void, SSL_CTX_use_keylog_callback)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_keylog_callback(ctx, on ? on_keylog : NULL);
}

/* One callback serves both sides: it must answer on a server and judge on a client. */
static int on_ocsp_status(SSL *ssl, void *arg)
{
    (void)arg;
    if (SSL_is_server(ssl)) {
        Out out = { NULL, 0, 0 };
        int answer = js_ocsp_server(ssl, &out);

        if (answer < 0)
            return SSL_TLSEXT_ERR_ALERT_FATAL;
        if (answer == 0 || out.data == NULL)
            return SSL_TLSEXT_ERR_NOACK;
        /* The response now belongs to the SSL. */
        if (SSL_set_tlsext_status_ocsp_resp(ssl, out.data, (long)out.len) != 1) {
            OPENSSL_free(out.data);
            return SSL_TLSEXT_ERR_ALERT_FATAL;
        }
        return SSL_TLSEXT_ERR_OK;
    } else {
        const unsigned char *response = NULL;
        long len = SSL_get_tlsext_status_ocsp_resp(ssl, &response);

        return js_ocsp_client(ssl, response, len > 0 ? (size_t)len : 0);
    }
}

EXPORT(Status, SSL_CTX_use_ocsp_status)(Borrowed(SSL_CTX) ctx, int on)
{
    SET_FLAG(context_state(ctx), asks_ocsp, on);
    SSL_CTX_set_tlsext_status_cb(ctx, (on ? on_ocsp_status : NULL));
    return 1;
}

static int on_cookie_generate(SSL *ssl, unsigned char *cookie, unsigned int *len)
{
    int written = js_cookie_generate(ssl, cookie, MAX_COOKIE);

    /* CVE-2026-27459: a longer cookie than the buffer must never be believed. */
    if (written <= 0 || written > MAX_COOKIE)
        return 0;
    *len = (unsigned int)written;
    return 1;
}

static int on_cookie_verify(SSL *ssl, const unsigned char *cookie, unsigned int len)
{
    return js_cookie_verify(ssl, cookie, len) == 1;
}

static int on_stateless_cookie_generate(SSL *ssl, unsigned char *cookie, size_t *len)
{
    unsigned int written = 0;
    int ok = on_cookie_generate(ssl, cookie, &written);

    *len = written;
    return ok;
}

static int on_stateless_cookie_verify(SSL *ssl, const unsigned char *cookie, size_t len)
{
    return js_cookie_verify(ssl, cookie, len) == 1;
}

EXPORT(void, SSL_CTX_use_cookie_generate)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_cookie_generate_cb(ctx, on ? on_cookie_generate : NULL);
    SSL_CTX_set_stateless_cookie_generate_cb(ctx, on ? on_stateless_cookie_generate : NULL);
}

EXPORT(void, SSL_CTX_use_cookie_verify)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_cookie_verify_cb(ctx, on ? on_cookie_verify : NULL);
    SSL_CTX_set_stateless_cookie_verify_cb(ctx, on ? on_stateless_cookie_verify : NULL);
}

static int on_session_new(SSL *ssl, SSL_SESSION *session)
{
    domain_mark(ssl, session);
    /* OpenSSL's own reference stays with OpenSSL (the result 0); JavaScript gets one more. */
    if (SSL_SESSION_up_ref(session))
        js_session_new(ssl, session);
    return 0;
}

EXPORT(void, SSL_CTX_use_session_new)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_sess_set_new_cb(ctx, on ? on_session_new : NULL);
}

static SSL_SESSION *on_session_get(SSL *ssl, const unsigned char *id, int len, int *copy)
{
    Out out = { NULL, 0, 0 };
    SSL_SESSION *session = NULL;

    *copy = 0; /* the reference made here goes to OpenSSL */
    if (js_session_get(ssl, id, (size_t)len, &out) == 1) {
        const unsigned char *der = out.data;

        session = d2i_SSL_SESSION(NULL, &der, (long)out.len);
    }
    OPENSSL_clear_free(out.data, out.len);
    return session;
}

EXPORT(void, SSL_CTX_use_session_get)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_sess_set_get_cb(ctx, on ? on_session_get : NULL);
}

static void on_session_remove(SSL_CTX *ctx, SSL_SESSION *session)
{
    unsigned int len = 0;
    const unsigned char *id = SSL_SESSION_get_id(session, &len);

    js_session_remove(ctx, id, len);
}

EXPORT(void, SSL_CTX_use_session_remove)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_sess_set_remove_cb(ctx, on ? on_session_remove : NULL);
}

static unsigned int on_psk_client(SSL *ssl, const char *hint, char *identity, unsigned int max_identity,
                                  unsigned char *psk, unsigned int max_psk)
{
    int len;

    if (max_identity == 0)
        return 0;
    identity[max_identity - 1] = '\0';
    len = js_psk_client(ssl, hint, identity, max_identity - 1, psk, max_psk);
    identity[max_identity - 1] = '\0';
    return len > 0 && (unsigned int)len <= max_psk ? (unsigned int)len : 0;
}

EXPORT(void, SSL_use_psk_client)(Borrowed(SSL) ssl, int on)
{
    SSL_set_psk_client_callback(ssl, on ? on_psk_client : NULL);
}

EXPORT(void, SSL_CTX_use_psk_client)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_psk_client_callback(ctx, on ? on_psk_client : NULL);
}

static unsigned int on_psk_server(SSL *ssl, const char *identity, unsigned char *psk, unsigned int max_psk)
{
    int len = js_psk_server(ssl, identity, psk, max_psk);

    return len > 0 && (unsigned int)len <= max_psk ? (unsigned int)len : 0;
}

EXPORT(void, SSL_use_psk_server)(Borrowed(SSL) ssl, int on)
{
    SSL_set_psk_server_callback(ssl, on ? on_psk_server : NULL);
}

EXPORT(void, SSL_CTX_use_psk_server)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_psk_server_callback(ctx, on ? on_psk_server : NULL);
}
