/** Our server, and foreign clients that verify it and exchange data. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { TlsOverSocket } from './over-socket.mjs';
import { converse } from './processes.mjs';
import { describeConnection } from './report.mjs';

/** @typedef {typeof import('../../src/index.js')} Library */
/** @typedef {import('./credentials.mjs').Credentials} Credentials */

const HTTP_BODY = 'hello from tsopenssl\n';

/**
 * Serves TLS on loopback: answers a line with the line in capitals, and an HTTP request with a page.
 * @param {Library} library @param {Credentials} credentials
 */
export async function startServer({ SSL }, credentials) {
  const context = new SSL.Context(SSL.TLS_SERVER_METHOD);
  context.useCertificate(credentials.server.cert);
  context.addExtraChainCert(credentials.ca.cert);
  context.usePrivatekey(credentials.server.key);
  context.checkPrivatekey();
  /** @type {((description: string) => void)[]} */
  const waiting = [];
  const server = net.createServer((socket) => {
    const session = new TlsOverSocket(new SSL.Connection(context, null), socket, SSL);
    serve(session).then(
      (description) => waiting.shift()?.(description),
      (error) => waiting.shift()?.(`failed: ${error.message}`),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  return {
    port,
    close: () => server.close(),
    /** What the server saw of its next connection. @returns {Promise<string>} */
    nextConnection: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

/** @param {TlsOverSocket} session */
async function serve(session) {
  await session.handshake();
  const description = describeConnection(session.connection);
  const line = await session.receiveLine();
  if (/^(GET|HEAD) /.test(line)) {
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${HTTP_BODY.length}\r\nConnection: close\r\n\r\n`;
    await session.send(head + HTTP_BODY);
  } else {
    await session.send(`${line.toUpperCase()}\n`);
  }
  await session.close();
  return description;
}

/** Each foreign client: its name, the program it needs, and its visit; a visit throws or returns what it saw. */
export const CLIENTS = [
  { name: 'node:tls client', visit: visitWithNode },
  { name: 'openssl s_client', program: 'openssl', visit: visitWithOpenssl },
  { name: 'curl', program: 'curl', visit: visitWithCurl },
];

/** @param {number} port @param {Credentials} credentials */
async function visitWithNode(port, credentials) {
  const ca = credentials.files.ca;
  const { readFile } = await import('node:fs/promises');
  const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: await readFile(ca) });
  await once(socket, 'secureConnect');
  if (!socket.authorized) throw new Error(`node:tls did not verify us: ${socket.authorizationError}`);
  socket.write('a line\n');
  const [answer] = await once(socket, 'data');
  socket.end();
  if (String(answer) !== 'A LINE\n') throw new Error(`node:tls got ${JSON.stringify(String(answer))}`);
  return `verified ${socket.getPeerCertificate().subject.CN}`;
}

/** @param {number} port @param {Credentials} credentials */
async function visitWithOpenssl(port, credentials) {
  const args = [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-servername',
    'localhost',
    '-CAfile',
    credentials.files.ca,
  ];
  args.push('-verify_return_error', '-verify_hostname', 'localhost');
  const { output } = await converse('openssl', args, 'a line\n', /A LINE/);
  if (!/Verify return code: 0 \(ok\)/.test(output))
    throw new Error(`s_client did not verify us:\n${output.slice(-600)}`);
  if (!output.includes('A LINE')) throw new Error('s_client got no answer');
  return 'verified localhost';
}

/** @param {number} port @param {Credentials} credentials */
async function visitWithCurl(port, credentials) {
  const args = ['--silent', '--show-error', '--cacert', credentials.files.ca];
  args.push('--resolve', `localhost:${port}:127.0.0.1`, `https://localhost:${port}/`);
  const { code, output } = await converse('curl', args);
  if (code !== 0 || output !== HTTP_BODY) throw new Error(`curl ended with ${code}: ${output.slice(-300)}`);
  return 'verified localhost';
}
