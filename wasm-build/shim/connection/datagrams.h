/* What waits of a peer's datagrams, bounded as a UDP socket's receive buffer is. */
#ifndef TSO_DATAGRAMS_H
#define TSO_DATAGRAMS_H

#include "shim.h"

/* Whether a datagram finds room; one that does not is lost, as on the way. Always 1 for a stream. */
int datagram_has_room(BIO *bio, int size);

#endif
