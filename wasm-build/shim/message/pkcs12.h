#ifndef TSO_PKCS12_H
#define TSO_PKCS12_H

#include <stddef.h>

/* A password as PKCS12_parse(3) takes it: ended by a NUL, in UTF-8 or else ISO 8859-1. NULL for none, or without memory. */
char *password_of(const unsigned char *bytes, size_t len);
/* Wipes it, too. */
void password_free(char *password);

#endif
