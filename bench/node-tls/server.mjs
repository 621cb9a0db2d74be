/**
 * A server in a process of its own: exchanges and bodies on one port, HTTP on another.
 * Arguments: `node` or `package`, the files of the key and of the certificate.
 */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { implementation } from './implementation.mjs';
import { ASKS_FOR_BODY, BODY_REQUEST, REQUEST, RESPONSE } from './protocol.mjs';

const [, , name = '', key = '', cert = ''] = process.argv;
const tls = await implementation(name);
const answer = Buffer.alloc(RESPONSE, 'r');
const block = Buffer.alloc(256 * 1024, 'b');

/** As fast as the socket takes it. @param {import('node:stream').Writable} socket @param {number} size */
function sendBody(socket, size) {
  let left = size;
  const more = () => {
    while (left > 0) {
      const part = left < block.length ? block.subarray(0, left) : block;
      left -= part.length;
      if (!socket.write(part)) {
        socket.once('drain', more);
        return;
      }
    }
  };
  more();
}

/** @param {import('node:tls').TLSSocket} socket */
function serve(socket) {
  let have = 0;
  // A client that has what it wanted goes without a word.
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    if (have === 0 && data.length === BODY_REQUEST && data[0] === ASKS_FOR_BODY) {
      sendBody(socket, data.readUInt32BE(1));
      return;
    }
    for (have += data.length; have >= REQUEST; have -= REQUEST) socket.write(answer);
  });
}

const options = { key: readFileSync(key), cert: readFileSync(cert), minVersion: /** @type {const} */ ('TLSv1.3') };
const web = http.createServer((request, response) => {
  request.resume();
  response.end(answer);
});
const servers = [
  tls.createServer({ ...options, noDelay: true }, serve),
  tls.createServer({ ...options, noDelay: true }, (socket) => web.emit('connection', socket)),
];
const ports = await Promise.all(
  servers.map(
    (server) =>
      new Promise((resolve) => {
        server.listen(0, '127.0.0.1', () =>
          resolve(/** @type {import('node:net').AddressInfo} */ (server.address()).port),
        );
      }),
  ),
);
process.send?.(ports);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
