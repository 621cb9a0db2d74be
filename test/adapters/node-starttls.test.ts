/** A stream that was in use becomes TLS (STARTTLS): what lies beneath belongs to the session, as node:tls has it. */
import { once } from 'node:events';
import net from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { connect, TLSSocket } from '../../src/adapters/node/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { thrownBy } from '../support/thrown.js';
import { uncaughtDuring } from '../support/uncaught.js';

const { ca, server, client } = localPki();
const closers = closeAfterEach();
const credentials = { cert: server.certPem, key: server.keyPem };
const trust = { ca: ca.certPem, servername: 'localhost' };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A plain server that says OK to the first word, and then speaks TLS by node:tls: it echoes. */
async function plainThenTls(): Promise<number> {
  return listenOnLoopback(
    net.createServer((plain) => {
      plain.on('error', () => undefined);
      plain.once('data', () => {
        plain.write('OK');
        const secureContext = tls.createSecureContext(credentials);
        const secure = new tls.TLSSocket(plain, { isServer: true, secureContext });
        secure.on('error', () => undefined).on('data', (data: Buffer) => secure.write(data));
      });
    }),
    closers,
  );
}

/** A socket of which a plain protocol has made use. */
async function used(prepare: (plain: net.Socket) => void = () => undefined): Promise<net.Socket> {
  const plain = net.connect(await plainThenTls(), '127.0.0.1').on('error', () => undefined);
  closers.push(() => plain.destroy());
  prepare(plain);
  plain.write('STARTTLS');
  await once(plain, 'data');
  return plain;
}

async function echoes(secure: TLSSocket): Promise<string> {
  secure.write('hello');
  return String((await once(secure, 'data'))[0]);
}

describe('a stream that was in use', () => {
  it.each<[string, (plain: net.Socket) => void, (plain: net.Socket) => void]>([
    ['was decoded as text', (plain) => plain.setEncoding('utf8'), () => undefined],
    ['was paused', () => undefined, (plain) => plain.pause()],
    [
      'is paused afterwards, again and again',
      () => undefined,
      (plain) => void setInterval(() => plain.pause(), 1).unref(),
    ],
    ['is read by others afterwards', () => undefined, (plain) => void setInterval(() => plain.read(), 1).unref()],
    ['loses its listeners', () => undefined, (plain) => process.nextTick(() => plain.removeAllListeners())],
    ['loses its listeners at once', () => undefined, (plain) => plain.removeAllListeners()],
    ['is decoded afterwards', () => undefined, (plain) => process.nextTick(() => plain.setEncoding('utf8'))],
    ['was corked', () => undefined, (plain) => plain.cork()],
    ['is piped elsewhere', () => undefined, (plain) => void plain.pipe(new PassThrough()).resume()],
  ])('that %s carries the session', async (_, before, after) => {
    const plain = await used(before);
    const secure = connect({ socket: plain, ...trust });
    after(plain);
    expect(await echoes(secure)).toBe('hello');
  });

  it('shows none of its ciphertext to listeners of before', async () => {
    const plain = await used();
    const seen: unknown[] = [];
    for (const event of ['data', 'end', 'readable']) plain.on(event, () => seen.push(event));
    const secure = connect({ socket: plain, ...trust });
    expect(await echoes(secure)).toBe('hello');
    secure.end();
    await once(secure, 'close');
    expect(seen).toEqual([]);
  });

  it('loses its listeners while it still connects', async () => {
    const port = await listenOnLoopback(
      tls.createServer(credentials, (socket) => socket.pipe(socket)),
      closers,
    );
    const plain = net.connect(port, '127.0.0.1');
    const secure = connect({ socket: plain, ...trust });
    plain.removeAllListeners();
    expect(await echoes(secure)).toBe('hello');
  });

  it('gives what was read ahead of it, and put back', async () => {
    const listener = net.createServer((plain) => {
      plain.once('readable', async () => {
        // All of the first flight has been read, and is put back in two pieces.
        await pause(50);
        const hello = plain.read() as Buffer;
        plain.unshift(hello.subarray(10));
        plain.unshift(hello.subarray(0, 10));
        const secure = new TLSSocket(plain, { ...credentials, isServer: true });
        secure.pipe(secure);
      });
    });
    const secure = tls.connect({ port: await listenOnLoopback(listener, closers), ...trust });
    closers.push(() => secure.destroy());
    secure.write('hello');
    expect(String((await once(secure, 'data'))[0])).toBe('hello');
  });

  it.each([
    ['readableObjectMode', { readableObjectMode: true }],
    ['writableObjectMode', { writableObjectMode: true }],
  ])('of objects (%s) is refused', (_, mode) => {
    const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done(), ...mode });
    expect(thrownBy(() => connect({ socket: stream, ...trust }))).toMatchObject({
      name: 'TypeError',
      code: 'ERR_STREAM_WRAP',
    });
    expect(thrownBy(() => new TLSSocket(stream, { ...credentials, isServer: true }))).toMatchObject({
      code: 'ERR_STREAM_WRAP',
    });
  });

  it('that gives an object all the same fails the session, and not the process', async () => {
    const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const secure = connect({ socket: stream, ...trust });
    const failed = once(secure, 'error');
    const seen = await uncaughtDuring(async () => {
      stream.push({ not: 'bytes' });
      expect((await failed)[0]).toMatchObject({ code: 'ERR_STREAM_WRAP' });
    });
    expect(seen).toEqual([]);
  });

  it('whose peer ends first is an end, and not an error', async () => {
    const port = await listenOnLoopback(
      tls.createServer(credentials, (socket) => void socket.on('error', () => undefined).end('bye')),
      closers,
    );
    for (let round = 0; round < 10; round++) {
      const seen: unknown[] = [];
      const secure = connect({ socket: net.connect(port, '127.0.0.1'), ...trust });
      for (const event of ['end', 'error']) secure.on(event, () => seen.push(event));
      const [hadError] = await once(secure.resume(), 'close');
      expect([seen, hadError]).toEqual([['end'], false]);
    }
  });

  it('keeps what it had of half-open, unless it is told', () => {
    const open = () => new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const over = (socket: Duplex, options = {}) => {
      const ours = connect({ socket, ...trust, ...options });
      closers.push(() => ours.destroy());
      return ours.allowHalfOpen;
    };
    const native = (socket: Duplex) => {
      const theirs = tls.connect({ socket, ...trust });
      closers.push(() => theirs.destroy());
      return theirs.allowHalfOpen;
    };
    const closed = () => new net.Socket();
    expect([over(open()), over(closed())]).toEqual([native(open()), native(closed())]);
    expect([over(open(), { allowHalfOpen: false }), over(closed(), { allowHalfOpen: true })]).toEqual([false, true]);
  });
});

describe('a fatal alert', () => {
  it('reaches a peer that is still writing', async () => {
    const listener = net.createServer((plain) => {
      const secure = new TLSSocket(plain, { ...credentials, ca: ca.certPem, isServer: true, requestCert: true });
      secure.on('error', () => undefined);
    });
    const port = await listenOnLoopback(listener, closers);
    for (let round = 0; round < 5; round++) {
      // In TLS 1.3 the client is done before the server has seen that it has no certificate.
      const secure = tls.connect({ port, ...trust, minVersion: 'TLSv1.3' });
      const failed = once(secure, 'error');
      // A second one, of the writing.
      secure.on('error', () => undefined);
      secure.on('secureConnect', () => {
        for (let i = 0; i < 40; i++) secure.write(Buffer.alloc(100_000));
        secure.resume();
      });
      const [error] = await failed;
      expect(error.code).toBe('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
    }
  });

  it('holds the socket no longer than half a second for a peer that never ends', async () => {
    let closed: number | undefined;
    const listener = net.createServer((plain) => {
      const secure = new TLSSocket(plain, { ...credentials, isServer: true });
      secure.on('error', () => {
        const since = Date.now();
        secure.on('close', () => {
          closed = Date.now() - since;
        });
      });
    });
    const plain = net.connect(await listenOnLoopback(listener, closers), '127.0.0.1').on('error', () => undefined);
    closers.push(() => plain.destroy());
    plain.write('no TLS at all');
    await expect.poll(() => closed, { timeout: 3000 }).toBeDefined();
    expect(closed).toBeLessThan(1500);
  });

  it('says whom the client does not trust, to a server of node:tls', async () => {
    const listener = tls.createServer(credentials);
    const failed = once(listener, 'tlsClientError');
    const port = await listenOnLoopback(listener, closers);
    const secure = connect({ port, ...trust, ca: client.certPem });
    expect((await once(secure, 'error'))[0]).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect((await failed)[0]).toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' });
  });
});
