#ifndef TSO_SSL_STATE_H
#define TSO_SSL_STATE_H

#include <openssl/ssl.h>

#include "connection/signature.h"

/* RFC 7301, 3.1: a protocol name is 1 to 255 bytes. It must outlive the callback, so it lives with the SSL. */
#define MAX_ALPN 255
/* SHA-256 of all that a session is good for; also the longest session id context. */
#define DOMAIN_SIZE 32

/* Public keys in DER that a peer may show without a certificate, each behind its length. */
typedef struct {
    unsigned char *der;
    size_t len;
} RawKeys;

/* What a connection has beside OpenSSL's own state; freed with the SSL. */
typedef struct {
    unsigned char alpn[MAX_ALPN];
    /* Of the chosen protocol, 0 for none; -1 for an alert, -2 where nobody has been asked. */
    int alpn_len;
    /* The name in the ClientHello that is being looked at, or waits for an answer; NULL after that. */
    char *hello_name;
    /* What the servername callback has answered to this ClientHello. */
    int servername_answer;
    /* Verification of a chain: the certificate that is next to be asked about, and whether an answer is to come, or came. */
    int verify_place, verify_later, verify_again;
    /* How many handshakes a client has ended with its Finished. */
    unsigned int handshakes;
    /* A message has been read, and waits for an answer before it is processed. */
    int message_waits;
    /* Which verify callback is in use: see VERIFIER_NONE. */
    unsigned int verifier;
    /* What JavaScript demands of the peer beside what OpenSSL is told. */
    unsigned char *demands;
    size_t demands_len;
    int demands_met;
    /* The security domain that a client's handshake began in. */
    unsigned char domain[DOMAIN_SIZE];
    int has_domain;
    /* How long a flight of DTLS is waited for at first, in microseconds. */
    unsigned int dtls_timeout;
    /* The raw keys that are expected on this connection alone, where it has such a list. */
    RawKeys raw_keys;
    int has_raw_keys;
    Signing signing;
} ConnectionState;

/* The name of a ticket's keys (RFC 5077, 4). */
#define TICKET_NAME 16

/* A name, then the HMAC key and the AES key, of `half` bytes each. */
typedef struct {
    unsigned char bytes[TICKET_NAME + 2 * 32];
    size_t half;
} TicketKeys;

/* What a context has; freed with the SSL_CTX. */
typedef struct {
    unsigned int verifier;
    int asks_servername, asks_client_hello, asks_alpn, asks_certificate, asks_ocsp;
    unsigned char name[SSL_MAX_SID_CTX_LENGTH];
    size_t name_len;
    /* The first seals tickets, all open them; none where OpenSSL has keys of its own. */
    TicketKeys *ticket_keys;
    size_t ticket_keys_count;
    int asks_ticket_keys;
    RawKeys raw_keys;
} ContextState;

/* NULL only where there is no memory. */
ConnectionState *connection_state(const SSL *ssl);
ContextState *context_state(const SSL_CTX *ctx);
/* Those of the connection, or else of its context; NULL only where there is no memory. */
const RawKeys *expected_raw_keys(const SSL *ssl);

/* Verifiers that are no function of JavaScript's; higher numbers name one of those. */
#define VERIFIER_NONE 0
/* OpenSSL judges, the handshake goes on whatever it finds, and the verdict stays readable. */
#define VERIFIER_REPORT 1

/* Which of them is in use. */
unsigned int verifier_of(SSL *ssl, const ConnectionState *state);

/* Notes in such a state whether something is asked for; the function around it fails without memory. */
#define SET_FLAG(state_or_null, flag, on)                                                                              \
    do {                                                                                                               \
        ContextState *noted = (state_or_null);                                                                         \
                                                                                                                       \
        if (noted == NULL)                                                                                             \
            return 0;                                                                                                  \
        noted->flag = (on);                                                                                            \
    } while (0)

#endif
