/* How a side's records and messages look, how much of the peer's it takes, and who is told of each. */
#include "shim.h"

/* With the size at which a write is split: OpenSSL lowers it with the first, and would never raise it again. */
EXPORT(Status, SSL_CTX_set_max_send_fragment)(Borrowed(SSL_CTX) ctx, int size)
{
    return SSL_CTX_set_max_send_fragment(ctx, size) == 1 && SSL_CTX_set_split_send_fragment(ctx, size) == 1;
}

EXPORT(Status, SSL_set_max_send_fragment)(Borrowed(SSL) ssl, int size)
{
    return SSL_set_max_send_fragment(ssl, size) == 1 && SSL_set_split_send_fragment(ssl, size) == 1;
}

/* Of TLS 1.3 alone: the content of a record is a multiple of so many bytes; 0 for none. */
EXPORT(Status, SSL_CTX_set_block_padding_ex)(Borrowed(SSL_CTX) ctx, int data, int handshake)
{
    return SSL_CTX_set_block_padding_ex(ctx, (size_t)data, (size_t)handshake);
}

EXPORT(Status, SSL_set_block_padding_ex)(Borrowed(SSL) ssl, int data, int handshake)
{
    return SSL_set_block_padding_ex(ssl, (size_t)data, (size_t)handshake);
}

EXPORT(Number, SSL_CTX_set_max_cert_list)(Borrowed(SSL_CTX) ctx, int bytes)
{
    return (Number)SSL_CTX_set_max_cert_list(ctx, bytes);
}

EXPORT(Number, SSL_CTX_get_max_cert_list)(Borrowed(SSL_CTX) ctx)
{
    return (Number)SSL_CTX_get_max_cert_list(ctx);
}

EXPORT(Number, SSL_set_max_cert_list)(Borrowed(SSL) ssl, int bytes)
{
    return (Number)SSL_set_max_cert_list(ssl, bytes);
}

EXPORT(Number, SSL_get_max_cert_list)(Borrowed(SSL) ssl)
{
    return (Number)SSL_get_max_cert_list(ssl);
}

EXPORT(void, SSL_CTX_set_quiet_shutdown)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_quiet_shutdown(ctx, on);
}

EXPORT(Raw, SSL_CTX_get_quiet_shutdown)(Borrowed(SSL_CTX) ctx)
{
    return SSL_CTX_get_quiet_shutdown(ctx);
}

EXPORT(void, SSL_set_quiet_shutdown)(Borrowed(SSL) ssl, int on)
{
    SSL_set_quiet_shutdown(ssl, on);
}

EXPORT(Raw, SSL_get_quiet_shutdown)(Borrowed(SSL) ssl)
{
    return SSL_get_quiet_shutdown(ssl);
}

/* What was sent (1) or received (0), by version and content type; headers of records and pseudo types among them. */
IMPORT(message) void js_message(SSL *ssl, int sent, int version, int content_type, const unsigned char *data, size_t len);

static void on_message(int sent, int version, int content_type, const void *data, size_t len, SSL *ssl, void *arg)
{
    (void)arg;
    if (ssl != NULL)
        js_message(ssl, sent, version, content_type, data, len);
}

EXPORT(void, SSL_CTX_use_message_callback)(Borrowed(SSL_CTX) ctx, int on)
{
    SSL_CTX_set_msg_callback(ctx, on ? on_message : NULL);
}

EXPORT(void, SSL_use_message_callback)(Borrowed(SSL) ssl, int on)
{
    SSL_set_msg_callback(ssl, on ? on_message : NULL);
}
