/** Our client, and foreign servers whose chain and name it verifies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import tls from 'node:tls';
import { TlsOverSocket } from './over-socket.mjs';
import { describeConnection } from './report.mjs';

/** @typedef {typeof import('../../src/index.js')} Library */
/** @typedef {import('./credentials.mjs').Credentials} Credentials */

/** Each foreign server: its name, the program it needs, and how to start it. */
export const SERVERS = [
  { name: 'node:tls server', start: startNode },
  { name: 'openssl s_server', program: 'openssl', start: startOpenssl },
];

/**
 * Connects, verifies, exchanges a line, and describes what was negotiated.
 * @param {Library} library @param {number} port @param {Credentials} credentials
 * @param {(answer: string) => boolean} isAnswer
 */
export async function visit({ SSL }, port, credentials, isAnswer) {
  const context = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  context.loadVerifyLocations(credentials.files.ca);
  context.setVerify(SSL.VERIFY_PEER);
  const connection = new SSL.Connection(context, null);
  connection.setTlsextHostName('localhost');
  connection.setVerifyHost('localhost');
  const socket = net.connect(port, '127.0.0.1');
  const session = new TlsOverSocket(connection, socket, SSL);
  await session.handshake();
  const description = describeConnection(connection);
  await session.send('GET / HTTP/1.0\r\n\r\n');
  const answer = await session.receiveLine();
  if (!isAnswer(answer)) throw new Error(`unexpected answer ${JSON.stringify(answer.slice(0, 80))}`);
  await session.close();
  return description;
}

/** @param {Credentials} credentials */
async function startNode(credentials) {
  const { cert, key } = credentials.files;
  const server = tls.createServer({ cert: await readFile(cert), key: await readFile(key) }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => socket.end(`node got ${data.length} bytes\n`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  return {
    port,
    isAnswer: (/** @type {string} */ a) => a.startsWith('node got 18 bytes'),
    close: () => server.close(),
  };
}

/** @param {Credentials} credentials */
async function startOpenssl(credentials) {
  const port = await freePort();
  const args = [
    's_server',
    '-accept',
    `127.0.0.1:${port}`,
    '-cert',
    credentials.files.cert,
    '-key',
    credentials.files.key,
    '-www',
  ];
  const child = spawn('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ready = new Promise((resolve, reject) => {
    /** @param {Buffer} chunk */
    const look = (chunk) => {
      output += chunk;
      if (output.includes('ACCEPT')) resolve(undefined);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('close', () => reject(new Error(`openssl s_server ended: ${output}`)));
  });
  await ready;
  return { port, isAnswer: (/** @type {string} */ a) => a.includes('HTTP/1.0 200'), close: () => child.kill() };
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}
