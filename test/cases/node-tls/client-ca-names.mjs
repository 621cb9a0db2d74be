// a server with requestCert names its CAs to clients
import { CA, check, quiet, SSL, serve, socket, TS } from './lib.mjs';

const port = await serve(TS, { requestCert: true, rejectUnauthorized: false, ca: CA }, quiet);
const ctx = new SSL.Context(SSL.TLS_CLIENT_METHOD);
const c = new SSL.Connection(ctx, new socket.Socket());
await c.connect(['127.0.0.1', port]);
await c.doHandshake();
check(
  'names',
  c.getClientCaList().map((n) => n.CN),
  ['Test Root'],
);
