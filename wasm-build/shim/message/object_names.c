/* What OpenSSL calls an object identifier. */
#include "shim.h"

/* Dotted numbers of a short or a long name, or of dotted numbers; unset for what is neither. */
EXPORT(Status, object_numbers)(CSTRING(name), OutTextOrNull *numbers)
{
    char text[512];
    ASN1_OBJECT *object;
    int len;

    ERR_set_mark();
    object = OBJ_txt2obj(name, 0);
    ERR_pop_to_mark();
    len = object == NULL ? -1 : OBJ_obj2txt(text, sizeof(text), object, 1);
    ASN1_OBJECT_free(object);
    return len <= 0 || len >= (int)sizeof(text) || out_copy(numbers, text, (size_t)len);
}

/* The short (0) or long (1) name of dotted numbers; unset where OpenSSL knows none. */
EXPORT(Status, object_name)(CSTRING(numbers), int is_long, OutTextOrNull *name)
{
    ASN1_OBJECT *object;
    const char *text;
    int nid;

    ERR_set_mark();
    object = OBJ_txt2obj(numbers, 1);
    nid = object == NULL ? NID_undef : OBJ_obj2nid(object);
    ASN1_OBJECT_free(object);
    text = nid == NID_undef ? NULL : is_long ? OBJ_nid2ln(nid) : OBJ_nid2sn(nid);
    ERR_pop_to_mark();
    return text == NULL || out_copy(name, text, strlen(text));
}
