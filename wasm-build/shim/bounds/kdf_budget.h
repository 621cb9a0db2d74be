#ifndef TSO_KDF_BUDGET_H
#define TSO_KDF_BUDGET_H

#include <stdint.h>

/*
 * What hashing passwords may cost in one call from JavaScript. A file says itself how often its password shall be hashed,
 * and one of a hundred bytes can ask for days. The budget is spent where the hashing is done, in front of every key
 * derivation of OpenSSL's: whatever the form of the file, and however often it asks.
 */
typedef struct {
    uint64_t left;
    int is_open;
    int is_refused;
    uint64_t first;
} KdfBudget;

/*
 * Opens a budget, in iterations of PBKDF2 with HMAC-SHA-256; other derivations count by what they cost beside it. Gives the
 * one that was open before: a callback may have called in again. Outside of any, each derivation has KDF_DEFAULT_ITERATIONS.
 */
KdfBudget kdf_budget_open(int max_iterations);

/* For what the caller has asked for in numbers of its own. */
KdfBudget kdf_budget_open_unbounded(void);

/* Goes back to the budget of before. 0, with an error, where more was asked for than there was: whatever came of it. */
int kdf_budget_close(KdfBudget before);

/* Takes so many iterations from the budget that is open, for a derivation that is not OpenSSL's. 0, with an error, where it has less. */
int kdf_budget_spend(uint64_t iterations);

/* Three seconds alone on the machine that it was measured on. As MAX_ITERATIONS in src/crypto/passphrase.ts. */
#define KDF_DEFAULT_ITERATIONS 5000000

#endif
