/** An HTTPS server, ours or Node's own, that tells on demand what memory it takes. */
import http from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';

const { kind, cert, key, limits } = JSON.parse(process.argv[2] ?? '');

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
function handle(request, response) {
  response.end(request.url === '/big' ? Buffer.alloc(20_000_000) : 'served');
}

/** @type {import('node:net').Server} */
let server;
if (kind === 'native') server = https.createServer({ cert, key, ...limits }, handle);
else {
  const { createServer } = await import('../../../dist/node.adapter.js');
  const web = http.createServer(limits, handle);
  server = createServer({ cert, key, handshakeTimeout: limits.handshakeTimeout }, (socket) =>
    web.emit('connection', socket),
  );
  web.setTimeout(limits.timeout ?? 0);
  // Node watches over the time-outs of a server that listens.
  web.listen(0, '127.0.0.1');
  server.on('tlsClientError', (_error, socket) => socket.destroy());
}
server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  console.log(JSON.stringify(/** @type {import('node:net').AddressInfo} */ (server.address()).port));
});
createInterface({ input: process.stdin }).on('line', async () => {
  for (let i = 0; i < 3; i++) {
    /** @type {any} */ (globalThis).gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.getConnections((_error, connections) => {
    console.log(JSON.stringify({ rss: process.memoryUsage().rss, connections }));
  });
});
