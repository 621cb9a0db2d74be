/** `tsopenssl/websocket` through real proxies, websockify and a Wisp server, to a real TLS server. */
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
// @ts-expect-error it has no types
import { logging, server as wispServer } from '@mercuryworkshop/wisp-js/server';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { connect as connectStreams } from '../../src/adapters/web/index.js';
import { connect, type WebSocketLike, Wisp } from '../../src/adapters/websocket/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { hasWebsockify, startWebsockify } from '../support/web-socket-proxy.js';

const { ca, server } = localPki();
const closers = closeAfterEach();

const listen = (listener: net.Server) => listenOnLoopback(listener, closers);

const echo = () => tls.createServer({ cert: server.certPem, key: server.keyPem }, (socket) => socket.pipe(socket));
const BIG = 'tsopenssl '.repeat(300_000);
const open = (url: string) => new WebSocket(url) as unknown as WebSocketLike;

async function exchange(socket: ReturnType<typeof connect>): Promise<string> {
  const writer = socket.writable.getWriter();
  const answer = new Response(socket.readable as BodyInit).text();
  await writer.write(BIG);
  await writer.close();
  return answer;
}

describe.skipIf(!hasWebsockify)('websockify (where missing: `apt-get install websockify`)', () => {
  it('carries TLS to a server of node:tls', async () => {
    const proxy = await startWebsockify(await listen(echo()));
    closers.push(proxy.stop);
    const socket = connect(open(proxy.url), { host: 'localhost', ca: ca.certPem });
    expect((await socket.opened).protocol).toBe('TLSv1.3');
    expect((await exchange(socket)).length).toBe(BIG.length);
    await socket.closed;
  });

  it('refuses a server that is not the one', async () => {
    const proxy = await startWebsockify(await listen(echo()));
    closers.push(proxy.stop);
    const socket = connect(open(proxy.url), { host: 'elsewhere.test', ca: ca.certPem });
    await expect(socket.opened).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});

describe('Wisp', () => {
  async function proxy(): Promise<string> {
    logging.set_level(logging.NONE);
    wispServer.options.allow_loopback_ips = true;
    wispServer.options.allow_private_ips = true;
    const listener = http.createServer();
    listener.on('upgrade', (request, socket, head) => wispServer.routeRequest(request, socket, head));
    return `ws://127.0.0.1:${await listen(listener)}/wisp/`;
  }

  it('carries several TLS sessions at a time', async () => {
    const port = await listen(echo());
    const wisp = new Wisp(open(await proxy()));
    closers.push(() => wisp.close());
    const answers = [1, 2, 3].map(() =>
      exchange(connectStreams(wisp.connect('127.0.0.1', port), { host: 'localhost', ca: ca.certPem })),
    );
    expect((await Promise.all(answers)).map((answer) => answer.length)).toEqual(Array(3).fill(BIG.length));
  });

  it('says why a stream was closed', async () => {
    const port = await listen(net.createServer());
    const wisp = new Wisp(open(await proxy()));
    closers.push(() => wisp.close());
    wispServer.options.port_blacklist = [port];
    const socket = connectStreams(wisp.connect('127.0.0.1', port), { host: 'localhost', ca: ca.certPem });
    await expect(socket.opened).rejects.toThrow(/Wisp: the proxy does not connect there/);
    wispServer.options.port_blacklist = [];
  });
});

describe('a WebSocket', () => {
  async function serve(onSocket: (socket: WebSocket) => void): Promise<string> {
    const listener = http.createServer();
    new WebSocketServer({ server: listener }).on('connection', onSocket);
    return `ws://127.0.0.1:${await listen(listener)}`;
  }

  it('that closes within the handshake is an error', async () => {
    const url = await serve((socket) => socket.close(1011, 'no such target'));
    const socket = connect(open(url), { host: 'localhost', ca: ca.certPem });
    await expect(socket.opened).rejects.toThrow(/1011 no such target/);
  });

  it('that speaks text is an error', async () => {
    const url = await serve((socket) => socket.send('hello'));
    const socket = connect(open(url), { host: 'localhost', ca: ca.certPem });
    await expect(socket.opened).rejects.toThrow(/binary frames/);
  });

  it('that cannot be reached is an error', async () => {
    const socket = connect(open('ws://127.0.0.1:9/'), { host: 'localhost', ca: ca.certPem });
    await expect(socket.opened).rejects.toThrow();
  });
});
