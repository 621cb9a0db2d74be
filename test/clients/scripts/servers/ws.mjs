import http from 'node:http';
import tls from 'node:tls';
import { WebSocketServer } from 'ws';
import { credentials, listen, ready, strict } from './lib.mjs';

/** Sends back what comes, and to `who` the client's name. */
function serve(options) {
  const server = http.createServer();
  new WebSocketServer({ server, maxPayload: 1e7 }).on('connection', (socket, request) => {
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const text = String(data);
      socket.send(text === 'who' ? (request.socket.getPeerCertificate().subject?.CN ?? 'nobody') : text);
    });
  });
  return listen(tls.createServer(options, (socket) => server.emit('connection', socket)));
}

ready({ port: await serve(credentials), mtlsPort: await serve(strict) });
