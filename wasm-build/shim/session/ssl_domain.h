#ifndef TSO_SSL_DOMAIN_H
#define TSO_SSL_DOMAIN_H

#include <openssl/ssl.h>

#include "connection/ssl_state.h"

/*
 * The security domain of a connection: a hash over everything that decides whom it takes for verified. A session is good
 * in the domain that it was made in, and in no other.
 */

/*
 * Before the first flight of a client: takes note of its domain, and lets go of a session of another one, so that the
 * handshake is a full one.
 */
void domain_begin(SSL *ssl);
/* Names in a client's session the domain that it was verified in, and the chain that was verified. */
void domain_mark(SSL *ssl, SSL_SESSION *session);
/* Of a server that has read a ClientHello: sessions of another policy or for another name are none (CVE-2025-23419). */
int domain_of_server(SSL *ssl, const char *name);

#endif
