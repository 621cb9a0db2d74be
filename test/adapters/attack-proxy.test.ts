/** A proxy that answers CONNECT and then is no tunnel: nothing that it says is an answer of the server, and the request ends. */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import https from '../../src/adapters/https/index.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A proxy that behaves so once it has said 200. @returns its port */
async function proxy(behaves: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = http.createServer().on('connect', (_request, stream) => {
    const socket = stream as Socket;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    behaves(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Asks a server behind the proxy, as the tunnel of docs/guides/https.md does. @returns the code that it ends with, or what was answered */
async function through(port: number, options: object = {}): Promise<string> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    http
      .request({ host: '127.0.0.1', port, method: 'CONNECT', path: 'bank.example:443' })
      .once('connect', (_response, tunnel, head) => {
        // What came in the same segment as the 200.
        if (head.length > 0) tunnel.unshift(head);
        resolve(tunnel as Socket);
      })
      .once('error', reject)
      .end();
  });
  closing.push(() => socket.destroy());
  const agent = new https.Agent(options);
  const create = agent.createConnection.bind(agent) as (given: object, made: unknown) => unknown;
  Object.assign(agent, { createConnection: (given: object, made: unknown) => create({ ...given, socket }, made) });
  return new Promise((resolve) => {
    const request = https
      .get('https://bank.example/secret', { agent, headers: { cookie: 'secret' } }, (response) => {
        resolve(`answered ${response.statusCode}`);
      })
      .on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message));
    closing.push(() => request.destroy());
  });
}

const PAGE = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello';

describe('a proxy that says 200 and then', () => {
  it.each([
    ['speaks HTTP in plain', (socket: Socket) => void socket.write(PAGE), /^ERR_SSL_/],
    ['speaks HTTP before it is asked, and closes', (socket: Socket) => void socket.end(PAGE), /^(ERR_SSL_|ECONNRESET)/],
    ['sends a page without a head', (socket: Socket) => void socket.write(`<html>${'x'.repeat(70_000)}`), /^ERR_SSL_/],
    ['closes', (socket: Socket) => void socket.end(), /^ECONNRESET$/],
    ['resets', (socket: Socket) => void socket.destroy(), /^ECONNRESET$/],
    [
      'sends half a record and closes',
      (socket: Socket) => void socket.end(Buffer.from('160303', 'hex')),
      /^(ERR_SSL_|ECONNRESET)/,
    ],
    ['says what it is told', (socket: Socket) => void socket.pipe(socket), /^ERR_SSL_/],
  ])('%s', async (_title, behaves, code) => {
    const heard: Buffer[] = [];
    const port = await proxy((socket) => {
      socket.on('data', (data) => heard.push(data));
      behaves(socket);
    });
    expect(await through(port)).toMatch(code);
    expect(Buffer.concat(heard).includes('secret')).toBe(false);
  });

  it('says nothing: the handshake has its time', async () => {
    const port = await proxy(() => {});
    expect(await through(port, { handshakeTimeout: 300 })).toBe('ERR_TLS_HANDSHAKE_TIMEOUT');
  });
});
