/* Netscape's signed public key and challenge. */
#include "shim.h"

EXPORT(void, NETSCAPE_SPKI_free)(Taken(NETSCAPE_SPKI) spki)
{
    NETSCAPE_SPKI_free(spki);
}

EXPORT(Owned(NETSCAPE_SPKI), NETSCAPE_SPKI_new)(void)
{
    return NETSCAPE_SPKI_new();
}

EXPORT(Owned(NETSCAPE_SPKI), NETSCAPE_SPKI_b64_decode)(STRING(text))
{
    return text_len > INT32_MAX ? NULL : NETSCAPE_SPKI_b64_decode(text, (int)text_len);
}

EXPORT(Status, NETSCAPE_SPKI_b64_encode)(Borrowed(NETSCAPE_SPKI) spki, OutText *text)
{
    char *encoded = NETSCAPE_SPKI_b64_encode(spki);

    return encoded != NULL && out_take(text, (unsigned char *)encoded, (int)strlen(encoded));
}

EXPORT(Owned(EVP_PKEY), NETSCAPE_SPKI_get_pubkey)(Borrowed(NETSCAPE_SPKI) spki)
{
    return public_copy(NETSCAPE_SPKI_get_pubkey(spki));
}

EXPORT(Status, NETSCAPE_SPKI_set_pubkey)(Borrowed(NETSCAPE_SPKI) spki, Borrowed(EVP_PKEY) key)
{
    EVP_PKEY *half = public_half(key);
    int ok = half != NULL && NETSCAPE_SPKI_set_pubkey(spki, half);

    EVP_PKEY_free(half);
    return ok;
}

EXPORT(Status, spki_sign)(Borrowed(NETSCAPE_SPKI) spki, Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(digest))
{
    return NETSCAPE_SPKI_sign(spki, key, digest == NULL ? NULL : EVP_get_digestbyname(digest)) > 0;
}

EXPORT(Status, NETSCAPE_SPKI_verify)(Borrowed(NETSCAPE_SPKI) spki, Borrowed(EVP_PKEY) key)
{
    return NETSCAPE_SPKI_verify(spki, key);
}
