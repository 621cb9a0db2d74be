/** `tsopenssl/https` and node:https, each at either end: one script for all. */
import { once } from 'node:events';
import http from 'node:http';
import nodeHttps from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';
import { inherits } from 'node:util';
import { describe, expect, it } from 'vitest';
import ourHttps, * as names from '../../src/adapters/https/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const closers = closeAfterEach();
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type Https = typeof nodeHttps;
const ours = ourHttps as unknown as Https;

const PAIRS: readonly (readonly [client: string, server: string, Https, Https])[] = [
  ['node:https', 'node:https', nodeHttps, nodeHttps],
  ['tsopenssl/https', 'node:https', ours, nodeHttps],
  ['node:https', 'tsopenssl/https', nodeHttps, ours],
  ['tsopenssl/https', 'tsopenssl/https', ours, ours],
];

describe.each(PAIRS)('a client of %s and a server of %s', (_, __, client, serving) => {
  async function serve(options: object, listener?: http.RequestListener) {
    const made = serving.createServer({ ...credentials, ...options }, listener);
    closers.push(() => made.closeAllConnections());
    return { server: made, port: await listenOnLoopback(made, closers) };
  }

  /** Sends a request. @returns what came, and over which socket */
  async function send(port: number, options: nodeHttps.RequestOptions & tls.ConnectionOptions = {}, body?: string) {
    const request = client.request({ host: 'localhost', port, ca: ca.certPem, ...options });
    request.end(body);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const { socket, statusCode } = response;
    return { body: await text(response), statusCode, socket, reused: request.reusedSocket };
  }

  const failure = async (port: number, options: nodeHttps.RequestOptions = {}) => {
    const request = client.get({ host: 'localhost', port, ca: ca.certPem, ...options });
    const [error] = (await once(request, 'error')) as [NodeJS.ErrnoException];
    return error;
  };

  function agentOf(options: nodeHttps.AgentOptions = {}): nodeHttps.Agent {
    const agent = new client.Agent({ keepAlive: true, ...options });
    closers.push(() => agent.destroy());
    return agent;
  }

  it('exchange requests, keep the connection, and name each other', async () => {
    const { server: made, port } = await serve({}, (request, response) => {
      const { encrypted, alpnProtocol } = request.socket as tls.TLSSocket;
      const { server: its } = request.socket as unknown as { server: unknown };
      response.end(JSON.stringify([request.method, request.url, encrypted, alpnProtocol, its === made]));
    });
    const agent = agentOf();
    const first = await send(port, { path: '/a?b', method: 'POST', agent, ALPNProtocols: ['http/1.1'] }, 'body');
    expect(JSON.parse(first.body)).toEqual(['POST', '/a?b', true, 'http/1.1', true]);
    const second = await send(port, { agent, ALPNProtocols: ['http/1.1'] });
    expect(second.reused).toBe(true);
    expect(second.socket).toBe(first.socket);
    expect(second.socket).toHaveProperty('authorized', true);
  });

  it('take URLs, as text and as objects, and options over them', async () => {
    const { port } = await serve({}, (request, response) => response.end(request.url));
    const get = async (...args: unknown[]) => {
      const request = Reflect.apply(client.get, client, args) as http.ClientRequest;
      return text(((await once(request, 'response')) as [http.IncomingMessage])[0]);
    };
    const agent = agentOf({ ca: ca.certPem });
    expect(await get(`https://localhost:${port}/x?y`, { agent })).toBe('/x?y');
    expect(await get(new URL(`https://localhost:${port}/z`), { agent, path: '/over' })).toBe('/over');
    let called = false;
    await get(new URL(`https://localhost:${port}/z`), { agent }, () => {
      called = true;
    });
    expect(called).toBe(true);
    const codes = [`http://localhost:${port}/`, 'nonsense', { protocol: 'http:' }];
    expect(codes.map((url) => (thrownBy(() => client.get(url as string)) as NodeJS.ErrnoException).code)).toEqual([
      'ERR_INVALID_PROTOCOL',
      'ERR_INVALID_URL',
      'ERR_INVALID_PROTOCOL',
    ]);
  });

  it('verify: an unknown CA, another name, and a name that the Host header makes another', async () => {
    const { port } = await serve({}, (_request, response) => response.end());
    expect(await failure(port, { ca: undefined, agent: false })).toHaveProperty(
      'code',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    );
    expect(await failure(port, { servername: 'other.test' })).toHaveProperty('code', 'ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await failure(port, { headers: { host: 'other.test' } })).toHaveProperty(
      'code',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
    expect((await send(port, { host: '127.0.0.1', agent: false })).statusCode).toBe(200);
  });

  it('say "socket hang up" where the server goes', async () => {
    const { port } = await serve({}, (request) => void request.socket.destroy());
    expect(await failure(port, { agent: false })).toMatchObject({ code: 'ECONNRESET', message: 'socket hang up' });
  });

  it('have the events of expectations, upgrades and tunnels, in order', async () => {
    const events: string[] = [];
    const { server: made, port } = await serve({});
    made.on('request', (_request, response) => response.end('r'));
    made.on('checkContinue', (_request, response) => {
      events.push('checkContinue');
      response.writeContinue();
      response.end('c');
    });
    made.on('checkExpectation', (_request, response) => {
      events.push('checkExpectation');
      response.writeHead(417).end();
    });
    const echo = (_request: unknown, socket: Duplex, head: Buffer) => {
      events.push(`server ${head.length}`);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n');
      socket.pipe(socket);
    };
    made.on('upgrade', echo).on('connect', echo);
    const run = async (options: nodeHttps.RequestOptions, body?: string) => {
      const request = client.request({ host: 'localhost', port, ca: ca.certPem, agent: false, ...options });
      for (const event of ['socket', 'continue', 'upgrade', 'connect', 'response', 'error']) {
        request.on(event, () => events.push(event));
      }
      const echoed = new Promise<void>((resolve) => {
        const talk = (_response: unknown, socket: Duplex) => {
          socket.once('data', (data) => {
            events.push(String(data));
            socket.destroy();
            resolve();
          });
          socket.write('hello');
        };
        request.on('upgrade', talk).on('connect', talk);
        request.on('response', (response) => response.resume().on('end', resolve));
      });
      request.end(body);
      await echoed;
      return events.splice(0);
    };
    const expecting = { method: 'POST', headers: { expect: '100-continue' } };
    expect(await run(expecting, 'x')).toEqual(['socket', 'checkContinue', 'continue', 'response']);
    expect(await run({ headers: { expect: 'magic' } })).toEqual(['socket', 'checkExpectation', 'response']);
    const upgrading = { headers: { connection: 'upgrade', upgrade: 'echo' } };
    expect(await run(upgrading)).toEqual(['socket', 'server 0', 'upgrade', 'hello']);
    const tunnel = { method: 'CONNECT', path: 'x.test:1', servername: 'localhost' };
    expect(await run(tunnel)).toEqual(['socket', 'server 0', 'connect', 'hello']);
  });

  it('answer without listeners for expectations and upgrades as node:http does', async () => {
    const { port } = await serve({}, (_request, response) => response.end('plain'));
    expect((await send(port, { method: 'POST', headers: { expect: '100-continue' } }, 'x')).body).toBe('plain');
    expect((await send(port, { headers: { expect: 'magic' } })).statusCode).toBe(417);
    expect((await send(port, { headers: { connection: 'upgrade', upgrade: 'x' } })).body).toBe('plain');
    expect(await failure(port, { method: 'CONNECT', path: 'x.test:1', servername: 'localhost' })).toHaveProperty(
      'code',
      'ECONNRESET',
    );
  });

  it('have time-outs: of the request at the client, and of idle connections at the server', async () => {
    const { server: made, port } = await serve({}, () => undefined);
    const request = client.get({ host: 'localhost', port, ca: ca.certPem, timeout: 100, agent: false });
    const failed = once(request, 'error') as Promise<[NodeJS.ErrnoException]>;
    request.once('timeout', () => request.destroy());
    expect((await failed)[0]).toHaveProperty('code', 'ECONNRESET');
    const timedOut: unknown[] = [];
    expect(made.setTimeout(100, (socket) => timedOut.push('encrypted' in socket.destroy()))).toBe(made);
    expect(made.timeout).toBe(100);
    expect(await failure(port, { agent: false })).toHaveProperty('code', 'ECONNRESET');
    expect(timedOut).toEqual([true]);
  });

  it('abort by a signal', async () => {
    const { port } = await serve({}, () => undefined);
    const controller = new AbortController();
    const failed = failure(port, { signal: controller.signal, agent: false });
    setTimeout(() => controller.abort(), 50);
    expect(await failed).toHaveProperty('code', 'ABORT_ERR');
  });

  it('close: idle connections go, a request is waited for, and closeAllConnections ends it', async () => {
    const { server: made, port } = await serve({}, (request, response) => {
      if (request.url !== '/slow') response.end('x');
    });
    const agent = agentOf();
    await send(port, { agent });
    const slow = failure(port, { agent, path: '/slow' });
    await once(made, 'request');
    await send(port, { agent });
    let closed = false;
    made.close(() => {
      closed = true;
    });
    await expect.poll(() => Object.keys(agent.freeSockets)).toEqual([]);
    await pause(50);
    expect(closed).toBe(false);
    made.closeAllConnections();
    expect(await slow).toHaveProperty('code', 'ECONNRESET');
    await expect.poll(() => closed).toBe(true);
  });

  it('queue beyond maxSockets, and keep one connection for all', async () => {
    const { server: made, port } = await serve({}, (_request, response) => response.end('x'));
    let connections = 0;
    made.on('secureConnection', () => {
      connections += 1;
    });
    const agent = agentOf({ maxSockets: 1 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(port, { agent })));
    expect(answers.map(({ body }) => body)).toEqual(Array(8).fill('x'));
    expect(connections).toBe(1);
  });

  it('resume sessions on new connections of an agent', async () => {
    const resumed: boolean[] = [];
    const { port } = await serve({}, (request, response) => {
      resumed.push((request.socket as tls.TLSSocket).isSessionReused());
      response.end('x'.repeat(1000));
    });
    const agent = agentOf({ keepAlive: false });
    const none = agentOf({ keepAlive: false, maxCachedSessions: 0 });
    for (const each of [agent, agent, none, none]) {
      const { socket } = await send(port, { agent: each });
      if (!socket.destroyed) await once(socket, 'close');
    }
    expect(resumed).toEqual([false, true, false, false]);
  });

  it('use the default agent where none is named, and a connection of its own for false', async () => {
    const { port } = await serve({}, (_request, response) => response.end('x'));
    const before = client.globalAgent;
    const agent = agentOf();
    client.globalAgent = agent;
    try {
      await send(port);
      expect(Object.keys(agent.freeSockets)).toHaveLength(1);
      expect((await send(port)).reused).toBe(true);
      expect((await send(port, { agent: false })).reused).toBe(false);
    } finally {
      client.globalAgent = before;
    }
  });

  it('take createConnection of a request or an agent, without an agent of their own', async () => {
    const { port } = await serve({}, (_request, response) => response.end('made'));
    const createConnection = () => tls.connect({ port, host: 'localhost', ca: ca.certPem });
    expect((await send(port, { createConnection })).body).toBe('made');
  });
});

describe.each([
  ['node:https', nodeHttps],
  ['tsopenssl/https', ours],
] as const)('a server of %s', (_, { createServer, Server, Agent, globalAgent }) => {
  it('is made with and without new, and has the numbers of node:https', async () => {
    const listener = () => undefined;
    const made = [
      createServer(listener),
      createServer(credentials, listener),
      new Server(credentials),
      (Server as unknown as () => nodeHttps.Server)(),
    ];
    for (const each of made) {
      expect(each).toBeInstanceOf(Server);
      expect(each).toBeInstanceOf(net.Server);
      expect(each.constructor.name).toBe('Server');
      const { timeout, headersTimeout, requestTimeout, keepAliveTimeout, maxHeadersCount } = each;
      expect([timeout, headersTimeout, requestTimeout, keepAliveTimeout, maxHeadersCount]).toEqual([
        ...[0, 60_000, 300_000, 5000, null],
      ]);
    }
    const set = createServer({ keepAliveTimeout: 7, headersTimeout: 8, requestTimeout: 9, maxHeaderSize: 1000 });
    expect([set.keepAliveTimeout, set.headersTimeout, set.requestTimeout]).toEqual([7, 8, 9]);
    expect(thrownBy(() => createServer({ headersTimeout: 9, requestTimeout: 8 }))).toHaveProperty(
      'code',
      'ERR_OUT_OF_RANGE',
    );
    expect(thrownBy(() => createServer(5 as never))).toHaveProperty('code', 'ERR_INVALID_ARG_TYPE');
  });

  it('can be inherited from, as can an agent, by class and as of old', async () => {
    class Modern extends Server {}
    function Old(this: nodeHttps.Server, options: object) {
      (Server as unknown as (this: nodeHttps.Server, options: object) => void).call(this, options);
    }
    inherits(Old, Server);
    function OldAgent(this: nodeHttps.Agent, options: object) {
      (Agent as unknown as (this: nodeHttps.Agent, options: object) => void).call(this, options);
    }
    inherits(OldAgent, Agent);
    const agent = Reflect.construct(OldAgent, [{ ca: ca.certPem, maxCachedSessions: 3 }]) as nodeHttps.Agent;
    expect(agent).toMatchObject({ maxCachedSessions: 3, defaultPort: 443, protocol: 'https:' });
    expect((Agent as unknown as () => nodeHttps.Agent)()).toBeInstanceOf(http.Agent);
    expect(globalAgent).toMatchObject({ keepAlive: true, options: { timeout: 5000 } });
    for (const made of [new Modern(credentials), Reflect.construct(Old, [credentials]) as nodeHttps.Server]) {
      made.on('request', (_request, response) => response.end('x'));
      const port = await listenOnLoopback(made, closers);
      const request = nodeHttps.get({ host: 'localhost', port, agent });
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      expect(await text(response)).toBe('x');
    }
  });

  it('ends a head and a request that do not come in time, and tells of it', async () => {
    const errors: unknown[] = [];
    const limits = { headersTimeout: 200, requestTimeout: 300, connectionsCheckingInterval: 50 };
    const made = createServer({ ...credentials, ...limits }, () => undefined);
    made.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      errors.push(error.code);
      socket.destroy();
    });
    const port = await listenOnLoopback(made, closers);
    for (const head of ['GET / HT', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nx']) {
      const socket = tls.connect({ port, host: 'localhost', ca: ca.certPem }).on('error', () => undefined);
      socket.write(head);
      await once(socket.resume(), 'close');
    }
    expect(errors).toEqual(['ERR_HTTP_REQUEST_TIMEOUT', 'ERR_HTTP_REQUEST_TIMEOUT']);
  });

  it('answers nonsense with 400, or tells clientError of it and of failed handshakes', async () => {
    const made = createServer(credentials, () => undefined);
    const port = await listenOnLoopback(made, closers);
    const send = async () => {
      const socket = tls.connect({ port, host: 'localhost', ca: ca.certPem }).on('error', () => undefined);
      socket.write('nonsense\r\n\r\n');
      return text(socket);
    };
    expect(await send()).toContain('400 Bad Request');
    const errors: unknown[] = [];
    made.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      errors.push(error.code);
      socket.destroy();
    });
    await send();
    const raw = net.connect(port, '127.0.0.1').on('error', () => undefined);
    raw.write('GET / HTTP/1.1\r\n\r\n');
    await expect.poll(() => errors).toEqual(['HPE_INVALID_METHOD', 'ERR_SSL_HTTP_REQUEST']);
    raw.destroy();
  });

  it('serves connections that others have accepted, and counts requests of one', async () => {
    const made = createServer(credentials, (_request, response) => response.end('x'));
    made.maxRequestsPerSocket = 1;
    const dropped: unknown[] = [];
    made.on('dropRequest', (request) => dropped.push(request.url));
    const port = await listenOnLoopback(
      net.createServer((socket) => made.emit('connection', socket)),
      closers,
    );
    const socket = tls.connect({ port, host: 'localhost', ca: ca.certPem });
    socket.write('GET /1 HTTP/1.1\r\nhost: x\r\n\r\nGET /2 HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(await text(socket)).toContain('503 Service Unavailable');
    expect(dropped).toEqual(['/2']);
  });

  it('is disposed of asynchronously', async () => {
    const made = createServer(credentials).listen(0);
    await once(made, 'listening');
    await made[Symbol.asyncDispose]();
    expect(made.listening).toBe(false);
  });
});

it('has all names of node:https, in its default export too', () => {
  const expected = Object.keys(nodeHttps).sort();
  expect(Object.keys(ourHttps).sort()).toEqual(expected);
  expect(
    Object.keys(names)
      .filter((name) => name !== 'default')
      .sort(),
  ).toEqual(expected);
});
