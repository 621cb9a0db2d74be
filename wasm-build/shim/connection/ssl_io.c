/* Records of a connection, in and out: statuses instead of errors, addresses of the caller's arena. */
#include "connection/datagrams.h"
#include "bounds/floods.h"
#include "shim.h"
#include "session/ssl_domain.h"
#include "context/ssl_callbacks.h"
#include "connection/ssl_state.h"

/* A minute, in microseconds: as RFC 6347, 4.2.4.1 has it. */
#define MAX_DTLS_TIMEOUT 60000000u

/* A transport of datagrams has no end of its own: whether it was declared, and all before it has been read. */
static int has_ended(SSL *ssl)
{
    BIO *in = SSL_get_rbio(ssl);

    return BIO_test_flags(in, BIO_FLAGS_IN_EOF) && BIO_ctrl_pending(in) == 0;
}

/* The negated SSL_get_error(3). Who waits for more after the end would wait for ever, so the end is what it gets. */
static Raw failure(SSL *ssl, int result)
{
    int error = SSL_get_error(ssl, result);

    if (error != SSL_ERROR_WANT_READ || !has_ended(ssl))
        return -error;
    return SSL_is_init_finished(ssl) && (SSL_get_options(ssl) & SSL_OP_IGNORE_UNEXPECTED_EOF) != 0
        ? -SSL_ERROR_ZERO_RETURN : -SSL_ERROR_SYSCALL;
}

/* Above 0: bytes or success. Otherwise the failure. Called at once, before the queue can change. */
static Raw outcome(SSL *ssl, int result)
{
    return result > 0 ? result : failure(ssl, result);
}

/* What a client needs before it says anything has not been answered yet. */
#define UNANSWERED (-SSL_ERROR_WANT_X509_LOOKUP)

EXPORT(Raw, io_handshake)(Borrowed(SSL) ssl)
{
    if (!may_begin(ssl))
        return UNANSWERED;
    domain_begin(ssl);
    return outcome(ssl, SSL_do_handshake(ssl));
}

EXPORT(Raw, io_read)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    int got;

    if (!may_begin(ssl))
        return UNANSWERED;
    domain_begin(ssl);
    got = SSL_read(ssl, (void *)(uintptr_t)address, size);
    if (got > 0)
        floods_data_read(ssl);
    return outcome(ssl, got);
}

/* Whether there may be more to read without more ciphertext: part of a record, or records that came with the last. */
EXPORT(Raw, io_has_more)(Borrowed(SSL) ssl)
{
    return SSL_has_pending(ssl) || BIO_ctrl_pending(SSL_get_rbio(ssl)) > 0;
}

EXPORT(Raw, io_peek)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    if (!may_begin(ssl))
        return UNANSWERED;
    domain_begin(ssl);
    return outcome(ssl, SSL_peek(ssl, (void *)(uintptr_t)address, size));
}

EXPORT(Raw, io_write)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    if (!may_begin(ssl))
        return UNANSWERED;
    domain_begin(ssl);
    return outcome(ssl, SSL_write(ssl, (const void *)(uintptr_t)address, size));
}

/* As many records as it takes; the bytes that were taken, or the failure of the first. */
EXPORT(Raw, io_write_on)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    const char *source = (const char *)(uintptr_t)address;
    int total = 0, put;

    domain_begin(ssl);
    do {
        put = SSL_write(ssl, source + total, size - total);
        if (put > 0)
            total += put;
    } while (put > 0 && total < size);
    return total > 0 ? total : failure(ssl, put);
}

EXPORT(Raw, io_write_early)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    size_t written = 0;

    if (!may_begin(ssl))
        return UNANSWERED;
    domain_begin(ssl);
    return SSL_write_early_data(ssl, (const void *)(uintptr_t)address, (size_t)size, &written) == 1
        ? (Raw)written : failure(ssl, 0);
}

/* Bytes of early data, 0 at its end, otherwise the negated error. */
EXPORT(Raw, io_read_early)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    size_t got = 0;

    switch (SSL_read_early_data(ssl, (void *)(uintptr_t)address, (size_t)size, &got)) {
    case SSL_READ_EARLY_DATA_SUCCESS:
        return (Raw)got;
    case SSL_READ_EARLY_DATA_FINISH:
        return 0;
    default:
        return failure(ssl, 0);
    }
}

/* 1 both close_notify alerts are through, 0 ours is sent, otherwise the negated error. */
EXPORT(Raw, io_shutdown)(Borrowed(SSL) ssl)
{
    int result = SSL_shutdown(ssl);

    return result >= 0 ? result : failure(ssl, result);
}

/* Ciphertext for the peer: bytes, or 0 where there is none. */
EXPORT(Raw, io_take)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    int got = BIO_read(SSL_get_wbio(ssl), (void *)(uintptr_t)address, size);

    return got > 0 ? got : 0;
}

/*
 * Where all ciphertext for the peer lies, to be copied from there before any other call; 0 where io_take must read it:
 * datagrams, and a little in a buffer that was filled before, for io_taken wipes all of the buffer.
 */
EXPORT(Raw, io_output)(Borrowed(SSL) ssl)
{
    BIO *bio = SSL_get_wbio(ssl);
    BUF_MEM *buffer = NULL;

    if (BIO_method_type(bio) != BIO_TYPE_MEM || BIO_get_mem_ptr(bio, &buffer) <= 0 || buffer->length < buffer->max / 4)
        return 0;
    return (Raw)(uintptr_t)buffer->data;
}

/* What lay at io_output has been copied. */
EXPORT(void, io_taken)(Borrowed(SSL) ssl)
{
    BIO_reset(SSL_get_wbio(ssl));
}

/* Ciphertext from the peer; a datagram for which there is no room is taken, and lost. */
EXPORT(Raw, io_give)(Borrowed(SSL) ssl, unsigned int address, int size)
{
    BIO *bio = SSL_get_rbio(ssl);

    return datagram_has_room(bio, size) ? BIO_write(bio, (const void *)(uintptr_t)address, size) : size;
}

/* No more ciphertext will come. */
EXPORT(void, io_end)(Borrowed(SSL) ssl)
{
    BIO *in = SSL_get_rbio(ssl);

    if (BIO_method_type(in) == BIO_TYPE_MEM)
        BIO_set_mem_eof_return(in, 0);
    else
        BIO_set_flags(in, BIO_FLAGS_IN_EOF);
}

/* How many bytes of ciphertext wait for the peer. */
EXPORT(Number, ssl_output_pending)(Borrowed(SSL) ssl)
{
    return (Number)BIO_ctrl_pending(SSL_get_wbio(ssl));
}

/* How many bytes of ciphertext from the peer are not read yet. */
EXPORT(Number, ssl_input_pending)(Borrowed(SSL) ssl)
{
    return (Number)BIO_ctrl_pending(SSL_get_rbio(ssl));
}

/* Whether the oldest error says that the stream ended without close_notify. */
EXPORT(Raw, io_unexpected_eof)(void)
{
    unsigned long code = ERR_peek_error();

    return ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
}

/* DTLS (RFC 6347). */

EXPORT(Raw, io_dtls_listen)(Borrowed(SSL) ssl)
{
    BIO_ADDR *client = BIO_ADDR_new();
    int result = client == NULL ? -1 : DTLSv1_listen(ssl, client);

    BIO_ADDR_free(client);
    if (result == 0)
        return has_ended(ssl) ? -SSL_ERROR_SYSCALL : -SSL_ERROR_WANT_READ;
    return outcome(ssl, result);
}

/* Seconds until the next retransmission, or -1 where no timer runs: after the end nobody is there to answer. */
EXPORT(Number, dtls_get_timeout)(Borrowed(SSL) ssl)
{
    struct timeval left = { 0, 0 };

    return !has_ended(ssl) && DTLSv1_get_timeout(ssl, &left) == 1 ? (double)left.tv_sec + (double)left.tv_usec / 1e6 : -1;
}

/* 1 a flight was sent again, 0 nothing was due, otherwise an error. */
EXPORT(Flag, dtls_handle_timeout)(Borrowed(SSL) ssl)
{
    return has_ended(ssl) ? 0 : (Flag)DTLSv1_handle_timeout(ssl);
}

/* Microseconds: at first what was set, then twice as long each time, as OpenSSL does it without a callback. */
static unsigned int on_dtls_timer(SSL *ssl, unsigned int last)
{
    const ConnectionState *state = connection_state(ssl);

    if (last == 0)
        return state == NULL || state->dtls_timeout == 0 ? 1000000 : state->dtls_timeout;
    return last > MAX_DTLS_TIMEOUT / 2 ? MAX_DTLS_TIMEOUT : last * 2;
}

EXPORT(Status, dtls_set_initial_timeout)(Borrowed(SSL) ssl, Number seconds)
{
    ConnectionState *state = connection_state(ssl);

    if (state == NULL)
        return 0;
    state->dtls_timeout = (unsigned int)(seconds * 1e6);
    DTLS_set_timer_cb(ssl, on_dtls_timer);
    return 1;
}

EXPORT(Status, SSL_set_mtu)(Borrowed(SSL) ssl, int mtu)
{
    return SSL_set_mtu(ssl, mtu) == mtu;
}

EXPORT(Number, DTLS_get_data_mtu)(Borrowed(SSL) ssl)
{
    return (Number)DTLS_get_data_mtu(ssl);
}
