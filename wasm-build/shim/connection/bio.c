/* Memory BIOs that a user fills and empties, and that connections can share. */
#include <limits.h>

#include "shim.h"

EXPORT(void, BIO_free)(Taken(BIO) bio)
{
    BIO_free(bio);
}

/* Empty is "try again", until the end is declared. */
EXPORT(Owned(BIO), bio_new_memory)(void)
{
    BIO *bio = BIO_new(BIO_s_mem());

    if (bio != NULL)
        BIO_set_mem_eof_return(bio, -1);
    return bio;
}

EXPORT(Status, bio_write)(Borrowed(BIO) bio, BYTES(data))
{
    if (data_len > INT_MAX) {
        ERR_raise(ERR_LIB_BIO, ERR_R_PASSED_INVALID_ARGUMENT);
        return 0;
    }
    return data_len == 0 || BIO_write(bio, data, (int)data_len) == (int)data_len;
}

/* At most `size` bytes, none where it is empty. */
EXPORT(Status, bio_read)(Borrowed(BIO) bio, Number size, Out *out)
{
    size_t waiting = BIO_ctrl_pending(bio);
    size_t len = size >= 0 && size < (double)waiting ? (size_t)size : waiting;
    unsigned char *data = len > INT_MAX ? NULL : OPENSSL_malloc(len + 1);
    int got = 0;

    if (data == NULL)
        return 0;
    if (len > 0)
        got = BIO_read(bio, data, (int)len);
    return out_take(out, data, got);
}

EXPORT(Number, bio_pending)(Borrowed(BIO) bio)
{
    return (Number)BIO_ctrl_pending(bio);
}

EXPORT(void, bio_write_eof)(Borrowed(BIO) bio)
{
    BIO_clear_retry_flags(bio);
    BIO_set_mem_eof_return(bio, 0);
}

/* A connection over two memory BIOs of the caller's, who may share each of them with another connection. */
EXPORT(Owned(SSL), ssl_new_over)(Borrowed(SSL_CTX) ctx, Borrowed(BIO) incoming, Borrowed(BIO) outgoing)
{
    SSL *ssl = wiping_connection(ctx);

    if (ssl == NULL)
        return NULL;
    /* SSL_set0_rbio and SSL_set0_wbio each take over one reference. */
    if (!BIO_up_ref(incoming)) {
        SSL_free(ssl);
        return NULL;
    }
    SSL_set0_rbio(ssl, incoming);
    if (!BIO_up_ref(outgoing)) {
        SSL_free(ssl);
        return NULL;
    }
    SSL_set0_wbio(ssl, outgoing);
    return ssl;
}

/* What came from the peer and was not read: what follows the end of the session. */
EXPORT(Status, ssl_take_input)(Borrowed(SSL) ssl, Out *out)
{
    return tso_bio_read(SSL_get_rbio(ssl), -1, out);
}
