#ifndef TSO_KEY_BOUNDS_H
#define TSO_KEY_BOUNDS_H

#include <openssl/evp.h>

/*
 * Whether a private key that came from a file is one to compute with: each number within the range that its algorithm
 * gives it, and no larger than what OpenSSL verifies with. Costs comparisons alone. Without it a file of 67 bytes can make
 * a signature never end (SM2 with d = n - 1), and one of some KB make it last for hours. 0, with an error, where it is not.
 * A key without its private half passes.
 */
int key_is_bounded(EVP_PKEY *key);

/* Bits of a number of the key, 0 where it has none. */
int key_bits_of(EVP_PKEY *key, const char *name);

#endif
