/* TLS sessions, for resumption. */
#include "shim.h"
#include "session/ssl_domain.h"

EXPORT(void, SSL_SESSION_free)(Taken(SSL_SESSION) session)
{
    SSL_SESSION_free(session);
}

EXPORT(Status, i2d_SSL_SESSION)(Borrowed(SSL_SESSION) session, Out *out)
{
    OUT_DER(out, i2d_SSL_SESSION(session, &der_));
}

EXPORT(Owned(SSL_SESSION), d2i_SSL_SESSION)(BYTES(der))
{
    const unsigned char *p = der;

    return d2i_SSL_SESSION(NULL, &p, (long)der_len);
}

EXPORT(Status, SSL_SESSION_get_id)(Borrowed(SSL_SESSION) session, Out *out)
{
    unsigned int len = 0;
    const unsigned char *id = SSL_SESSION_get_id(session, &len);

    return out_copy(out, id, len);
}

EXPORT(Number, SSL_SESSION_get_time)(Borrowed(SSL_SESSION) session)
{
    return (Number)SSL_SESSION_get_time_ex(session);
}

EXPORT(Number, SSL_SESSION_get_timeout)(Borrowed(SSL_SESSION) session)
{
    return (Number)SSL_SESSION_get_timeout(session);
}

EXPORT(Raw, SSL_SESSION_has_ticket)(Borrowed(SSL_SESSION) session)
{
    return SSL_SESSION_has_ticket(session);
}

EXPORT(Status, ssl_session_ticket)(Borrowed(SSL_SESSION) session, OutOrNull *ticket)
{
    const unsigned char *bytes = NULL;
    size_t len = 0;

    SSL_SESSION_get0_ticket(session, &bytes, &len);
    return bytes == NULL || len == 0 || out_copy(ticket, bytes, len);
}

EXPORT(Number, SSL_SESSION_get_ticket_lifetime_hint)(Borrowed(SSL_SESSION) session)
{
    return (Number)SSL_SESSION_get_ticket_lifetime_hint(session);
}

EXPORT(Raw, SSL_SESSION_is_resumable)(Borrowed(SSL_SESSION) session)
{
    return SSL_SESSION_is_resumable(session);
}

EXPORT(Number, SSL_SESSION_get_max_early_data)(Borrowed(SSL_SESSION) session)
{
    return (Number)SSL_SESSION_get_max_early_data(session);
}

EXPORT(Status, SSL_set_session)(Borrowed(SSL) ssl, Borrowed(SSL_SESSION) session)
{
    return SSL_set_session(ssl, session);
}

EXPORT(OwnedOrNull(SSL_SESSION), SSL_get1_session)(Borrowed(SSL) ssl)
{
    SSL_SESSION *session = SSL_get1_session(ssl);

    if (session != NULL && SSL_is_init_finished(ssl))
        domain_mark(ssl, session);
    return session;
}

EXPORT(Raw, SSL_session_reused)(Borrowed(SSL) ssl)
{
    return SSL_session_reused(ssl);
}
