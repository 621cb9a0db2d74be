// The constants of Python's socket module that {@link Socket} takes, with the values of Linux on every platform.

/** Unix sockets. */
export const AF_UNIX = 1;
/** IPv4. */
export const AF_INET = 2;
/** IPv6. */
export const AF_INET6 = 10;
/** A stream of bytes: TCP, or a Unix stream. */
export const SOCK_STREAM = 1;
/** The level of options of every socket. */
export const SOL_SOCKET = 1;
/** Binds to an address that was in use a moment ago. */
export const SO_REUSEADDR = 2;
/** The type of the socket, to be read. */
export const SO_TYPE = 3;
/** The pending error, to be read. */
export const SO_ERROR = 4;
/** Probes an idle peer. */
export const SO_KEEPALIVE = 9;
/** The level of options of TCP. */
export const IPPROTO_TCP = 6;
/** Sends small segments at once. */
export const TCP_NODELAY = 1;
/** No more is read. */
export const SHUT_RD = 0;
/** No more is written. */
export const SHUT_WR = 1;
/** No more is read or written. */
export const SHUT_RDWR = 2;
