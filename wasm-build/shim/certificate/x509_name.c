/* Distinguished names. */
#include "shim.h"

EXPORT(void, X509_NAME_free)(Taken(X509_NAME) name)
{
    X509_NAME_free(name);
}

EXPORT(Owned(X509_NAME), X509_NAME_dup)(Borrowed(X509_NAME) name)
{
    return X509_NAME_dup(name);
}

EXPORT(Owned(X509_NAME), X509_NAME_new)(void)
{
    return X509_NAME_new();
}

EXPORT(Raw, X509_NAME_cmp)(Borrowed(X509_NAME) a, Borrowed(X509_NAME) b)
{
    return X509_NAME_cmp(a, b);
}

EXPORT(Status, i2d_X509_NAME)(Borrowed(X509_NAME) name, Out *der)
{
    OUT_DER(der, i2d_X509_NAME(name, &der_));
}

EXPORT(Owned(X509_NAME), d2i_X509_NAME)(BYTES(der))
{
    const unsigned char *p = der;

    return d2i_X509_NAME(NULL, &p, (long)der_len);
}

EXPORT(Raw, X509_NAME_entry_count)(Borrowed(X509_NAME) name)
{
    return X509_NAME_entry_count(name);
}

/* The object of a short or long name, or of dotted numbers; NULL for none, and no error is left. */
static ASN1_OBJECT *object_of(const char *field)
{
    ASN1_OBJECT *object;

    ERR_set_mark();
    object = OBJ_txt2obj(field, 0);
    ERR_pop_to_mark();
    return object;
}

/* Where the first entry of a type is, -1 for nowhere; -2 where there is no such type. */
EXPORT(Raw, x509_name_find)(Borrowed(X509_NAME) name, CSTRING(field))
{
    ASN1_OBJECT *object = object_of(field);
    int index = object == NULL ? -2 : X509_NAME_get_index_by_OBJ(name, object, -1);

    ASN1_OBJECT_free(object);
    return index;
}

/*
 * One entry: its short name or, where it has none, its dotted number; its value as it stands in the encoding, and
 * as UTF-8 where it can be one; and the number of its set: entries of one relative name share it.
 */
EXPORT(Status, x509_name_entry)(Borrowed(X509_NAME) name, int index, OutText *field, Out *raw, OutTextOrNull *value, OutInt *set)
{
    X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, index);
    ASN1_OBJECT *object;
    ASN1_STRING *data;
    unsigned char *utf8 = NULL;
    char dotted[128];
    int len, nid;

    if (entry == NULL)
        return 0;
    object = X509_NAME_ENTRY_get_object(entry);
    data = X509_NAME_ENTRY_get_data(entry);
    *set = X509_NAME_ENTRY_set(entry);
    nid = OBJ_obj2nid(object);
    if (nid != NID_undef) {
        const char *sn = OBJ_nid2sn(nid);

        if (!out_copy(field, sn, strlen(sn)))
            return 0;
    } else {
        len = OBJ_obj2txt(dotted, sizeof(dotted), object, 1);
        if (len < 0 || !out_copy(field, dotted, (size_t)len < sizeof(dotted) ? (size_t)len : sizeof(dotted) - 1))
            return 0;
    }
    if (!out_copy(raw, ASN1_STRING_get0_data(data), (size_t)ASN1_STRING_length(data)))
        return 0;
    len = ASN1_STRING_to_UTF8(&utf8, data);
    if (len >= 0)
        return out_take(value, utf8, len);
    ERR_clear_error();
    return 1;
}

EXPORT(Status, x509_name_delete_entry)(Borrowed(X509_NAME) name, int index)
{
    X509_NAME_ENTRY *entry = X509_NAME_delete_entry(name, index);

    X509_NAME_ENTRY_free(entry);
    return entry != NULL;
}

/*
 * Appends an entry, to the last set where it is joined; the length travels with the text, so an inner NUL is kept and not
 * taken for the end.
 */
EXPORT(Status, x509_name_add_entry)(Borrowed(X509_NAME) name, CSTRING(field), STRING(value), int joined)
{
    ASN1_OBJECT *object = value_len > INT32_MAX ? NULL : object_of(field);
    int set = joined && X509_NAME_entry_count(name) > 0 ? -1 : 0;
    int ok = object != NULL
        && X509_NAME_add_entry_by_OBJ(name, object, MBSTRING_UTF8, (const unsigned char *)value, (int)value_len, -1, set);

    ASN1_OBJECT_free(object);
    return ok;
}

/* The first four bytes of the SHA-1 of the canonical encoding, little-endian, as c_rehash uses them. */
EXPORT(Number, X509_NAME_hash)(Borrowed(X509_NAME) name)
{
    int ok = 0;
    unsigned long hash = X509_NAME_hash_ex(name, NULL, NULL, &ok);

    return ok ? (Number)hash : -1;
}

/* The first four bytes of the MD5 of the DER encoding, little-endian, as OpenSSL before 1.0 hashed names. */
EXPORT(Number, X509_NAME_hash_old)(Borrowed(X509_NAME) name)
{
    return (Number)X509_NAME_hash_old(name);
}

EXPORT(Status, x509_name_oneline)(Borrowed(X509_NAME) name, OutText *text)
{
    char *line = X509_NAME_oneline(name, NULL, 0);

    return line != NULL && out_take(text, (unsigned char *)line, (int)strlen(line));
}
