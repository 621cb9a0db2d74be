/* A signature that is made elsewhere, while it is in progress: what is kept of it with its connection. */
#include "connection/signature.h"

#include <openssl/crypto.h>

Signing *signing_learning, *signing_answered;

void signing_clear(Signing *signing)
{
    if (signing_learning == signing)
        signing_learning = NULL;
    if (signing_answered == signing)
        signing_answered = NULL;
    OPENSSL_free(signing->data);
    OPENSSL_free(signing->signature);
    EVP_PKEY_free(signing->ephemeral);
    signing->data = signing->signature = NULL;
    signing->data_len = signing->signature_len = 0;
    signing->ephemeral = NULL;
}
