/** Stream sockets in the shape of Python's, with promises, for Node, Deno and Bun. */
export * from './constants.js';
export { Socket, type SocketAddress } from './socket.js';
export { SocketError } from './socket-error.js';
