/** What the two ends agree on. Lengths in bytes. */

/** An exchange over a kept connection: so much there, so much back. */
export const REQUEST = 200;
export const RESPONSE = 1000;
/** How many exchanges, or new connections, are under way at a time. */
export const AT_A_TIME = 8;
/** A large body. */
export const BODY = 32 * 1024 * 1024;

/** The first byte of a request for a body, before its length in four. */
export const ASKS_FOR_BODY = 0x42;
export const BODY_REQUEST = 5;
