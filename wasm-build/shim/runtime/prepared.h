/* What the build has done ahead of time: prepared.c. */
#ifndef TSO_PREPARED_H
#define TSO_PREPARED_H

#include <openssl/ssl.h>

/* Whether this memory comes from a build's snapshot, where C's constructors and runtime_init have run. */
int is_prepared(void);

/* The context that was made ahead of time, for one of TLS_method() and its like, with its secrets drawn; NULL where it is gone. */
SSL_CTX *prepared_context(const SSL_METHOD *method);

/* runtime.c's. */
int tso_runtime_init(void);

#endif
