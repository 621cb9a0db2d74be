/** The servers that the hostile clients go to: those of the guides as they stand there, and more of their kinds. */
import { readFileSync } from 'node:fs';

const GUIDES = ['certificates', 'connections', 'node', 'web', 'workers']
  .map((name) => readFileSync(new URL(`../../docs/guides/${name}.md`, import.meta.url), 'utf8'))
  .join('\n');
const BLOCKS = [...GUIDES.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

/** What a server prints once it listens. */
export interface Listening {
  readonly port: number;
  /** The client whom it lets in, as PEM. */
  readonly cert?: string;
  readonly key?: string;
}

export interface ServerCase {
  readonly source: string;
  /** What a client asks, and what the answer holds. */
  readonly ask: string;
  readonly answer: RegExp;
}

/** `certificate.mjs` of the guides, which the others import. */
export const CERTIFICATE = BLOCKS.find((block) => block.includes('export function issue')) ?? '';

/** An example of the guides up to a line, from which on it is a client. */
function example(name: string, end: string): string {
  const block = BLOCKS.find((text) => text.startsWith(`// ${name}\n`)) ?? '';
  const at = block.indexOf(end);
  if (at < 0) throw new Error(`the guides have no ${name} with ${JSON.stringify(end)}`);
  return block.slice(0, at);
}

const TELL = (port: string, more = '') => `console.log(JSON.stringify({ port: ${port}${more} }));`;
const IDENTITY = `import { issue } from './certificate.mjs';\nconst { key, cert, pem } = issue('localhost', 'DNS:localhost');\n`;
const LISTEN = `server.listen(0, () => { ${TELL('server.address().port')} });`;

const ECHO = { ask: 'hello', answer: /hello/ };
const HTTP = { ask: 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', answer: /hello over/ };

export const SERVERS: Readonly<Record<string, ServerCase>> = {
  'node.mjs of a guide': { source: example('node.mjs', 'server.listen(0') + LISTEN, ...HTTP },
  'fetch.mjs of a guide': {
    source: `${example('fetch.mjs', 'const fetch = createFetch')}
const { crypto } = await import('tsopenssl');
const text = (bytes) => new TextDecoder().decode(bytes);
const own = { cert: text(client.pem), key: text(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, client.key)) };
${TELL('listener.address().port', ', ...own')}`,
    ask: 'anything',
    answer: /ok/,
  },
  'pool.mjs of a guide': { source: example('pool.mjs', 'server.listen(0') + LISTEN, ...ECHO },
  'ssl.mjs of a guide, again and again': {
    source: `${example('ssl.mjs', 'listener.accept().then')}
${TELL('listener.getsockname()[1]')}
for (;;) {
  const accepted = await listener.accept();
  echo(accepted).catch(() => accepted[0].close());
}`,
    ...ECHO,
  },
  'a pipe': {
    source: `${IDENTITY}import { createServer } from 'tsopenssl/node';
const server = createServer({ key, cert, ALPNProtocols: ['h2', 'x'] }, (socket) => socket.pipe(socket));
${LISTEN}`,
    ...ECHO,
  },
  'an HTTP server with upgrades': {
    source: `${IDENTITY}import http from 'node:http';
import { createServer } from 'tsopenssl/node';
const web = http.createServer((request, response) => response.end('hello over ' + request.url));
web.on('upgrade', (request, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: x\\r\\n\\r\\n');
  socket.pipe(socket);
});
const server = createServer({ key, cert }, (socket) => web.emit('connection', socket));
${LISTEN}`,
    ...HTTP,
  },
  'STARTTLS over a plain server': {
    source: `${IDENTITY}import net from 'node:net';
import { TLSSocket } from 'tsopenssl/node';
const server = net.createServer((raw) => {
  const socket = new TLSSocket(raw, { isServer: true, key, cert });
  socket.pipe(socket);
});
${LISTEN}`,
    ...ECHO,
  },
  'clients that are asked and not refused': {
    source: `${IDENTITY}import { createServer } from 'tsopenssl/node';
const options = { key, cert, requestCert: true, rejectUnauthorized: false, ca: cert };
const server = createServer(options, (socket) => {
  socket.on('data', (data) => socket.write(data + ' ' + socket.authorized + ' ' + socket.getPeerCertificate().subject?.CN));
});
${LISTEN}`,
    ...ECHO,
  },
  'web streams': {
    source: `${IDENTITY}import net from 'node:net';
import { Duplex } from 'node:stream';
import { accept } from 'tsopenssl/web';
const server = net.createServer({ allowHalfOpen: true }, (raw) => {
  raw.on('error', () => raw.destroy());
  const socket = accept(Duplex.toWeb(raw), { key, cert });
  socket.readable.pipeTo(socket.writable).catch(() => undefined);
});
${LISTEN}`,
    ...ECHO,
  },
  'sockets of ssl': {
    source: `${IDENTITY}import { crypto, socket, ssl } from 'tsopenssl';
const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
const pair = [pem, crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key)].map((bytes) => new TextDecoder().decode(bytes));
context.loadCertChain(new TextEncoder().encode(pair.join('')));
const plain = new socket.Socket();
await plain.bind(['127.0.0.1', 0]);
await plain.listen();
${TELL('plain.getsockname()[1]')}
const serve = async (raw) => {
  const tls = await context.wrapSocket(raw, { serverSide: true });
  try {
    for (let data = await tls.read(); data.length > 0; data = await tls.read()) await tls.write(data);
  } finally {
    tls.close();
  }
};
for (;;) {
  const [raw] = await plain.accept();
  serve(raw).catch(() => raw.close());
}`,
    ...ECHO,
  },
};
