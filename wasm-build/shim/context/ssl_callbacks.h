#ifndef TSO_SSL_CALLBACKS_H
#define TSO_SSL_CALLBACKS_H

#include <openssl/ssl.h>

/* A pem_password_cb that asks the JavaScript of the call in progress. */
int on_passphrase(char *buffer, int max, int writing, void *arg);

/* Servers of this context look at each ClientHello before OpenSSL does. */
void watch_client_hello(SSL_CTX *ctx);

#endif
