/** A socket that gives its bytes to a buffer of the application's, and is then upgraded: TLS gets them. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import * as ours from '../../../src/adapters/node/index.js';
import { closeAfterEach, listenOnLoopback } from '../../support/loopback.js';
import { localPki } from '../../support/pki.js';

const { ca, server } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const trust = { ca: ca.certPem, servername: 'localhost' };
const closers = closeAfterEach();

type Way = (heard: string[]) => net.OnReadOpts;
const WAYS: readonly [string, Way][] = [
  [
    'a buffer',
    (heard) => {
      const buffer = Buffer.alloc(100);
      return { buffer, callback: (length) => heard.push(buffer.toString('latin1', 0, length)) > 0 };
    },
  ],
  [
    'a function that gives one, and a callback that stops it',
    (heard) => ({
      buffer: () => Buffer.alloc(50),
      callback(length, buffer) {
        heard.push(Buffer.from(buffer).toString('latin1', 0, length));
        return false;
      },
    }),
  ],
];

/** Says `ready` in plain, and speaks TLS then. */
function starttls(): net.Server {
  return net.createServer((stream) => {
    stream.on('error', () => undefined).write('ready');
    stream.once('data', () => {
      const socket = new tls.TLSSocket(stream, { isServer: true, ...credentials });
      socket.on('error', () => undefined).pipe(socket);
    });
  });
}

describe.each(WAYS)('onread with %s, of a socket that is upgraded', (_name, way) => {
  it.each([
    ['tsopenssl/node', ours.connect as unknown as typeof tls.connect],
    ['node:tls', tls.connect],
  ])('hands all that comes over to %s', async (_over, connect) => {
    const port = await listenOnLoopback(starttls(), closers);
    const heard: string[] = [];
    const stream = net.connect({ port, host: '127.0.0.1', onread: way(heard) });
    closers.push(() => stream.destroy());
    await expect.poll(() => heard.join('')).toBe('ready');
    stream.write('go');
    // Or its first record would come with that word.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const socket = connect({ socket: stream, ...trust });
    const data = Buffer.alloc(200_000, 'much ');
    socket.write(data);
    let came = 0;
    while (came < data.length) came += ((await once(socket, 'data'))[0] as Buffer).length;
    expect(heard).toEqual(['ready']);
    socket.destroy();
  });

  it('is given up where the socket is still to be connected', async () => {
    const port = await listenOnLoopback(
      tls.createServer(credentials, (socket) => void socket.end('hello')),
      closers,
    );
    const heard: string[] = [];
    const stream = net.connect({ port, host: '127.0.0.1', onread: way(heard) });
    const socket = ours.connect({ socket: stream, ...trust });
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
    expect(heard).toEqual([]);
  });

  it('is given up by a session of ours that lies beneath another', async () => {
    const port = await listenOnLoopback(
      ours.createServer(credentials, (outer) => {
        outer.on('error', () => undefined).write('ready');
        outer.once('data', () => {
          const inner = new ours.TLSSocket(outer, { isServer: true, ...credentials });
          inner.on('error', () => undefined).write('within');
        });
      }),
      closers,
    );
    const heard: string[] = [];
    const outer = ours.connect({ port, host: '127.0.0.1', ...trust, onread: way(heard) as ours.OnReadOptions });
    closers.push(() => outer.destroy());
    await expect.poll(() => heard.join('')).toBe('ready');
    outer.write('go');
    const inner = ours.connect({ socket: outer, ...trust });
    expect(String((await once(inner, 'data'))[0])).toBe('within');
    expect(heard).toEqual(['ready']);
    inner.destroy();
  });
});
