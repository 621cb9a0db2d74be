#ifndef TSO_STATUS_JUDGING_H
#define TSO_STATUS_JUDGING_H

#include "shim.h"

typedef STACK_OF(X509) X509Chain;

/* What of a store is otherwise for one call. */
typedef struct {
    time_t time;
    int has_time;
    int level;
} StoreState;

/* A store judges at a moment, below 0 for its own, and by a level of security at least; gives how it did before. */
StoreState store_judging(X509_STORE *store, Number at, int level);
void store_restore(X509_STORE *store, StoreState before);

#endif
