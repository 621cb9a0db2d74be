#ifndef TSO_FLOODS_H
#define TSO_FLOODS_H

#include <openssl/ssl.h>

/* Data of the application has come: what was counted without any counts from nothing again. */
void floods_data_read(SSL *ssl);

#endif
