#ifndef TSO_RAW_KEYS_H
#define TSO_RAW_KEYS_H

#include "connection/ssl_state.h"

/* Those of the connection, or else of its context; NULL only where there is no memory. */
const RawKeys *expected_raw_keys(const SSL *ssl);

#endif
