/**
 * What a server holds and what a transfer takes, in processes of their own so that memory is theirs alone. With
 * TSOPENSSL_FULL=1 each transfer is 1 GiB; otherwise a part of it, for what rises does so in the beginning.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { createInterface } from 'node:readline';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const credentials = { cert: server.certPem, key: server.keyPem };
const children: ChildProcess[] = [];
const sockets: net.Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a script of load/. */
function start(name: string, options: object): { child: ChildProcess; line: () => Promise<unknown> } {
  const script = new URL(`./load/${name}.mjs`, import.meta.url).pathname;
  const child = spawn(process.execPath, ['--expose-gc', script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended`);
    return JSON.parse(value) as unknown;
  };
  return { child, line };
}

const BYTES = process.env['TSOPENSSL_FULL'] ? 2 ** 30 : 96 * 2 ** 20;

describe('a transfer with a slow reader', () => {
  it.each(['node', 'web', 'websocket', 'fetch'])(
    'through tsopenssl/%s stays under 64 MB above its start',
    async (adapter) => {
      const sender = start('sender', { ...credentials, bytes: BYTES });
      const ports = await sender.line();
      const receiver = start('receiver', { adapter, ca: ca.certPem, ports, bytes: BYTES });
      const { rise, seconds } = (await receiver.line()) as { rise: number; seconds: number };
      console.log(
        `${adapter}: ${BYTES / 2 ** 20} MiB in ${seconds.toFixed(1)} s, ${rise.toFixed(1)} MB above its start`,
      );
      expect(rise).toBeLessThan(64);
    },
    180_000,
  );
});

interface State {
  readonly rss: number;
  readonly connections: number;
}

async function stateOf({ child, line }: ReturnType<typeof start>): Promise<State> {
  child.stdin?.write('\n');
  return (await line()) as State;
}

/** Opens idle TLS connections, some at a time. */
async function open(port: number, count: number): Promise<tls.TLSSocket[]> {
  const opened: tls.TLSSocket[] = [];
  const one = async () => {
    while (started < count) {
      started += 1;
      const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ca.certPem });
      socket.on('error', () => undefined);
      await once(socket, 'secureConnect');
      opened.push(socket);
    }
  };
  let started = 0;
  await Promise.all(Array.from({ length: 16 }, one));
  sockets.push(...opened);
  return opened;
}

async function request(socket: tls.TLSSocket): Promise<string> {
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  return String((await once(socket, 'data'))[0]);
}

/** The time-outs of Node's HTTP server and of handshakes, in ms. */
const PATIENT = {
  headersTimeout: 600_000,
  requestTimeout: 600_000,
  keepAliveTimeout: 600_000,
  handshakeTimeout: 600_000,
};
const HASTY = {
  handshakeTimeout: 2000,
  headersTimeout: 2000,
  requestTimeout: 3000,
  keepAliveTimeout: 1000,
  timeout: 1500,
  connectionsCheckingInterval: 200,
};
const IDLE = 2000;
const ACTIVE = 200;

describe('an HTTPS server', () => {
  async function measure(kind: 'ours' | 'native', idle: number) {
    const running = start('server', { kind, ...credentials, limits: PATIENT });
    const port = (await running.line()) as number;
    // Warm, with its code compiled and its first memory taken.
    const warm = await open(port, 50);
    for (const socket of warm) await request(socket);
    const before = await stateOf(running);
    const idlers = await open(port, idle);
    const after = await stateOf(running);
    return { running, port, idlers, perConnection: (after.rss - before.rss) / idle, connections: after.connections };
  }

  it(`holds ${IDLE} idle and ${ACTIVE} active connections, with little more memory each than a native one`, async () => {
    const native = await measure('native', 500);
    native.running.child.kill('SIGKILL');
    const { port, idlers, perConnection, connections } = await measure('ours', IDLE);
    expect(connections).toBe(IDLE + 50);
    const active = await open(port, ACTIVE);
    const started = performance.now();
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(active.map((socket) => request(socket)));
      expect(answers.every((answer) => answer.endsWith('served'))).toBe(true);
    }
    const rate = (3 * ACTIVE) / ((performance.now() - started) / 1000);
    // Those that were idle are alive.
    expect(await request(idlers[0] as tls.TLSSocket)).toMatch(/served$/);
    expect(await request(idlers.at(-1) as tls.TLSSocket)).toMatch(/served$/);
    const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;
    console.log(
      `idle connection: ${kilobytes(perConnection)} here, ${kilobytes(native.perConnection)} native; ` +
        `${rate.toFixed(0)} requests/s on ${ACTIVE} of ${IDLE + ACTIVE} connections`,
    );
    expect(perConnection).toBeLessThan(3 * native.perConnection);
  }, 180_000);

  it('ends slow, stalled, reset and half-closed peers by time-outs, and frees everything', async () => {
    const running = start('server', { kind: 'ours', ...credentials, limits: HASTY });
    const port = (await running.line()) as number;
    const dial = async (act: (socket: net.Socket) => void) => {
      const socket = net.connect(port, '127.0.0.1').on('error', () => undefined);
      sockets.push(socket);
      await once(socket, 'connect');
      act(socket);
    };
    for (let i = 0; i < 25; i++) {
      // Never a word; half a record; the end at once; a reset.
      await dial(() => undefined);
      await dial((socket) => socket.write(Uint8Array.of(22, 3, 1, 2)));
      await dial((socket) => socket.end());
      await dial((socket) => socket.resetAndDestroy());
    }
    for (const socket of await open(port, 25)) {
      // Half a request, and no more.
      socket.write('GET / HTTP/1.1\r\nhost: ');
    }
    for (const socket of await open(port, 10)) {
      // A long answer that nobody reads.
      socket.pause();
      socket.write('GET /big HTTP/1.1\r\nhost: localhost\r\n\r\n');
    }
    for (const socket of await open(port, 25)) {
      // A request, and silence on a connection that the server means to keep for a second.
      await request(socket);
    }
    await expect.poll(async () => (await stateOf(running)).connections, { timeout: 20_000, interval: 500 }).toBe(0);
  }, 60_000);
});
