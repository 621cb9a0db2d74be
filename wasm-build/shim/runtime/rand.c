/* The random number generator. */
#include <openssl/rand.h>

#include "shim.h"

EXPORT(Status, rand_bytes)(int count, Out *out)
{
    unsigned char *bytes = OPENSSL_malloc((size_t)count + 1);

    if (bytes == NULL)
        return 0;
    if (RAND_bytes(bytes, count) != 1) {
        OPENSSL_clear_free(bytes, (size_t)count + 1);
        return 0;
    }
    return out_take(out, bytes, count);
}

EXPORT(void, rand_add)(BYTES(data), Number entropy)
{
    RAND_add(data, (int)data_len, entropy);
}

EXPORT(Raw, RAND_status)(void)
{
    return RAND_status();
}
