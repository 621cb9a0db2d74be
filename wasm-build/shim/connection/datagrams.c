/*
 * Bounds what waits of a peer's datagrams: OpenSSL's memory for them grows without one, and datagrams come whether they
 * are read or not.
 */
#include "connection/datagrams.h"

/* Bytes, with the 200 and more that OpenSSL keeps beside each: that bounds how many there are too. */
#define DEFAULT_BUFFER (1024 * 1024)
/* The longest that IP carries. */
#define LONGEST 65535

int datagram_has_room(BIO *bio, int size)
{
    size_t most, held, room;

    if (BIO_method_type(bio) != BIO_TYPE_DGRAM_MEM)
        return 1;
    if (size > LONGEST)
        return 0;
    most = (size_t)(uintptr_t)BIO_get_app_data(bio);
    held = BIO_get_write_buf_size(bio, 0);
    /* 0 where a datagram of the usual size would not fit any more: all is taken for held then. */
    room = BIO_ctrl_get_write_guarantee(bio);
    return held - room + (size_t)size <= (most == 0 ? DEFAULT_BUFFER : most);
}

/* At least one datagram of any length. */
EXPORT(Status, ssl_set_datagram_buffer)(Borrowed(SSL) ssl, Number size)
{
    return BIO_set_app_data(SSL_get_rbio(ssl), (void *)(uintptr_t)size);
}
