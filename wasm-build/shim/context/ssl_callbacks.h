#ifndef TSO_SSL_CALLBACKS_H
#define TSO_SSL_CALLBACKS_H

#include <openssl/ssl.h>

#include "shim.h"

/* What JavaScript answers where the user's answer is a promise: the handshake is suspended, and asks again. */
#define LATER (-1000)

/* 1 to go on, 0 for "name not known, go on", -1 after an exception, -2 - n for the alert n, LATER. */
IMPORT(servername) int js_servername(SSL *ssl);
/* 1 to go on, -1 after an exception, LATER. Of `extensions` each has its type, its length and its bytes. */
IMPORT(client_hello) int js_client_hello(SSL *ssl, int version, const unsigned char *random, const unsigned char *id, size_t id_len, const unsigned char *ciphers, size_t ciphers_len, const unsigned char *extensions, size_t extensions_len);
/* The length of the chosen protocol written to out, 0 for "none, go on", -1 for an alert, LATER. */
IMPORT(alpn_select) int js_alpn_select(SSL *ssl, const unsigned char *offer, size_t offer_len, unsigned char *out, size_t max);
/* 1 to go on, -1 after an exception, LATER. */
IMPORT(certificate) int js_certificate(SSL *ssl);
/* 1 with a response in out, where that is not NULL, 0 for none, -1 for an alert, LATER. */
IMPORT(ocsp_server) int js_ocsp_server(SSL *ssl, Out *out);
/* 1 with a session in out, where that is not NULL, 0 for none, -1 after an exception, LATER where it is NULL. */
IMPORT(session_get) int js_session_get(SSL *ssl, const unsigned char *id, size_t len, Out *out);
/* The length of the key, written to psk where that is not NULL, 0 for "no such identity", -1 after an exception, LATER where it is. */
IMPORT(psk_client) int js_psk_client(SSL *ssl, const char *hint, char *identity, size_t max_identity, unsigned char *psk, size_t max_psk);
IMPORT(psk_server) int js_psk_server(SSL *ssl, const char *identity, unsigned char *psk, size_t max_psk);

/* Connections of this context ask, and can wait, where OpenSSL lets them: at a ClientHello, and before a certificate is shown. */
void watch_client_hello(SSL_CTX *ctx);
void watch_certificate(SSL_CTX *ctx);

/* Before the first flight of a client: 0 while what it needs for that has not been answered. */
int may_begin(SSL *ssl);

#endif
