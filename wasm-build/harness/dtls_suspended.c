/*
 * A DTLS handshake whose transport stops in the middle of a message, and a retransmission timer that fires then: what went
 * out must be what belongs there (CVE-2026-84782).
 */
#include <stdlib.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "ssl/ssl_local.h"
#include "internal/ssl_unwrap.h"

#include "harness.h"

/* What the server's transport took, and when it stops: before the write of this number. */
static struct {
    unsigned char bytes[1 << 18];
    size_t len;
    int writes, stop_before;
} wire;

static int wire_write(BIO *bio, const char *data, int len)
{
    BIO_clear_retry_flags(bio);
    if (wire.writes == wire.stop_before) {
        BIO_set_retry_write(bio);
        return -1;
    }
    if (len < 0 || wire.len + (size_t)len > sizeof(wire.bytes))
        return -1;
    memcpy(wire.bytes + wire.len, data, (size_t)len);
    wire.len += (size_t)len;
    wire.writes++;
    return len;
}

static long wire_ctrl(BIO *bio, int cmd, long num, void *pointer)
{
    (void)bio, (void)num, (void)pointer;
    return cmd == BIO_CTRL_FLUSH;
}

static BIO *wire_new(void)
{
    static BIO_METHOD *method;

    if (method == NULL && (method = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_get_new_index(), "wire")) != NULL) {
        BIO_meth_set_write(method, wire_write);
        BIO_meth_set_ctrl(method, wire_ctrl);
    }
    return method == NULL ? NULL : BIO_new(method);
}

/* The timer runs out now, and in no other moment. */
static unsigned int no_hurry(SSL *ssl, unsigned int before)
{
    (void)ssl, (void)before;
    return 1000 * 1000 * 1000;
}

static int fire_timer(SSL *ssl)
{
    SSL_CONNECTION_FROM_SSL_ONLY(ssl)->d1->next_timeout = ossl_time_now();
    return DTLSv1_handle_timeout(ssl);
}

/* A certificate whose message needs several records of the smallest MTU, so that there is a middle. */
static int certify(SSL_CTX *ctx)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *cert = X509_new();
    X509_NAME *name = cert == NULL ? NULL : X509_get_subject_name(cert);
    unsigned char text[64];
    int ok = key != NULL && name != NULL;

    memset(text, 'n', sizeof(text));
    for (int i = 0; ok && i < 20; i++)
        ok = X509_NAME_add_entry_by_txt(name, "OU", MBSTRING_ASC, text, sizeof(text), -1, 0);
    ok = ok && X509_set_version(cert, X509_VERSION_3) && ASN1_INTEGER_set(X509_get_serialNumber(cert), 1)
        && X509_set_issuer_name(cert, name) && X509_set_pubkey(cert, key)
        && X509_gmtime_adj(X509_getm_notBefore(cert), -3600) != NULL
        && X509_gmtime_adj(X509_getm_notAfter(cert), 86400) != NULL && X509_sign(cert, key, EVP_sha256())
        && SSL_CTX_use_certificate(ctx, cert) && SSL_CTX_use_PrivateKey(ctx, key);
    X509_free(cert);
    EVP_PKEY_free(key);
    return ok;
}

static SSL *side(SSL_CTX *ctx, BIO *in, BIO *out)
{
    SSL *ssl = ctx == NULL ? NULL : SSL_new(ctx);

    if (ssl == NULL || in == NULL || out == NULL)
        return NULL;
    SSL_set_bio(ssl, in, out);
    SSL_set_options(ssl, SSL_OP_NO_QUERY_MTU);
    if (!SSL_set_mtu(ssl, 300))
        return NULL;
    DTLS_set_timer_cb(ssl, no_hurry);
    return ssl;
}

/*
 * Stops the server before its write of the given number, lets its timer fire several times with the transport open again,
 * then goes on. Writes all that went out to `out`, and its length; the result of the last timer to `timer`. 0 on failure.
 */
HARNESS(harness_dtls_suspended) int harness_dtls_suspended(int stop_before, unsigned char *out, size_t most, int *timer)
{
    SSL_CTX *client_ctx = SSL_CTX_new(DTLS_client_method()), *server_ctx = SSL_CTX_new(DTLS_server_method());
    BIO *hello = BIO_new(BIO_s_dgram_mem());
    SSL *client = NULL, *server = NULL;
    int len = 0;

    memset(&wire, 0, sizeof(wire));
    wire.stop_before = stop_before;
    *timer = 0;
    if (hello != NULL && server_ctx != NULL && certify(server_ctx) && BIO_up_ref(hello)) {
        client = side(client_ctx, BIO_new(BIO_s_dgram_mem()), hello);
        server = side(server_ctx, hello, wire_new());
    }
    if (client != NULL && server != NULL && SSL_connect(client) < 0 && SSL_accept(server) < 0) {
        wire.stop_before = -1;
        for (int i = 0; i < 3; i++)
            *timer = fire_timer(server);
        SSL_accept(server);
        if (wire.len <= most) {
            memcpy(out, wire.bytes, wire.len);
            len = (int)wire.len;
        }
    }
    SSL_free(client);
    SSL_free(server);
    SSL_CTX_free(client_ctx);
    SSL_CTX_free(server_ctx);
    return len;
}
