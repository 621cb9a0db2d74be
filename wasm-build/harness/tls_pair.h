#ifndef TSO_TLS_PAIR_H
#define TSO_TLS_PAIR_H

#include <stddef.h>

typedef struct TlsPair TlsPair;

/* A client and a server context for TLS 1.3 over P-256 certificates, X25519 and one cipher suite; NULL on failure. */
TlsPair *tls_pair_new(const char *suite);
void tls_pair_free(TlsPair *pair);
/* A full handshake of a new connection, which takes the place of the one before; the client verifies the certificate. */
int tls_pair_handshake(TlsPair *pair);
/* One record out of the client, as bytes; nobody reads it. */
int tls_pair_send(TlsPair *pair, const unsigned char *in, unsigned char *out, size_t len);
/* One record from the client to the server. */
int tls_pair_record(TlsPair *pair, const unsigned char *in, unsigned char *out, size_t len);

#endif
