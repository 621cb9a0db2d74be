/* The keys that seal session tickets: a name of 16 bytes, an HMAC key and an AES key of 32 each. */
#include "shim.h"

#define NAME_SIZE 16
#define SECRET_SIZE 32
#define KEYS_SIZE (NAME_SIZE + 2 * SECRET_SIZE)

/* The form of node:tls: a name and 32 bytes of secret, of which SHA-512 makes both keys. */
#define SHORT_SIZE (NAME_SIZE + SECRET_SIZE)

/* `keys` is in either form. */
EXPORT(Status, ssl_ctx_set_ticket_keys)(Borrowed(SSL_CTX) ctx, BYTES(keys))
{
    unsigned char long_form[KEYS_SIZE];
    int ok;

    if (keys_len != SHORT_SIZE)
        return (Status)SSL_CTX_set_tlsext_ticket_keys(ctx, (void *)keys, (long)keys_len);
    memcpy(long_form, keys, NAME_SIZE);
    ok = EVP_Digest(keys, SHORT_SIZE, long_form + NAME_SIZE, NULL, EVP_sha512(), NULL) == 1
        && SSL_CTX_set_tlsext_ticket_keys(ctx, long_form, KEYS_SIZE) == 1;
    OPENSSL_cleanse(long_form, sizeof(long_form));
    return ok;
}
