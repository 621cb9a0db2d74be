#ifndef TSO_SIGNATURE_H
#define TSO_SIGNATURE_H

#include <openssl/evp.h>

/* A signature of a handshake that is made elsewhere: from the bytes that it is of, until it has been sent. */
typedef struct {
    /* Which one of this connection it is; the next where there is none in progress. */
    unsigned int number;
    /* What OpenSSL wants signed; NULL where nothing is in progress. */
    unsigned char *data;
    size_t data_len;
    unsigned char *signature;
    size_t signature_len;
    /* The key of a ServerKeyExchange: what is signed names it, so that what is sent must. */
    EVP_PKEY *ephemeral;
} Signing;

/* Those that OpenSSL makes a message for: the first time and the second. Each is set for so long as that one message takes; no
   JavaScript runs meanwhile. */
extern Signing *signing_learning, *signing_answered;

void signing_clear(Signing *signing);

#endif
