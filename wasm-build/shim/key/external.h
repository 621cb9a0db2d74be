#ifndef TSO_EXTERNAL_H
#define TSO_EXTERNAL_H

#include <openssl/evp.h>

/* A key whose private half is elsewhere: what JavaScript calls it, and how it can sign. */
typedef struct {
    unsigned int number;
    /* A line for each way: a padding and a digest, either of them empty for any; NULL for every way. */
    char *ways;
} ExternalKey;

/* NULL for a key that is here. */
const ExternalKey *external_key(const EVP_PKEY *key);
/* Whether it can sign so; `digest` is NULL for what hashes by itself. */
int external_key_can(const ExternalKey *external, int by_pss, const EVP_MD *digest);

#endif
