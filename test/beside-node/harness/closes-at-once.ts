/**
 * In a process of its own, with the certificate and key of localhost in a file: a client closes what lies beneath it, and
 * then itself, as soon as it is secure. Node's own TLS frees its session in the next tick then, and ticks come before
 * OpenSSL, which has told of the handshake from within a read, goes on with that.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import node from 'node:tls';
import { pathToFileURL } from 'node:url';

const [who, identity = '', folder = ''] = process.argv.slice(2);
const { ca, server: cert, serverKey: key } = JSON.parse(readFileSync(identity, 'utf8')) as Record<string, string>;
const path = () => pathToFileURL(createRequire(`${folder}/x.js`).resolve('tsopenssl/node')).href;
const ours = async () => ((await import(path())) as { default: typeof node }).default;
const tls = who === 'node' ? node : await ours();

// The other side is node's, over a socket that is destroyed beneath it.
const server = net.createServer((raw) => {
  const secureContext = node.createSecureContext({ cert, key });
  for (const socket of [raw, new node.TLSSocket(raw, { isServer: true, secureContext })]) socket.on('error', () => {});
});
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address() as net.AddressInfo;
  for (let time = 0; time < 50; time++) {
    let end: () => void = () => {};
    const closed = new Promise<void>((resolve) => {
      end = resolve;
    });
    const raw = net.connect(port, '127.0.0.1', () => {
      const socket = tls.connect({ socket: raw, servername: 'localhost', ca }, () => {
        raw.destroy();
        socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', () => setImmediate(end));
    });
    raw.on('error', () => {});
    await closed;
  }
  console.log('alive');
  process.exit(0);
});
