/** Sends a number of bytes to each TLS client, as fast as it takes them; also over HTTP and through a WebSocket. */
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { createWebSocketStream, WebSocketServer } from 'ws';

const { cert, key, bytes } = JSON.parse(process.argv[2] ?? '');
const chunk = Buffer.alloc(256 * 1024, 'tsopenssl ');

/** @param {import('node:stream').Writable} stream */
function send(stream) {
  let left = bytes;
  stream.on('error', () => undefined);
  const go = () => {
    while (left > 0) {
      const part = chunk.subarray(0, Math.min(left, chunk.length));
      left -= part.length;
      if (!stream.write(part)) return;
    }
    stream.off('drain', go).end();
  };
  stream.on('drain', go);
  go();
}

const plain = tls.createServer({ cert, key }, send).listen(0, '127.0.0.1');
const web = https
  .createServer({ cert, key }, (_request, response) => {
    response.setHeader('content-length', bytes);
    send(response);
  })
  .listen(0, '127.0.0.1');
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
sockets.on('connection', (socket) => {
  const { port } = /** @type {net.AddressInfo} */ (plain.address());
  const far = net.connect(port, '127.0.0.1');
  const near = createWebSocketStream(socket);
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
  near.pipe(far).pipe(near);
});
setTimeout(() => {
  const ports = [plain, web, sockets].map((server) => /** @type {net.AddressInfo} */ (server.address()).port);
  console.log(JSON.stringify(ports));
}, 100);
