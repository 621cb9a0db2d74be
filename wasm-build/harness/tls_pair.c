/* A TLS client and a TLS server in one process, joined by memory BIOs. */
#include <openssl/ec.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "tls_pair.h"

struct TlsPair {
    SSL_CTX *client_ctx, *server_ctx;
    SSL *client, *server;
};

static X509 *certify(EVP_PKEY *key)
{
    X509 *cert = X509_new();
    X509_NAME *name = X509_NAME_new();
    int ok = cert != NULL && name != NULL && X509_set_version(cert, X509_VERSION_3)
        && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0)
        && X509_set_subject_name(cert, name) && X509_set_issuer_name(cert, name) && X509_set_pubkey(cert, key)
        && ASN1_INTEGER_set(X509_get_serialNumber(cert), 1) && X509_gmtime_adj(X509_getm_notBefore(cert), -3600) != NULL
        && X509_gmtime_adj(X509_getm_notAfter(cert), 86400) != NULL && X509_sign(cert, key, EVP_sha256());

    X509_NAME_free(name);
    if (ok)
        return cert;
    X509_free(cert);
    return NULL;
}

static SSL_CTX *context(const SSL_METHOD *method, const char *suite)
{
    SSL_CTX *ctx = SSL_CTX_new(method);

    if (ctx != NULL && SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) && SSL_CTX_set_ciphersuites(ctx, suite)
        && SSL_CTX_set1_groups_list(ctx, "X25519"))
        return ctx;
    SSL_CTX_free(ctx);
    return NULL;
}

TlsPair *tls_pair_new(const char *suite)
{
    TlsPair *pair = OPENSSL_zalloc(sizeof(*pair));
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *cert = key == NULL ? NULL : certify(key);
    int ok = 0;

    if (pair != NULL && cert != NULL) {
        pair->client_ctx = context(TLS_client_method(), suite);
        pair->server_ctx = context(TLS_server_method(), suite);
        ok = pair->client_ctx != NULL && pair->server_ctx != NULL && SSL_CTX_use_certificate(pair->server_ctx, cert)
            && SSL_CTX_use_PrivateKey(pair->server_ctx, key)
            && X509_STORE_add_cert(SSL_CTX_get_cert_store(pair->client_ctx), cert);
    }
    EVP_PKEY_free(key);
    X509_free(cert);
    if (ok) {
        SSL_CTX_set_verify(pair->client_ctx, SSL_VERIFY_PEER, NULL);
        return pair;
    }
    tls_pair_free(pair);
    return NULL;
}

void tls_pair_free(TlsPair *pair)
{
    if (pair == NULL)
        return;
    SSL_free(pair->client);
    SSL_free(pair->server);
    SSL_CTX_free(pair->client_ctx);
    SSL_CTX_free(pair->server_ctx);
    OPENSSL_free(pair);
}

/* Two memory BIOs, each the output of one side and the input of the other. */
static int join(TlsPair *pair)
{
    BIO *up = BIO_new(BIO_s_mem()), *down = BIO_new(BIO_s_mem());

    if (up == NULL || down == NULL || !BIO_up_ref(up) || !BIO_up_ref(down))
        return 0;
    SSL_set_bio(pair->client, down, up);
    SSL_set_bio(pair->server, up, down);
    return 1;
}

int tls_pair_handshake(TlsPair *pair)
{
    int client, server;

    SSL_free(pair->client);
    SSL_free(pair->server);
    pair->client = SSL_new(pair->client_ctx);
    pair->server = SSL_new(pair->server_ctx);
    if (pair->client == NULL || pair->server == NULL || !join(pair))
        return 0;
    for (int turn = 0; turn < 5; turn++) {
        client = SSL_connect(pair->client);
        server = SSL_accept(pair->server);
        if (client == 1 && server == 1)
            return 1;
    }
    return 0;
}

int tls_pair_send(TlsPair *pair, const unsigned char *in, unsigned char *out, size_t len)
{
    size_t done;

    return SSL_write_ex(pair->client, in, len, &done) && done == len
        && BIO_read(SSL_get_wbio(pair->client), out, (int)len + 64) > (int)len;
}

int tls_pair_record(TlsPair *pair, const unsigned char *in, unsigned char *out, size_t len)
{
    size_t done;

    return SSL_write_ex(pair->client, in, len, &done) && done == len && SSL_read_ex(pair->server, out, len, &done)
        && done == len;
}
