/** A peer that hangs up, or sends without end, while the answer of a callback is awaited. */
import { once } from 'node:events';
import net from 'node:net';
import nodeTls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import * as tls from '../../src/adapters/node/index.js';
import { accept, connect as connectWeb } from '../../src/adapters/web/index.js';
import { SSL } from '../../src/index.js';
import { heapInUse } from '../support/heap.js';
import { localPki } from '../support/pki.js';

const { ca, server: own } = localPki();
const CREDENTIALS = { cert: own.certPem + ca.certPem, key: own.keyPem };
const MIB = 1_048_576;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const never = () => new Promise<never>(() => undefined);

const servers: net.Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
});

async function listening<T extends net.Server>(server: T): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as net.AddressInfo).port;
}

/** The first message of a client that asks for a name and a protocol. */
function clientHello(): Uint8Array {
  const connection = new SSL.Connection(new SSL.Context(SSL.TLS_METHOD), null, 'client');
  connection.setTlsextHostName('localhost');
  connection.setAlpnProtos([Buffer.from('h2')]);
  connection.handshakeStatus();
  const hello = connection.takeOutput() as Uint8Array;
  connection.free();
  return hello;
}

/** A connection that has said hello. */
async function greeted(port: number): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  socket.write(clientHello());
  return socket;
}

type Answer = (error: null, context?: undefined) => void;

/** A server that tells when its SNICallback has been asked. */
function asking(module: typeof tls | typeof nodeTls) {
  let tell: (answer: Answer) => void;
  const asked = new Promise<Answer>((done) => {
    tell = done;
  });
  const options = { ...CREDENTIALS, SNICallback: (_name: string, done: never) => tell(done) };
  const server = (module.createServer as typeof nodeTls.createServer)(options as never);
  return { server, asked };
}

describe('a server of tsopenssl/node whose answer is awaited', () => {
  it.each([
    ['an end', (socket: net.Socket) => socket.end()],
    ['a destroyed socket', (socket: net.Socket) => socket.destroy()],
    ['a reset', (socket: net.Socket) => socket.resetAndDestroy()],
  ])('hears of %s at once, as node:tls does, and takes no answer after', async (_title, leave) => {
    const seen: object[] = [];
    for (const module of [nodeTls, tls]) {
      const { server, asked } = asking(module);
      const port = await listening(server);
      const failed = once(server, 'tlsClientError');
      const socket = await greeted(port);
      const answer = await asked;
      const before = performance.now();
      leave(socket);
      const [error, its] = (await failed) as [Error & { code: string }, nodeTls.TLSSocket];
      expect(performance.now() - before).toBeLessThan(1000);
      // It closes as well, and an answer that comes too late does nothing.
      if (!its.closed) await once(its, 'close');
      answer(null);
      await pause(10);
      seen.push({ code: error.code, message: error.message, destroyed: its.destroyed });
      socket.destroy();
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[1]).toMatchObject({ code: 'ECONNRESET' });
  });

  it('finds garbage once it has answered', async () => {
    const { server, asked } = asking(tls);
    const failed = once(server, 'tlsClientError');
    const socket = await greeted(await listening(server));
    const answer = await asked;
    socket.write(Buffer.alloc(1000, 0x55));
    await pause(10);
    answer(null);
    expect(((await failed)[0] as { code: string }).code).toMatch(/^ERR_SSL_/);
    socket.destroy();
  });

  it('reads a flood of at most some 64 KiB meanwhile', async () => {
    const { server, asked } = asking(tls);
    const socket = await greeted(await listening(server));
    await asked;
    const before = heapInUse();
    // What the systems and the streams between hold is theirs.
    for (let i = 0; i < 64; i++) socket.write(Buffer.alloc(MIB));
    await pause(100);
    expect(heapInUse() - before).toBeLessThan(4 * 65_536);
    expect(socket.writableLength).toBeGreaterThan(16 * MIB);
    const failed = once(server, 'tlsClientError');
    (await asked)(null);
    await failed;
    socket.destroy();
  });
});

describe('a client of tsopenssl/node whose answer is awaited', () => {
  it('hears of the end at once', async () => {
    const peers: net.Socket[] = [];
    const ciphers = 'PSK-AES128-CBC-SHA256';
    const theirs = nodeTls.createServer({ ciphers, maxVersion: 'TLSv1.2', pskCallback: () => null });
    theirs.on('connection', (socket: net.Socket) => peers.push(socket)).on('tlsClientError', () => undefined);
    const port = await listening(theirs);
    let asked = () => {};
    const isAsked = new Promise<void>((done) => {
      asked = done;
    });
    const socket = tls.connect({
      ...{ port, ciphers, maxVersion: 'TLSv1.2' as const },
      pskCallback: () => {
        asked();
        return never();
      },
    });
    const failed = once(socket, 'error').catch((error: unknown) => [error]);
    await isAsked;
    for (const peer of peers) peer.end();
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('tsopenssl/web', () => {
  /** A readable that a test feeds, and a writable that takes all. */
  function half() {
    let feed: ReadableStreamDefaultController<Uint8Array> | undefined;
    let pulled = 0;
    const readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          feed = controller;
        },
        pull: () => {
          pulled += 1;
        },
      },
      { highWaterMark: 0 },
    );
    const from = feed as ReadableStreamDefaultController<Uint8Array>;
    return { pair: { readable, writable: new WritableStream<Uint8Array>() }, from, pulled: () => pulled };
  }

  it.each([
    ['the end', (from: ReadableStreamDefaultController<Uint8Array>) => from.close(), { code: 'ECONNRESET' }],
    [
      'a failure',
      (from: ReadableStreamDefaultController<Uint8Array>) => from.error(new Error('the line is cut')),
      { message: 'the line is cut' },
    ],
  ])('hears of %s while an answer is awaited', async (_title, leave, error) => {
    const { pair, from } = half();
    let answer: (protocol: string) => void = () => {};
    const asked = new Promise<void>((tell) => {
      const ALPNCallback = () => {
        tell();
        return new Promise<string>((done) => {
          answer = done;
        });
      };
      const session = accept(pair as never, { ...CREDENTIALS, ALPNCallback });
      session.opened.catch(() => undefined);
      opened = session.opened;
    });
    from.enqueue(clientHello());
    await asked;
    leave(from);
    await expect(opened).rejects.toMatchObject(error);
    answer('h2');
    await pause(5);
  });
  let opened: Promise<unknown>;

  it('pulls no more than some 64 KiB meanwhile', async () => {
    const { pair, from, pulled } = half();
    const stop = new AbortController();
    const session = accept(pair as never, { ...CREDENTIALS, signal: stop.signal, ALPNCallback: never });
    const failed = expect(session.opened).rejects.toThrow('enough');
    from.enqueue(clientHello());
    for (let i = 0; i < 100; i++) from.enqueue(new Uint8Array(16_384));
    await pause(20);
    // The rest lies in the stream: it counts what is not taken below its mark of 0.
    expect(from.desiredSize).toBeLessThanOrEqual(-(100 - 4));
    expect(pulled()).toBeLessThanOrEqual(1);
    stop.abort(new Error('enough'));
    await failed;
  });

  it('goes on with what came while a client waited', async () => {
    const [a, b] = [new TransformStream<Uint8Array>(), new TransformStream<Uint8Array>()];
    const theirs = accept({ readable: a.readable, writable: b.writable } as never, {
      ...CREDENTIALS,
      contextFor: () => pause(5).then(() => undefined),
      ALPNCallback: () => pause(5).then(() => 'h2'),
      stapleFor: () => pause(5).then(() => Uint8Array.of(1)),
    });
    const mine = connectWeb({ readable: b.readable, writable: a.writable } as never, {
      ...{ host: 'localhost', ca: ca.certPem, ALPNProtocols: ['h2'], requestOCSP: true },
    });
    await Promise.all([mine.opened, theirs.opened]);
    const [writer, reader] = [mine.writable.getWriter(), theirs.readable.getReader()];
    for (let i = 0; i < 3; i++) {
      const [{ value }] = await Promise.all([reader.read(), writer.write(new Uint8Array(10_000).fill(i))]);
      expect(value).toEqual(new Uint8Array(10_000).fill(i));
    }
    await Promise.allSettled([mine.close(new Error('done')), theirs.close(new Error('done'))]);
  });
});
