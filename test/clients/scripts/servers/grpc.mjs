import tls from 'node:tls';
import grpc from '@grpc/grpc-js';
import { credentials, listen, ready, strict } from './lib.mjs';

const bytes = (value) => value;

/** One call and one stream of calls, each answered by what it brings. */
const service = {
  call: { path: '/test.Echo/Call', requestStream: false, responseStream: false },
  stream: { path: '/test.Echo/Stream', requestStream: true, responseStream: true },
};
for (const method of Object.values(service))
  Object.assign(method, {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  });

function serve(options) {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': 1e7, 'grpc.max_send_message_length': 1e7 });
  server.addService(service, {
    call: (call, done) => done(null, call.request),
    stream: (call) => {
      call.on('data', (message) => call.write(message));
      call.on('end', () => call.end());
    },
  });
  // The server's own TLS is http2's, and that is Node's: it takes connections that are decrypted already.
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  const secure = tls.createServer({ ...options, ALPNProtocols: ['h2'] }, (socket) => injector.injectConnection(socket));
  return listen(secure);
}

ready({ port: await serve(credentials), mtlsPort: await serve(strict) });
