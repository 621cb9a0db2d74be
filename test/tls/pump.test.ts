/** The loop beneath connections over sockets and beneath the adapters: order, backpressure, sockets that must not wait. */
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { SSL, socket, ssl } from '../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';
import { contextOf } from '../support/pump.js';

const { ca, server } = localPki();
const closers = closeAfterEach();

/** A socket of another make, which must not wait: it takes nothing in those calls of `sendall` that are named. */
class BusySocket extends socket.Socket {
  readonly #refused: ReadonlySet<number>;
  calls = 0;
  refusals = 0;

  constructor(refused: readonly number[]) {
    super();
    this.#refused = new Set(refused);
  }

  override async sendall(data: Uint8Array): Promise<void> {
    this.calls += 1;
    if (!this.#refused.has(this.calls)) return super.sendall(data);
    this.refusals += 1;
    throw Object.assign(new Error('the socket would wait'), { code: 'EAGAIN', errno: 11 });
  }
}

/** A server of Node's that sends back what it gets. */
async function echoServer(): Promise<number> {
  const echo = tls.createServer({ cert: server.certPem, key: server.keyPem }, (peer) => {
    peer.on('error', () => undefined);
    peer.pipe(peer);
  });
  return listenOnLoopback(echo, closers);
}

/** Repeats what the transport did not take, as a caller does when the socket has become writable. */
async function insisting<T>(operation: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof SSL.WantWriteError || error instanceof ssl.SSLWantWriteError)) throw error;
    }
  }
}

const message = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
const refusals = [[1], [2], [3], [4], [2, 3], [3, 4, 5, 6], [1, 3, 5, 7]];

async function received(recv: () => Promise<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let length = 0; length < message.length; length += parts.at(-1)?.length ?? 0) parts.push(await recv());
  return Buffer.concat(parts);
}

describe('a socket that would wait when it is written to', () => {
  it.each(refusals.map((refused) => ({ refused })))('loses no record: sends $refused refused', async ({ refused }) => {
    const port = await echoServer();
    const busy = new BusySocket(refused);
    const here = new SSL.Connection(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), busy);
    closers.push(() => here.close());
    await here.connect(['127.0.0.1', port]);
    await insisting(() => here.doHandshake());
    for (let sent = 0; sent < message.length; ) sent += await insisting(() => here.send(message.subarray(sent)));
    const echoed = received(() => insisting(() => here.recv(65_536)));
    expect((await echoed).equals(message)).toBe(true);
    expect(busy.refusals).toBeGreaterThan(0);
  });

  it.each(refusals.map((refused) => ({ refused })))(
    'nor does an SSLSocket: sends $refused refused',
    async ({ refused }) => {
      const port = await echoServer();
      const busy = new BusySocket(refused);
      await busy.connect(['127.0.0.1', port]);
      const context = ssl.createDefaultContext(ssl.Purpose.SERVER_AUTH, { cadata: ca.certPem });
      const here = await context.wrapSocket(busy, { serverHostname: 'localhost', doHandshakeOnConnect: false });
      closers.push(() => here.close());
      await insisting(() => here.doHandshake());
      for (let sent = 0; sent < message.length; ) sent += await insisting(() => here.write(message.subarray(sent)));
      const echoed = received(() => insisting(() => here.recv(65_536)));
      expect((await echoed).equals(message)).toBe(true);
      expect(busy.refusals).toBeGreaterThan(0);
    },
  );

  it('is named by the error, and what was taken is said by the count', async () => {
    const port = await echoServer();
    const handshake = new BusySocket([1]);
    const first = new SSL.Connection(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), handshake);
    closers.push(() => first.close());
    await first.connect(['127.0.0.1', port]);
    await expect(first.doHandshake()).rejects.toThrow(SSL.WantWriteError);
    await first.doHandshake();

    const data = new BusySocket([3, 4]);
    const second = new SSL.Connection(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), data);
    closers.push(() => second.close());
    await second.connect(['127.0.0.1', port]);
    await second.doHandshake();
    expect(data.calls).toBe(2);
    expect(await second.send('taken')).toBe(5);
    await expect(second.send('not taken')).rejects.toThrow(SSL.WantWriteError);
    await second.send(', and this');
    expect(String(Buffer.from(await second.recv(100)))).toMatch(/^taken/);
  });
});

/** Two ends of a connection over loopback. */
async function connected(): Promise<{ here: SSL.SocketConnection; there: SSL.SocketConnection }> {
  const listener = new SSL.Connection(contextOf(SSL.TLS_SERVER_METHOD, { cert: server }), new socket.Socket());
  closers.push(() => listener.close());
  await listener.bind(['127.0.0.1', 0]);
  await listener.listen(1);
  const here = new SSL.Connection(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), new socket.Socket());
  const accepting = listener.accept();
  await here.connect(listener.getsockname());
  const [there] = await accepting;
  closers.push(
    () => here.close(),
    () => there.close(),
  );
  await Promise.all([here.doHandshake(), there.doHandshake()]);
  return { here, there };
}

/** More than the system's buffers of both directions hold. */
const much = new Uint8Array(16_000_000);

describe('a reader does not wait for a writer', () => {
  it('when both peers send much before they read', async () => {
    const { here, there } = await connected();
    const receive = async (side: SSL.SocketConnection) => {
      let length = 0;
      while (length < much.length) length += (await side.recv(65_536)).length;
      return length;
    };
    const [, , a, b] = await Promise.all([here.sendall(much), there.sendall(much), receive(here), receive(there)]);
    expect([a, b]).toEqual([much.length, much.length]);
  });

  it('when the peer has closed the session and reads no more', async () => {
    const { here, there } = await connected();
    let isStuck = false;
    // Until the system takes no more, which may be after tens of megabytes.
    for (let i = 0; i < 16 && !isStuck; i += 1) {
      isStuck = true;
      const sending = here.sendall(much).then(() => {
        isStuck = false;
      });
      await Promise.race([sending.catch(() => undefined), sleep(300)]);
    }
    expect(isStuck).toBe(true);
    expect(await there.shutdown()).toBe(false);
    await expect(here.recv(1)).rejects.toThrow(SSL.ZeroReturnError);
    expect(isStuck).toBe(true);
  });
});
