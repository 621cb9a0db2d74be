#include "runtime/fields.h"

#include <stdio.h>

/* Names of objects are longer than this only in hostile certificates, whose names are cut. */
#define MAX_OBJECT 256

int field_put(BIO *list, const void *data, size_t len)
{
    unsigned char head[4] = { (unsigned char)len, (unsigned char)(len >> 8), (unsigned char)(len >> 16), (unsigned char)(len >> 24) };

    if (len > INT32_MAX || BIO_write(list, head, sizeof(head)) != (int)sizeof(head))
        return 0;
    return len == 0 || BIO_write(list, data, (int)len) == (int)len;
}

int field_text(BIO *list, const char *text)
{
    return field_put(list, text, text == NULL ? 0 : strlen(text));
}

int field_number(BIO *list, long number)
{
    char digits[24];

    return field_put(list, digits, (size_t)BIO_snprintf(digits, sizeof(digits), "%ld", number));
}

int field_object(BIO *list, const ASN1_OBJECT *object)
{
    char text[MAX_OBJECT];
    int len = OBJ_obj2txt(text, sizeof(text), object, 0);

    return len >= 0 && field_put(list, text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1);
}

Status fields_end(BIO *list, int ok, Out *out)
{
    if (ok)
        return out_bio(out, list);
    BIO_free(list);
    return 0;
}
