/** What the options of sockets do, seen from beneath. */
import dns from 'node:dns';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as ours from '../../../src/adapters/node/index.js';
import { closeAfterEach, listenOnLoopback } from '../../support/loopback.js';
import { localPki } from '../../support/pki.js';
import { thrownBy } from '../../support/thrown.js';

const { ca, server } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const closers = closeAfterEach();
afterEach(() => vi.restoreAllMocks());

type Lookup = NonNullable<ours.ConnectOptions['lookup']>;

/** Connects, and notes what each name is looked up with. */
async function visit(port: number, options: object = {}) {
  const asked: dns.LookupOptions[] = [];
  const lookup: Lookup = (_name, how, done) => {
    asked.push(how);
    const found = { address: '127.0.0.1', family: 4 };
    if (how.all === true) done(null, [found, found]);
    else done(null, found.address, found.family);
  };
  const socket = ours.connect({ port, host: 'localhost', ca: ca.certPem, lookup, ...options });
  closers.push(() => socket.destroy());
  await once(socket, 'secureConnect');
  return { socket, asked };
}

/** The handles of the platform: what they are told, the system is told. */
function handles() {
  const listener = net.createServer().listen(0);
  const { _handle: handle } = listener as unknown as { _handle: { readonly constructor: { prototype: object } } };
  type Told = { setNoDelay(on: boolean): number; setKeepAlive(on: boolean, seconds: number): number };
  // A listener's handle is of the class of its connections'.
  const prototype = handle.constructor.prototype as Told;
  listener.close();
  return { noDelay: vi.spyOn(prototype, 'setNoDelay'), keepAlive: vi.spyOn(prototype, 'setKeepAlive') };
}

describe('a client', () => {
  it('looks its host up by hints and autoSelectFamily', async () => {
    const port = await listenOnLoopback(tls.createServer(credentials), closers);
    const { asked } = await visit(port, { hints: dns.ADDRCONFIG, autoSelectFamily: true });
    expect(asked).toEqual([expect.objectContaining({ hints: dns.ADDRCONFIG, all: true })]);
    const one = await visit(port, { hints: dns.V4MAPPED, autoSelectFamily: false });
    expect(one.asked[0]).toMatchObject({ hints: dns.V4MAPPED });
    expect(one.asked[0]?.all).not.toBe(true);
  });

  it('gives its socket autoSelectFamilyAttemptTimeout', async () => {
    const port = await listenOnLoopback(tls.createServer(credentials), closers);
    const dial = vi.spyOn(net.Socket.prototype, 'connect');
    await visit(port, { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 321 });
    expect(JSON.stringify(dial.mock.calls)).toContain('"autoSelectFamilyAttemptTimeout":321');
  });

  it('dials no address of blockList; where the platform cannot, the option is refused', async () => {
    const port = await listenOnLoopback(tls.createServer(credentials), closers);
    const blockList = new net.BlockList();
    blockList.addAddress('127.0.0.1');
    if ('isBlockList' in net.BlockList) {
      const socket = ours.connect({ port, host: '127.0.0.1', ca: ca.certPem, blockList });
      expect((await once(socket, 'error'))[0]).toMatchObject({ code: 'ERR_IP_BLOCKED' });
    } else
      expect(thrownBy(() => ours.connect({ port, host: '127.0.0.1', blockList }))).toMatchObject({
        code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      });
  });

  it('sets noDelay, keepAlive and keepAliveInitialDelay on its connection', async () => {
    const port = await listenOnLoopback(tls.createServer(credentials), closers);
    const { noDelay, keepAlive } = handles();
    await visit(port);
    expect([noDelay.mock.calls, keepAlive.mock.calls]).toEqual([[], []]);
    await visit(port, { noDelay: true, keepAlive: true, keepAliveInitialDelay: 12_000 });
    expect([noDelay.mock.calls, keepAlive.mock.calls]).toEqual([[[true]], [[true, 12]]]);
  });

  it('sets the same on the connection of a socket that connects later', async () => {
    const port = await listenOnLoopback(tls.createServer(credentials), closers);
    const { noDelay, keepAlive } = handles();
    const how = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 7000 };
    const socket = new ours.TLSSocket(null, { ca: ca.certPem, servername: 'localhost', ...how });
    closers.push(() => socket.destroy());
    socket.connect(port, '127.0.0.1');
    await once(socket, 'secureConnect');
    expect([noDelay.mock.calls, keepAlive.mock.calls]).toEqual([[[true]], [[true, 7]]]);
  });

  it('lets highWaterMark wait', async () => {
    const port = await listenOnLoopback(tls.createServer(credentials), closers);
    const { socket } = await visit(port, { highWaterMark: 12_345 });
    expect([socket.readableHighWaterMark, socket.writableHighWaterMark]).toEqual([12_345, 12_345]);
    expect(socket.write(Buffer.alloc(12_346))).toBe(false);
  });
});

describe('a server', () => {
  async function serve(options: object): Promise<[ours.TLSSocket, number]> {
    const listener = ours.createServer({ ...credentials, ...options });
    const came = once(listener, 'secureConnection');
    const port = await listenOnLoopback(listener, closers);
    const socket = tls.connect({ port, host: 'localhost', ca: ca.certPem });
    closers.push(() => socket.destroy());
    return [(await came)[0] as ours.TLSSocket, port];
  }

  it('sets noDelay, keepAlive and keepAliveInitialDelay on its connections', async () => {
    const { noDelay, keepAlive } = handles();
    await serve({ noDelay: false, keepAlive: false });
    expect([noDelay.mock.calls, keepAlive.mock.calls]).toEqual([[], []]);
    await serve({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 9000 });
    expect(noDelay.mock.calls).toContainEqual([true]);
    expect(keepAlive.mock.calls).toContainEqual([true, 9]);
  });

  it('lets highWaterMark wait in its sockets', async () => {
    const [socket] = await serve({ highWaterMark: 2345 });
    expect([socket.readableHighWaterMark, socket.writableHighWaterMark]).toEqual([2345, 2345]);
  });

  it('writes what the sides say to stderr by enableTrace, as a client does', async () => {
    const lines: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
    const [, port] = await serve({ enableTrace: true });
    await expect.poll(() => lines.join('')).toMatch(/Received TLSv1(\.\d)? Handshake, ClientHello/);
    expect(lines.join('')).toMatch(/Sent TLSv1\.\d Handshake, ServerHello/);
    lines.length = 0;
    await serve({});
    expect(lines).toEqual([]);
    await visit(port, { enableTrace: true });
    expect(lines.join('')).toMatch(/Sent TLSv1(\.\d)? Handshake, ClientHello/);
  });
});
