/** `tsopenssl/web` over pairs of streams: in memory, and over TCP to node:tls. */
import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { accept, connect, type StreamPair, upgrade } from '../../src/adapters/web/index.js';
import { closeAfterEach } from '../support/loopback.js';
import { localPki } from '../support/pki.js';

const { ca, server, client } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const closers = closeAfterEach();

/** Two ends of a pipe in memory. */
function pipe(): { near: StreamPair; far: StreamPair } {
  const there = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const back = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  return {
    near: { readable: back.readable, writable: there.writable },
    far: { readable: there.readable, writable: back.writable },
  };
}

async function tcp(listener: net.Server): Promise<StreamPair & { raw: net.Socket }> {
  listener.listen(0, '127.0.0.1');
  closers.push(() => listener.close());
  listener.on('connection', (socket: net.Socket) => closers.push(() => socket.destroy()));
  await once(listener, 'listening');
  const raw = net.connect({
    port: (listener.address() as net.AddressInfo).port,
    host: '127.0.0.1',
    allowHalfOpen: true,
  });
  closers.push(() => raw.destroy());
  return { ...(Duplex.toWeb(raw) as unknown as StreamPair), raw };
}

const text = (stream: ReadableStream<Uint8Array>): Promise<string> => new Response(stream as BodyInit).text();

async function send(writable: WritableStream<string>, data: string): Promise<void> {
  const writer = writable.getWriter();
  await writer.write(data);
  await writer.close();
}

const BIG = 'tsopenssl '.repeat(300_000);

describe('over memory', () => {
  it('carries data both ways, verified and with what the handshake has settled', async () => {
    const { near, far } = pipe();
    const serverSide = accept(far, { ...credentials, requestCert: true, ca: ca.certPem, ALPNProtocols: ['x', 'y'] });
    const clientSide = connect(near, {
      host: 'localhost',
      ca: ca.certPem,
      cert: client.certPem,
      key: client.keyPem,
      ALPNProtocols: ['y'],
    });
    serverSide.readable.pipeTo(serverSide.writable).catch(() => undefined);
    const info = await clientSide.opened;
    expect(info).toMatchObject({ protocol: 'TLSv1.3', alpn: 'y', servername: 'localhost', authorized: true });
    expect(info.peerChain.map((cert) => cert.getSubject().CN)).toEqual(['localhost', 'tsopenssl test CA']);
    expect((await serverSide.opened).peerChain[0]?.getSubject().CN).toBe('test client');
    const [echoed] = await Promise.all([text(clientSide.readable), send(clientSide.writable, BIG)]);
    expect(echoed.length).toBe(BIG.length);
    await Promise.all([clientSide.closed, serverSide.closed]);
    expect(clientSide.connection.isFreed && serverSide.connection.isFreed).toBe(true);
  });

  it('fills the buffers of a reader that brings its own', async () => {
    const { near, far } = pipe();
    const serverSide = accept(far, credentials);
    const clientSide = connect(near, { host: 'localhost', ca: ca.certPem });
    send(serverSide.writable, 'hello world').catch(() => undefined);
    const reader = clientSide.readable.getReader({ mode: 'byob' });
    const first = await reader.read(new Uint8Array(5));
    expect(new TextDecoder().decode(first.value)).toBe('hello');
    const second = await reader.read(new Uint8Array(50));
    expect(new TextDecoder().decode(second.value)).toBe(' world');
    expect((await reader.read(new Uint8Array(50))).done).toBe(true);
  });

  it('refuses who cannot be verified, on both sides', async () => {
    const { near, far } = pipe();
    const serverSide = accept(far, credentials);
    const clientSide = connect(near, { host: 'elsewhere.test', ca: ca.certPem });
    await expect(clientSide.opened).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    await expect(clientSide.closed).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    await expect(clientSide.readable.getReader().read()).rejects.toThrow();
    await expect(serverSide.opened).rejects.toMatchObject({ name: 'Error' });
  });

  it('tells a truncated stream from one that has ended', async () => {
    const { near, far } = pipe();
    const serverSide = accept(far, credentials);
    let cut: (() => void) | undefined;
    const carrier = near.readable.pipeThrough(
      new TransformStream({
        start: (controller) => {
          cut = () => controller.terminate();
        },
      }),
    );
    const clientSide = connect({ readable: carrier, writable: near.writable }, { host: 'localhost', ca: ca.certPem });
    const writer = serverSide.writable.getWriter();
    const reader = clientSide.readable.getReader();
    const written = writer.write('x');
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('x');
    await written;
    cut?.();
    await expect(reader.read()).rejects.toMatchObject({ code: 'ECONNRESET', message: 'Unexpected EOF' });
  });

  it('closes with a word to the peer, and stops at once by a signal', async () => {
    const first = pipe();
    const closing = connect(first.near, { host: 'localhost', ca: ca.certPem });
    const peer = accept(first.far, credentials);
    await closing.opened;
    const ended = text(peer.readable);
    await closing.close();
    expect(await ended).toBe('');
    const second = pipe();
    const abort = new AbortController();
    const stopped = connect(second.near, { host: 'localhost', ca: ca.certPem, signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(stopped.opened).rejects.toThrow('enough');
    await expect(stopped.closed).rejects.toThrow('enough');
  });

  it('keeps a slow reader from filling the memory', async () => {
    const { near, far } = pipe();
    const serverSide = accept(far, credentials);
    const clientSide = connect(near, { host: 'localhost', ca: ca.certPem });
    await clientSide.opened;
    const writer = serverSide.writable.getWriter();
    let written = 0;
    const writing = (async () => {
      for (; written < 2_000_000; written += 100_000) await writer.write(new Uint8Array(100_000));
    })();
    writing.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(written).toBeLessThan(500_000);
    const reader = clientSide.readable.getReader();
    for (let got = 0; got < 2_000_000; ) got += (await reader.read()).value?.length ?? Number.NaN;
    await writing;
  });
});

describe('over TCP', () => {
  it('to a server of node:tls', async () => {
    const pair = await tcp(tls.createServer(credentials, (socket) => socket.pipe(socket)));
    // Node 20 and 22 drop the close_notify behind a long answer.
    const socket = connect(pair, { host: 'localhost', ca: ca.certPem, allowTruncation: true });
    const [echoed] = await Promise.all([text(socket.readable), send(socket.writable, BIG)]);
    expect(echoed.length).toBe(BIG.length);
    await socket.closed;
  });

  it('after a plain beginning (STARTTLS), with bytes that came too early', async () => {
    const pair = await tcp(
      net.createServer((plain) => {
        plain.once('data', () => {
          plain.write('go ahead\n');
          new tls.TLSSocket(plain, { ...credentials, isServer: true }).end('secured');
        });
      }),
    );
    const writer = pair.writable.getWriter();
    await writer.write(new TextEncoder().encode('STARTTLS\n'));
    writer.releaseLock();
    const reader = pair.readable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    const { value = new Uint8Array() } = await reader.read();
    expect(() => upgrade(pair, { host: 'localhost', ca: ca.certPem })).toThrow(/locked/);
    reader.releaseLock();
    const head = value.subarray('go ahead\n'.length);
    const socket = upgrade(pair, { host: 'localhost', ca: ca.certPem, head, allowTruncation: true });
    expect(await text(socket.readable)).toBe('secured');
  });
});
