/**
 * Sessions over streams that take and give bytes as they please: in pieces of any size, at once or later, with little room,
 * while both sides write, pause and end. All bytes arrive in order, and both ends see the end.
 */
import { Duplex, type DuplexOptions } from 'node:stream';
import { expect, it } from 'vitest';
import tls from '../../src/adapters/node/index.js';
import { localPki } from '../support/pki.js';
import { seeded } from '../support/seeded.js';

const { ca, server } = localPki();
const RUNS = Number(process.env['TSOPENSSL_RUNS'] ?? 40);
const START = Number(process.env['TSOPENSSL_SEED'] ?? 1);

type Random = ReturnType<typeof seeded>;

/** One end: what is written goes to the other in pieces, as that one wants them. */
class End extends Duplex {
  other: End | undefined;
  readonly #later: (run: () => void) => void;
  readonly #piece: () => number;
  #wanted: (() => void) | undefined;

  constructor(options: DuplexOptions, later: (run: () => void) => void, piece: () => number) {
    super(options);
    this.#later = later;
    this.#piece = piece;
  }

  override _read(): void {
    const go = this.#wanted;
    this.#wanted = undefined;
    go?.();
  }

  /** @returns whether there was room; `next` runs when there is */
  give(bytes: Buffer, next: () => void): void {
    if (this.push(bytes)) next();
    else this.#wanted = next;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    const from = (at: number): void => {
      if (at >= chunk.length) this.#later(done);
      else {
        const end = at + this.#piece();
        this.other?.give(chunk.subarray(at, end), () => this.#later(() => from(end)));
      }
    };
    this.#later(() => from(0));
  }

  override _final(done: () => void): void {
    this.#later(() => {
      this.other?.push(null);
      done();
    });
  }
}

/** Two ends with their own minds. */
function pairOf(random: Random): [Duplex, Duplex] {
  const waits = [0, 0, 0, 1].slice(0, 1 + random.below(4));
  const later = (run: () => void) => {
    const wait = waits[random.below(waits.length)] ?? 0;
    const how = random.below(4);
    if (wait > 0) setTimeout(run, wait);
    else if (how === 0) run();
    else if (how === 1) process.nextTick(run);
    else if (how === 2) setImmediate(run);
    else queueMicrotask(run);
  };
  const most = [500, 5000, 20_000, 100_000][random.below(4)] ?? 500;
  const options = { writableHighWaterMark: 1 + random.below(70_000), readableHighWaterMark: 1 + random.below(70_000) };
  const [near, far] = [0, 1].map(() => new End(options, later, () => 1 + random.below(most)));
  if (near === undefined || far === undefined) throw new Error('two were made');
  near.other = far;
  far.other = near;
  return [near, far];
}

/** Writes so many bytes in pieces, as a program does that minds `drain`, or does not. */
async function writeAll(stream: Duplex, bytes: Buffer, random: Random): Promise<void> {
  const minds = random.below(3) > 0;
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + random.below([10, 2000, 70_000, 200_000][random.below(4)] ?? 1);
    const hasRoom = stream.write(bytes.subarray(at, at + size));
    at += size;
    if (!hasRoom && minds) await new Promise((resolve) => stream.once('drain', resolve));
    else if (random.below(4) === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  if (random.below(2) === 0) await new Promise((resolve) => setTimeout(resolve, random.below(5)));
}

interface Reading {
  readonly all: Promise<Buffer>;
  /** Resolves when so many bytes have come. */
  has(size: number): Promise<void>;
}

/** Reads to the end, with pauses. */
function readAll(stream: Duplex, random: Random): Reading {
  const parts: Buffer[] = [];
  let length = 0;
  let told = () => {};
  const all = new Promise<Buffer>((resolve, reject) => {
    stream.on('error', reject).on('end', () => resolve(Buffer.concat(parts)));
    stream.on('data', (data: Buffer) => {
      parts.push(data);
      length += data.length;
      told();
      if (random.below(6) !== 0) return;
      stream.pause();
      setTimeout(() => stream.resume(), random.below(3));
    });
  });
  const has = async (size: number) => {
    while (length < size) await new Promise<void>((resolve) => (told = resolve));
  };
  return { all, has };
}

it.each(Array.from({ length: RUNS }, (_, index) => START + index))(
  'all bytes arrive, and both ends, over streams with their own minds: run %i',
  { timeout: 20_000 },
  async (seed) => {
    const random = seeded(seed);
    const [near, far] = pairOf(random);
    const maxVersion = random.below(2) === 0 ? 'TLSv1.2' : 'TLSv1.3';
    const secureContext = tls.createSecureContext({ cert: server.certPem, key: server.keyPem });
    const serving: Duplex = new tls.TLSSocket(
      far as never,
      { isServer: true, secureContext, allowHalfOpen: true } as never,
    );
    const client: Duplex = tls.connect({
      socket: near,
      servername: 'localhost',
      ca: ca.certPem,
      maxVersion,
      allowHalfOpen: true,
    });
    const sizes = [random.below(300_000), random.below(300_000)];
    const [up, down] = sizes.map((size) =>
      Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * seed) & 255)),
    );
    if (up === undefined || down === undefined) throw new Error('two were made');
    const closed = Promise.all(
      [client, serving].map((socket) => new Promise((resolve) => socket.on('close', resolve))),
    );
    const [atServer, atClient] = [readAll(serving, random), readAll(client, random)];
    await Promise.all([writeAll(client, up, random), writeAll(serving, down, random)]);
    // Nothing waits for the end.
    if (random.below(2) === 0) await Promise.all([atServer.has(up.length), atClient.has(down.length)]);
    for (const socket of [client, serving]) socket.end();
    const [there, back] = await Promise.all([atServer.all, atClient.all]);
    expect([there.equals(up), back.equals(down)]).toEqual([true, true]);
    await closed;
  },
);
