import tls from 'node:tls';
import { credentials, listen, ready } from './lib.mjs';

/** Ends each connection once the handshake is over and something has come: what speaks TLS, and no more. */
const server = tls.createServer(credentials, (socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => socket.end());
});

ready({ port: await listen(server) });
