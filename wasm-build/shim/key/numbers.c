/* The numbers that keys are made of, by OpenSSL's names of them. */
#include "shim.h"

/* A number, its first byte not zero; unset where the key has none of this name. */
EXPORT(Status, pkey_number)(Borrowed(EVP_PKEY) key, CSTRING(name), OutOrNull *bytes)
{
    BIGNUM *number = NULL;
    unsigned char *data;
    int found, len;

    ERR_set_mark();
    found = EVP_PKEY_get_bn_param(key, name, &number) == 1 && !BN_is_negative(number);
    ERR_pop_to_mark();
    if (!found) {
        BN_clear_free(number);
        return 1;
    }
    len = BN_num_bytes(number);
    data = OPENSSL_malloc((size_t)len + 1);
    if (data != NULL)
        BN_bn2bin(number, data);
    BN_clear_free(number);
    return data != NULL && out_take(bytes, data, len);
}

/* Bytes; unset where the key has none of this name. */
EXPORT(Status, pkey_octets)(Borrowed(EVP_PKEY) key, CSTRING(name), OutOrNull *bytes)
{
    unsigned char *data = NULL;
    size_t len = 0;
    int found;

    ERR_set_mark();
    found = EVP_PKEY_get_octet_string_param(key, name, NULL, 0, &len) == 1 && len > 0 && (data = OPENSSL_malloc(len)) != NULL
        && EVP_PKEY_get_octet_string_param(key, name, data, len, &len) == 1;
    ERR_pop_to_mark();
    if (!found) {
        OPENSSL_free(data);
        return 1;
    }
    return out_take(bytes, data, (int)len);
}
