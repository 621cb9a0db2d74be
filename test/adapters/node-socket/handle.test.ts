/** A socket that is told nothing but its stream: what libraries look for beneath it, and when it begins. */
import { once } from 'node:events';
import http2 from 'node:http2';
import net from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import * as ours from '../../../src/adapters/node/index.js';
import { closeAfterEach, listenOnLoopback } from '../../support/loopback.js';
import { localPki } from '../../support/pki.js';

const { ca, server } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const closers = closeAfterEach();

interface Handle {
  readonly _parentWrap: { readonly constructor: new (stream: Duplex) => net.Socket };
}
const handleOf = (socket: object): Handle | null => (socket as { _handle: Handle | null })._handle;

/** The stream of a socket of its own class: no net.Socket. */
function over(socket: net.Socket): Duplex {
  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (chunk, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
  });
  socket.on('data', (data) => stream.push(data)).on('end', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  return stream;
}

describe('a socket over a stream that is no socket', () => {
  it('has the class of node beneath it that http2-wrapper takes, and says nothing into the stream', async () => {
    const stream = new PassThrough();
    const socket = new ours.TLSSocket(stream);
    const theirs = new tls.TLSSocket(new PassThrough() as never);
    const Class = handleOf(socket)?._parentWrap.constructor;
    expect(Class).toBe(handleOf(theirs)?._parentWrap.constructor);
    expect(Class?.name).toBe('JSStreamSocket');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([socket.destroyed, stream.readableLength]).toEqual([false, 0]);
    socket.destroy();
    expect(handleOf(socket)).toBeNull();
  });

  it('has none once it is in use or was told what to be: Node takes such a one for its own', async () => {
    for (const options of [{ servername: 'localhost' }, { isServer: true, ...credentials } as const]) {
      const socket = new ours.TLSSocket(new PassThrough(), options).on('error', () => undefined);
      expect(handleOf(socket)).toBeNull();
      socket.destroy();
    }
    const used = new ours.TLSSocket(new PassThrough()).on('error', () => undefined);
    used.write('x');
    expect(handleOf(used)).toBeNull();
    used.destroy();
    const socket = new ours.TLSSocket(new net.Socket());
    expect(handleOf(socket)).toBeNull();
    socket.destroy();
  });

  it('carries HTTP/2 and a session of node:tls all the same', async () => {
    const port = await listenOnLoopback(
      http2.createSecureServer(credentials, (_request, response) => void response.end('two')),
      closers,
    );
    const socket = ours.connect({
      socket: over(net.connect(port, '127.0.0.1')),
      servername: 'localhost',
      ca: ca.certPem,
      ALPNProtocols: ['h2'],
    });
    expect(handleOf(socket)).toBeNull();
    await once(socket, 'secureConnect');
    const session = http2.connect('https://localhost', { createConnection: () => socket });
    const request = session.request({ ':path': '/' });
    expect(String((await once(request, 'data'))[0])).toBe('two');
    session.destroy();

    const inner = await listenOnLoopback(
      ours.createServer(credentials, (outer) => {
        new tls.TLSSocket(outer, { isServer: true, ...credentials }).on('error', () => undefined).end('inner');
      }),
      closers,
    );
    const outer = ours.connect({
      socket: over(net.connect(inner, '127.0.0.1')),
      servername: 'localhost',
      ca: ca.certPem,
    });
    const within = tls.connect({ socket: outer, servername: 'localhost', ca: ca.certPem });
    expect(String((await once(within, 'data'))[0])).toBe('inner');
    within.destroy();
  });
});

describe.each([
  ['node:tls', tls],
  ['tsopenssl/node', ours],
])('a client of %s that is told nothing but its stream', (_name, { TLSSocket }) => {
  it('begins with its first write, also where that comes before the connection', async () => {
    for (const early of [false, true]) {
      const seen: number[] = [];
      const port = await listenOnLoopback(
        net.createServer((peer) => peer.on('error', () => undefined).on('data', (data) => seen.push(data[0] ?? 0))),
        closers,
      );
      const stream = net.connect(port, '127.0.0.1');
      if (!early) await once(stream, 'connect');
      const socket = new (TLSSocket as typeof tls.TLSSocket)(stream).on('error', () => undefined).resume();
      if (!early) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(seen).toEqual([]);
      }
      socket.write('x');
      // The type of the record of a ClientHello.
      await expect.poll(() => seen[0]).toBe(22);
      socket.destroy();
    }
  });
});
