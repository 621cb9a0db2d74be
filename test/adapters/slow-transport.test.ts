/** A stream beneath that takes its time: what a session was given goes out all the same, without another call to push it. */
import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import tls from '../../src/adapters/node/index.js';
import { accept, connect as connectWeb, type StreamPair } from '../../src/adapters/web/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const closers = closeAfterEach();

/** Around what is sent at once, what is gathered, and what is sent of both. */
const SIZES = [1, 16_384, 20_000, 61_440, 61_441, 62_000, 70_000, 100_000, 126_976, 126_977, 130_000, 300_000];

/** Two ends of which each takes a chunk only after a while. */
function slowPair(): [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const end = (other: () => Duplex | undefined) =>
    new Duplex({
      read: () => undefined,
      write: (chunk, _, done) => {
        // Kept, as a stream may that hands it on: nobody may write over it.
        setTimeout(() => {
          other()?.push(chunk);
          done();
        }, 2);
      },
      final: (done) => {
        other()?.push(null);
        done();
      },
    });
  ends.push(
    end(() => ends[1]),
    end(() => ends[0]),
  );
  const [near, far] = ends;
  if (near === undefined || far === undefined) throw new Error('two ends were made');
  return [near, far];
}

const patterned = (size: number) =>
  Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 7 + size) & 255));

/** All that comes, until it is so much. */
async function received(stream: Duplex, size: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  stream.on('data', (data: Buffer) => {
    parts.push(data);
    length += data.length;
  });
  await expect.poll(() => length, { timeout: 5000, interval: 5 }).toBe(size);
  return Buffer.concat(parts);
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('one write over a slow stream, %s', (maxVersion) => {
  it.each(SIZES)('of %i bytes arrives whole in each direction, and nothing waits for the next', async (size) => {
    const [near, far] = slowPair();
    const secureContext = tls.createSecureContext({ cert: server.certPem, key: server.keyPem });
    const serving = new tls.TLSSocket(far as never, { isServer: true, secureContext });
    const client = tls.connect({ socket: near, servername: 'localhost', ca: ca.certPem, maxVersion });
    closers.push(
      () => client.destroy(),
      () => serving.destroy(),
    );
    await once(client, 'secureConnect');
    const sent = patterned(size);
    for (const [from, to] of [
      [client, serving],
      [serving, client],
    ] as const) {
      from.write(sent);
      expect((await received(to, size)).equals(sent)).toBe(true);
    }
  });
});

it.each(SIZES)('a write of %i bytes over slow web streams arrives whole', async (size) => {
  const slow = () =>
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      async transform(chunk, controller) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        controller.enqueue(chunk);
      },
    });
  const [there, back] = [slow(), slow()];
  const near: StreamPair = { readable: back.readable, writable: there.writable };
  const client = connectWeb(near, { host: 'localhost', ca: ca.certPem });
  const serving = accept(
    { readable: there.readable, writable: back.writable },
    { cert: server.certPem, key: server.keyPem },
  );
  await Promise.all([client.opened, serving.opened]);
  const sent = patterned(size);
  const writer = client.writable.getWriter();
  writer.write(new Uint8Array(sent)).catch(() => undefined);
  const parts: Uint8Array[] = [];
  const reader = serving.readable.getReader();
  for (let length = 0; length < size; ) {
    const { value } = await reader.read();
    if (value === undefined) throw new Error('the session ended');
    parts.push(value);
    length += value.length;
  }
  expect(Buffer.concat(parts).equals(sent)).toBe(true);
  client.close().catch(() => undefined);
  serving.close().catch(() => undefined);
});

describe('over a socket', () => {
  it('what many sessions send at a time is not mixed up, whether or not the kernel takes it', async () => {
    const options = { cert: server.certPem, key: server.keyPem };
    const listener = tls.createServer(options, (socket) => {
      socket.write(patterned(3_000_000));
      for (let size = 1; size < 40; size += 1) socket.write(patterned(size));
    });
    const port = await listenOnLoopback(listener, closers);
    const expected = Buffer.concat([
      patterned(3_000_000),
      ...Array.from({ length: 39 }, (_, index) => patterned(index + 1)),
    ]);
    const clients = Array.from({ length: 4 }, () => tls.connect({ port, servername: 'localhost', ca: ca.certPem }));
    closers.push(...clients.map((client) => () => client.destroy()));
    // Nobody reads until the kernel is full.
    await Promise.all(clients.map((client) => once(client, 'secureConnect')));
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const bytes of await Promise.all(clients.map((client) => received(client, expected.length))))
      expect(bytes.equals(expected)).toBe(true);
  });

  it('that somebody has patched to keep what it is given, nothing is written over', async () => {
    const listener = tls.createServer({ cert: server.certPem, key: server.keyPem }, (socket) => socket.pipe(socket));
    const port = await listenOnLoopback(listener, closers);
    const raw = net.connect(port, '127.0.0.1');
    const kept: { readonly given: Uint8Array; readonly copy: Buffer }[] = [];
    const { write } = raw;
    raw.write = ((chunk: Uint8Array, ...rest: []) => {
      kept.push({ given: chunk, copy: Buffer.from(chunk) });
      return write.call(raw, chunk, ...rest);
    }) as typeof raw.write;
    const client = tls.connect({ socket: raw, servername: 'localhost', ca: ca.certPem });
    closers.push(() => client.destroy());
    await once(client, 'secureConnect');
    for (let turn = 0; turn < 5; turn += 1) client.write(patterned(1000 + turn));
    await received(client, 5010);
    expect(kept.length).toBeGreaterThan(3);
    for (const { given, copy } of kept) expect(copy.equals(given)).toBe(true);
  });
});
