/* Digests of what comes in pieces. */
#include "shim.h"

EXPORT(void, EVP_MD_CTX_free)(Taken(EVP_MD_CTX) digest)
{
    EVP_MD_CTX_free(digest);
}

EXPORT(Owned(EVP_MD_CTX), digest_new)(CSTRING(name))
{
    const EVP_MD *md = EVP_get_digestbyname(name);
    EVP_MD_CTX *ctx = md == NULL ? NULL : EVP_MD_CTX_new();

    if (ctx != NULL && EVP_DigestInit_ex(ctx, md, NULL) == 1)
        return ctx;
    EVP_MD_CTX_free(ctx);
    return NULL;
}

EXPORT(Status, digest_update)(Borrowed(EVP_MD_CTX) digest, BYTES(data))
{
    return EVP_DigestUpdate(digest, data, data_len);
}

EXPORT(Status, digest_final)(Borrowed(EVP_MD_CTX) digest, Out *out)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int len = 0;

    return EVP_DigestFinal_ex(digest, bytes, &len) == 1 && out_copy(out, bytes, len);
}

/* The dotted numbers of a digest, by any of its names. */
EXPORT(Status, digest_numbers)(CSTRING(name), OutText *numbers)
{
    const EVP_MD *md = EVP_get_digestbyname(name);
    const ASN1_OBJECT *object = md == NULL ? NULL : OBJ_nid2obj(EVP_MD_get_type(md));
    char text[128];
    int len = object == NULL ? -1 : OBJ_obj2txt(text, sizeof(text), object, 1);

    return len > 0 && len < (int)sizeof(text) && out_copy(numbers, text, (size_t)len);
}
