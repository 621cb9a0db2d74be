/*
 * Sends a flight of DTLS again only from its beginning. A message whose write is suspended leaves how far it has come
 * behind, and OpenSSL's retransmission would go on from there, in another message, past its end into the heap
 * (CVE-2026-84782). So nothing is sent again while a message waits to be sent, and otherwise from offset 0. The linker puts
 * this in front of OpenSSL's own function: see --wrap in wasm-build/build/module.mjs.
 */
#include "ssl/ssl_local.h"

int __real_dtls1_retransmit_buffered_messages(SSL_CONNECTION *s);
int __wrap_dtls1_retransmit_buffered_messages(SSL_CONNECTION *s);

int __wrap_dtls1_retransmit_buffered_messages(SSL_CONNECTION *s)
{
    if (s->statem.state == MSG_FLOW_WRITING && s->statem.write_state == WRITE_STATE_SEND)
        return 0;
    s->init_off = 0;
    return __real_dtls1_retransmit_buffered_messages(s);
}
