#ifndef TSO_PBE_COST_H
#define TSO_PBE_COST_H

#include <openssl/x509.h>

/*
 * Takes from `left` what a password-based algorithm costs: one for each iteration. A file says itself how often its
 * password shall be hashed, and one of a hundred bytes can ask for days: so the cost is known before it is paid.
 * Returns 0, with an error, where more is asked for than is left. What it cannot decode is left to OpenSSL to refuse.
 */
int pbe_spend(uint64_t *left, const X509_ALGOR *algorithm);

/* The same for iterations that stand by themselves; NULL is one. */
int pbe_spend_iterations(uint64_t *left, const ASN1_INTEGER *iterations);

#endif
