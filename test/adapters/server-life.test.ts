/** No peer ends the process of a server, and what a stream beneath fails with is what the session fails with. */
import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { connect, createServer, TLSSocket } from '../../src/adapters/node/index.js';
import { connect as connectWeb, type StreamPair } from '../../src/adapters/web/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { uncaughtDuring } from '../support/uncaught.js';

const { ca, server } = localPki();
const closers = closeAfterEach();
const credentials = { cert: server.certPem, key: server.keyPem };

/** A client of node:tls, and the stream beneath it, after the handshake and a first exchange. */
async function visit(port: number): Promise<{ raw: net.Socket; socket: tls.TLSSocket }> {
  const raw = net.connect(port, '127.0.0.1').on('error', () => undefined);
  const socket = tls.connect({ socket: raw, ca: ca.certPem, servername: 'localhost' }).on('error', () => undefined);
  await once(socket, 'secureConnect');
  socket.write('hello');
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { raw, socket };
}

describe('a server socket that nobody listens to for errors', () => {
  it.each([
    ['a reset', (raw: net.Socket) => raw.resetAndDestroy(), 'ECONNRESET'],
    ['garbage', (raw: net.Socket) => raw.write('garbage garbage'), 'ERR_SSL_BAD_RECORD_TYPE'],
  ] as const)('closes at %s, and the process lives', async (_, attack, code) => {
    const sockets: TLSSocket[] = [];
    const seen = await uncaughtDuring(async () => {
      const listener = createServer(credentials, (socket) => {
        sockets.push(socket);
        socket.pipe(socket);
      });
      const { raw } = await visit(await listenOnLoopback(listener, closers));
      attack(raw);
      await expect.poll(() => sockets[0]?.closed).toBe(true);
      raw.destroy();
    });
    expect(seen).toEqual([]);
    expect(sockets[0]?.errored).toMatchObject({ code });
  });

  it('also where the server was made of a plain one, as for STARTTLS', async () => {
    const seen = await uncaughtDuring(async () => {
      let socket: TLSSocket | undefined;
      const listener = net.createServer((raw) => {
        socket = new TLSSocket(raw, { ...credentials, isServer: true });
        socket.pipe(socket);
      });
      const { raw } = await visit(await listenOnLoopback(listener, closers));
      raw.write('garbage garbage');
      await expect.poll(() => socket?.closed).toBe(true);
    });
    expect(seen).toEqual([]);
  });

  it('also where it fails by itself, and a client without a listener does tell', async () => {
    const seen = await uncaughtDuring(async () => {
      const listener = createServer(credentials, (socket) => socket.destroy(new Error('of the server')));
      const port = await listenOnLoopback(listener, closers);
      const socket = connect({ port, host: 'localhost', ca: ca.certPem });
      await once(socket, 'secureConnect');
      socket.destroy(new Error('of the client'));
      await new Promise((resolve) => socket.on('close', resolve));
    });
    expect(seen).toEqual([{ origin: 'uncaughtException', message: 'of the client' }]);
  });

  it('tells those that do listen', async () => {
    const errors: unknown[] = [];
    const listener = createServer(credentials, (socket) => {
      socket.on('error', (error) => errors.push(error)).resume();
    });
    const { raw } = await visit(await listenOnLoopback(listener, closers));
    raw.resetAndDestroy();
    await expect.poll(() => errors).toMatchObject([{ code: 'ECONNRESET' }]);
  });
});

describe('a server', () => {
  it('that cannot make a socket drops the connection, tells of it, and takes the next', async () => {
    const listener = createServer(credentials, (socket) => socket.end('x'));
    const errors: unknown[] = [];
    listener.on('tlsClientError', (error) => errors.push(error));
    const port = await listenOnLoopback(listener, closers);
    // As without memory: what the constructor does with a stream throws.
    const broken = Object.preventExtensions(new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() }));
    const seen = await uncaughtDuring(async () => {
      listener.emit('connection', broken);
      const socket = connect({ port, host: 'localhost', ca: ca.certPem }).resume();
      await once(socket, 'close');
    });
    expect(errors).toMatchObject([{ message: expect.stringContaining('not extensible') }]);
    expect(broken.destroyed).toBe(true);
    expect(seen).toEqual([]);
  });
});

const failing: Readonly<Record<string, (error: Error) => Duplex>> = {
  'throws in _read': (error) =>
    new Duplex({
      read() {
        throw error;
      },
      write: (_chunk, _encoding, done) => done(),
    }),
  'is destroyed in _read': (error) =>
    new Duplex({
      read() {
        this.destroy(error);
      },
      write: (_chunk, _encoding, done) => done(),
    }),
  'is destroyed later': (error) => {
    const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
    setTimeout(() => stream.destroy(error), 20);
    return stream;
  },
  'fails to write': (error) => new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done(error) }),
  'was destroyed before': (error) => {
    const stream = new Duplex({ read: () => undefined }).on('error', () => undefined);
    return stream.destroy(error);
  },
};

describe('a Duplex that fails', () => {
  it.each(Object.entries(failing))(
    'and %s: its error is that of the socket, over it and over streams',
    async (_, make) => {
      const error = new Error('of the stream');
      const socket = connect({ socket: make(error), servername: 'localhost', ca: ca.certPem });
      expect((await once(socket, 'error'))[0]).toBe(error);
      const pair = Duplex.toWeb(make(error)) as unknown as StreamPair;
      await expect(connectWeb(pair, { host: 'localhost', ca: ca.certPem }).opened).rejects.toThrow();
    },
  );

  it('after the handshake keeps its error too', async () => {
    const listener = createServer(credentials, (socket) => socket.write('x'));
    const raw = net.connect(await listenOnLoopback(listener, closers), '127.0.0.1');
    const socket = connect({ socket: raw, servername: 'localhost', ca: ca.certPem });
    await once(socket, 'data');
    const error = new Error('of the stream');
    raw.destroy(error);
    expect((await once(socket, 'error'))[0]).toBe(error);
  });
});

describe('a stream that gave text before', () => {
  it.each(['utf8', 'latin1', 'hex', 'utf16le'] as const)('carries TLS after setEncoding(%j)', async (encoding) => {
    const port = await listenOnLoopback(
      createServer(credentials, (socket) => socket.pipe(socket)),
      closers,
    );
    const raw = net.connect(port, '127.0.0.1').setEncoding(encoding);
    const socket = connect({ socket: raw, servername: 'localhost', ca: ca.certPem });
    const sent = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index & 255));
    socket.end(sent);
    const got: Buffer[] = [];
    for await (const data of socket) got.push(data as Buffer);
    expect(Buffer.concat(got).equals(sent)).toBe(true);
  });
});

describe('the end of a socket', () => {
  it('of a given stream that the peer ends cleanly is an end and no error', async () => {
    const port = await listenOnLoopback(
      tls.createServer(credentials, (socket) => socket.end('bye')),
      closers,
    );
    for (let round = 0; round < 10; round++) {
      const socket = connect({ socket: net.connect(port, '127.0.0.1'), servername: 'localhost', ca: ca.certPem });
      const events: unknown[] = [];
      for (const event of ['error', 'end', 'close']) socket.on(event, (value) => events.push([event, value]));
      socket.resume();
      await once(socket, 'close');
      expect(events).toEqual([
        ['end', undefined],
        ['close', false],
      ]);
    }
  });

  it('is told also where nobody listened to the error', async () => {
    const closed: unknown[] = [];
    const seen = await uncaughtDuring(async () => {
      const port = await listenOnLoopback(createServer(credentials), closers);
      const socket = connect({ port, host: 'localhost', ca: ca.certPem, servername: 'a.test' });
      socket.on('close', (hadError?: boolean) => closed.push(hadError));
      await expect.poll(() => closed).toEqual([true]);
    });
    expect(seen).toMatchObject([{ origin: 'uncaughtException' }]);
  });

  it('is told without a reader, and says whether there was an error', async () => {
    const port = await listenOnLoopback(
      tls.createServer(credentials, (socket) => socket.end()),
      closers,
    );
    const quiet = connect({ port, host: 'localhost', ca: ca.certPem });
    expect(await once(quiet, 'close')).toEqual([false]);
    const refused = connect({ port, host: 'localhost', ca: ca.certPem, servername: 'a.test' });
    refused.on('error', () => undefined);
    expect(await new Promise((resolve) => refused.on('close', resolve))).toBe(true);
  });
});
