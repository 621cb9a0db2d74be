import http2 from 'node:http2';
import tls from 'node:tls';
import { credentials, listen, ready, strict } from './lib.mjs';

/** Sends back what comes, with the client's name and the version of TLS. */
function serve(options) {
  const server = tls.createServer({ ...options, ALPNProtocols: ['h2'] }, (socket) => {
    const session = http2.performServerHandshake(socket);
    session.on('error', () => undefined);
    session.on('stream', (stream) => {
      stream.on('error', () => undefined);
      stream.respond({
        ':status': 200,
        'x-who': socket.getPeerCertificate().subject?.CN ?? 'nobody',
        'x-version': socket.getProtocol(),
      });
      stream.pipe(stream);
    });
  });
  return listen(server);
}

ready({ port: await serve(credentials), mtlsPort: await serve(strict) });
