/* Lists of byte strings in one output: each with its length before it, 32 bits, little-endian. */
#ifndef TSO_FIELDS_H
#define TSO_FIELDS_H

#include "shim.h"

/* Appends one string; 1 or 0. */
int field_put(BIO *list, const void *data, size_t len);
/* Appends a C string, NULL as an empty one. */
int field_text(BIO *list, const char *text);
/* Appends a number in decimal digits. */
int field_number(BIO *list, long number);
/* Appends an object's long name or, where it has none, its dotted number. */
int field_object(BIO *list, const ASN1_OBJECT *object);
/* Gives the list to the caller and frees the BIO; nothing where `ok` is 0. */
Status fields_end(BIO *list, int ok, Out *out);

#endif
