/** In Node, Deno and Bun: a client and a server of `tsopenssl/node`, and a fetch to an HTTP server over it. */
import http from 'node:http';
import { createFetch } from 'tsopenssl/fetch';
import { connect, createServer } from 'tsopenssl/node';

const { ca, cert, key } = JSON.parse(process.argv[2] ?? '');
const web = http.createServer((request, response) => request.pipe(response));
const server = createServer({ cert, key, ALPNProtocols: ['http/1.1', 'echo'] }, (socket) => {
  if (socket.alpnProtocol === 'echo') socket.pipe(socket);
  else web.emit('connection', socket);
});
server.listen(0, '127.0.0.1', async () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const socket = connect({ host: 'localhost', port, ca, ALPNProtocols: ['echo'] });
  let length = 0;
  socket.on('data', (data) => {
    length += data.length;
  });
  await new Promise((resolve, reject) => {
    socket.on('end', resolve).on('error', reject);
    socket.end('x'.repeat(1_000_000));
  });
  const fetch = createFetch({ ca });
  const response = await fetch(`https://localhost:${port}/`, { method: 'POST', body: 'y'.repeat(1000) });
  const text = await response.text();
  console.log(JSON.stringify({ length, fetched: text.length, protocol: response.tls.protocol }));
  process.exit(0);
});
