import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { SSL, TrapError } from '../../src/index.js';
import { transfer, WorkerError, WorkerPool } from '../../src/worker/index.js';
import { usePools } from '../support/worker-pool.js';
import { contextsOf, pki, shakeBySteps } from '../support/worker-sides.js';
import { rejection } from './suite.js';

const { open, startThread } = usePools('test/support/failing-thread.ts');
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A pool whose Workers the test holds. */
function held(size = 1) {
  const workers: Worker[] = [];
  const pool = open({
    size,
    createWorker: () => {
      const worker = startThread();
      workers.push(worker);
      return worker;
    },
  });
  return { pool, workers };
}

describe('exchange', () => {
  it('shakes hands with a message a flight, carries data and closes', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const client = new pool.SSL.Connection(here, null);
    const server = new pool.SSL.Connection(there, null);
    const early = await client.exchange({ plaintext: new Uint8Array(5) });
    expect(early).toMatchObject({ sent: 0, isHandshakeDone: false, isClosed: false });
    await server.exchange(early).then(({ ciphertext }) => client.bioWrite(ciphertext));
    await shakeBySteps(client, server);
    const { ciphertext, sent } = await client.exchange({ plaintext: new Uint8Array(100_000).fill(7), shutdown: true });
    expect(sent).toBe(100_000);
    const got = await server.exchange({ ciphertext });
    expect(got).toMatchObject({ isHandshakeDone: true, isClosed: true });
    expect(got.plaintext).toHaveLength(100_000);
    expect(got.plaintext.every((byte) => byte === 7)).toBe(true);
    expect(await rejection(() => client.exchange({ ciphertext: 'text' as never }))).toBeInstanceOf(TypeError);
  });

  it('gives what came before an error, and the error then', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const client = new pool.SSL.Connection(here, null);
    const server = new pool.SSL.Connection(there, null);
    await shakeBySteps(client, server);
    const { ciphertext } = await client.exchange({ plaintext: new TextEncoder().encode('whole') });
    const first = await server.exchange({ ciphertext, end: true });
    expect(decode(first.plaintext)).toBe('whole');
    expect(first.isClosed).toBe(false);
    expect(await rejection(() => server.exchange())).toBeInstanceOf(SSL.SysCallError);
  });

  it('leaves the alert of a failure to be sent', async () => {
    const pool = open();
    const { there } = await contextsOf(pool);
    const server = new pool.SSL.Connection(there, null);
    const error = await rejection(() =>
      server.exchange({ ciphertext: new Uint8Array([22, 3, 1, 0, 5, 1, 0, 0, 1, 0]) }),
    );
    expect(error).toBeInstanceOf(SSL.Error);
    expect((await server.bioRead(100))[0]).toBe(21);
  });
});

describe('bytes', () => {
  it('are moved where they are given away, copied where not, and come back as a buffer of their own', async () => {
    const pool = open();
    const { there } = await contextsOf(pool);
    const connection = new pool.SSL.Connection(there, null);
    const kept = new Uint8Array([22, 3, 1]);
    await connection.bioWrite(kept);
    expect(kept).toHaveLength(3);
    const given = transfer(new Uint8Array([0, 1]));
    expect(await connection.bioWrite(given)).toBe(2);
    expect(given).toHaveLength(0);
    const shared = new Uint8Array(new SharedArrayBuffer(1));
    expect(await connection.bioWrite(transfer(shared))).toBe(1);
    const hello = await new pool.SSL.Connection(new pool.SSL.Context(SSL.TLS_CLIENT_METHOD), null).exchange();
    expect(hello.ciphertext.buffer.byteLength).toBe(hello.ciphertext.length);
    expect(() => transfer('text' as never)).toThrow(TypeError);
  });
});

describe('a thread that is gone', () => {
  it.each([
    ['throws', 'throw', /the thread throws/],
    ['exits', 'exit', /ended with code 7/],
  ] as const)('because it %s: every waiter hears of it, and a new thread goes on', async (_name, fail, message) => {
    const { pool, workers } = held();
    const { here, there } = await contextsOf(pool);
    const server = new pool.SSL.Connection(there, null);
    await server.getStateString();
    workers[0]?.postMessage({ fail });
    const waiting = [server.doHandshake(), server.exchange(), there.getOptions(), here.setCipherList('HIGH')];
    for (const { reason } of (await Promise.allSettled(waiting)) as PromiseRejectedResult[]) {
      expect(reason).toBeInstanceOf(WorkerError);
      expect(reason).toMatchObject({ name: 'WorkerError', code: 'ERR_WORKER_CRASHED' });
      expect((reason as Error).message).toMatch(message);
    }
    expect(await rejection(() => server.send('x'))).toBeInstanceOf(WorkerError);
    const client = new pool.SSL.Connection(here, null);
    await shakeBySteps(client, new pool.SSL.Connection(there, null));
    expect(await client.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
    expect(pool.threads).toBe(1);
    expect(workers).toHaveLength(2);
  });

  it('because it was terminated, in the middle of its work', async () => {
    const { pool, workers } = held();
    const { there } = await contextsOf(pool);
    const server = new pool.SSL.Connection(there, null);
    await server.getStateString();
    workers[0]?.postMessage({ fail: 'hang' });
    const waiting = rejection(() => server.doHandshake());
    await sleep(50);
    await workers[0]?.terminate();
    expect(await waiting).toMatchObject({ code: 'ERR_WORKER_CRASHED' });
  });

  it('because it trapped: every waiter gets the TrapError, and a new thread goes on', async () => {
    const { pool, workers } = held();
    const { here, there } = await contextsOf(pool);
    const server = new pool.SSL.Connection(there, null);
    await server.getStateString();
    workers[0]?.postMessage({ fail: 'trap' });
    const waiting = [server.doHandshake(), server.exchange(), server.getStateString()];
    for (const { reason } of (await Promise.allSettled(waiting)) as PromiseRejectedResult[]) {
      expect(reason).toBeInstanceOf(TrapError);
    }
    const client = new pool.SSL.Connection(here, null);
    await shakeBySteps(client, new pool.SSL.Connection(there, null));
    expect(workers).toHaveLength(2);
  });

  it('because the pool was closed', async () => {
    const pool = open();
    const { there } = await contextsOf(pool);
    const server = new pool.SSL.Connection(there, null);
    const waiting = rejection(() => server.doHandshake());
    await pool.close();
    expect(await waiting).toMatchObject({ name: 'WorkerError', code: 'ERR_WORKER_TERMINATED' });
    expect(() => new pool.SSL.Context(SSL.TLS_METHOD)).toThrow(WorkerError);
    expect(await rejection(() => pool.start())).toBeInstanceOf(WorkerError);
    await server.free();
    await pool.close();
  });

  it('before it began: the script is missing, throws, or cannot be made', async () => {
    const missing = open({ createWorker: () => new Worker(new URL('file:///no/such/thread.mjs')) });
    const context = new missing.SSL.Context(SSL.TLS_METHOD);
    expect(await rejection(() => context.getOptions())).toMatchObject({ code: 'ERR_WORKER_START' });
    expect(missing.threads).toBe(0);
    const failing = open({ createWorker: () => new Worker('throw new Error("no start")', { eval: true }) });
    expect(await rejection(() => failing.start())).toMatchObject({ code: 'ERR_WORKER_START' });
    const impossible = open({
      createWorker: () => {
        throw new Error('no workers today');
      },
    });
    expect(() => new impossible.SSL.Context(SSL.TLS_METHOD)).toThrow(/no workers today/);
    expect(() => new WorkerPool({ size: 0 })).toThrow(RangeError);
  });
});

describe('what was freed', () => {
  it('is gone from the heap of the thread', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const round = async () => {
      const client = new pool.SSL.Connection(here, null);
      const server = new pool.SSL.Connection(there, null);
      await shakeBySteps(client, server);
      await Promise.all([client.free(), server.free()]);
    };
    for (let i = 0; i < 30; i++) await round();
    const [before] = await pool.status();
    for (let i = 0; i < 200; i++) await round();
    const [after] = await pool.status();
    expect(after).toMatchObject({ contexts: 2, connections: 0 });
    expect((after?.heapBytes ?? Number.NaN) - (before?.heapBytes ?? 0)).toBeLessThan(4096);
    await here.free();
    await there.free();
    expect((await pool.status())[0]?.contexts).toBe(0);
    expect(await rejection(() => here.getOptions())).toBeInstanceOf(SSL.Error);
  });

  it('is freed at the end of a block, and by the collector when nobody has freed it', async () => {
    const pool = open();
    const { there } = await contextsOf(pool);
    {
      await using server = new pool.SSL.Connection(there, null);
      await server.getStateString();
      expect((await pool.status())[0]?.connections).toBe(1);
    }
    expect((await pool.status())[0]?.connections).toBe(0);
    await (async () => {
      for (let i = 0; i < 20; i++) await new pool.SSL.Connection(there, null).getStateString();
      for (let i = 0; i < 5; i++) await new pool.SSL.Context(SSL.TLS_METHOD).setKeylogCallback(() => undefined);
    })();
    expect((await pool.status())[0]).toMatchObject({ connections: 20, contexts: 7 });
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    // Only the server's context is still held, below.
    for (let i = 0; i < 100 && ((await pool.status())[0]?.contexts ?? 0) > 1; i++) {
      collect();
      await sleep(10);
    }
    expect((await pool.status())[0]).toMatchObject({ connections: 0, contexts: 1 });
    expect(await there.getOptions()).toBeTypeOf('number');
  });
});

describe('several threads', () => {
  it('take connections in turn, with the same context in each', async () => {
    const pool = open({ size: 3 });
    await pool.start();
    expect(pool.threads).toBe(3);
    const { there } = await contextsOf(pool);
    const servers = Array.from({ length: 9 }, () => new pool.SSL.Connection(there, null));
    await Promise.all(servers.map((server) => server.getStateString()));
    expect((await pool.status()).map(({ connections }) => connections)).toEqual([3, 3, 3]);
    const gone = servers.slice(0, 3);
    await Promise.all(gone.map((server) => server.free()));
    expect((await pool.status()).reduce((sum, { connections }) => sum + connections, 0)).toBe(6);
  });

  it('resume the sessions of each other, and so does the successor of a crashed one', async () => {
    const { pool, workers } = held(2);
    const { here, there } = await contextsOf(pool);
    await pool.start();
    const resumed: boolean[] = [];
    let session: SSL.Session | null = null;
    for (let i = 0; i < 6; i++) {
      if (i === 3) {
        for (const worker of workers) worker.postMessage({ fail: 'exit' });
        while (workers.length < 4) await sleep(5);
      }
      const client = new pool.SSL.Connection(here, null);
      const server = new pool.SSL.Connection(there, null);
      if (session !== null) await client.setSession(session);
      await shakeBySteps(client, server);
      resumed.push(await server.sessionReused());
      session = await client.getSession();
    }
    expect(resumed).toEqual([false, true, true, true, true, true]);
  });

  it('trust what is added to the store of a context in use', async () => {
    const pool = open({ size: 2 });
    const { there } = await contextsOf(pool);
    const here = new pool.SSL.Context(SSL.TLS_CLIENT_METHOD);
    await here.setVerify(SSL.VERIFY_PEER);
    const early = [0, 1].map(() => new pool.SSL.Connection(here, null));
    await Promise.all(early.map((client) => client.exchange()));
    await here.getCertStore().addCert(pki.ca.cert);
    for (let i = 0; i < 4; i++) {
      const client = new pool.SSL.Connection(here, null);
      await shakeBySteps(client, new pool.SSL.Connection(there, null));
      expect(await client.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
    }
  });

  it('of one pool are not those of another', async () => {
    const pool = open();
    const context = new (open().SSL.Context)(SSL.TLS_METHOD);
    expect(() => new pool.SSL.Connection(context, null)).toThrow(TypeError);
    expect(() => new pool.SSL.Connection(new SSL.Context(SSL.TLS_METHOD) as never, null)).toThrow(TypeError);
  });
});

describe('the names', () => {
  /** What is no part of the public face, or not of this one. */
  const INTERNAL = new Set([
    'constructor',
    'readStatus',
    'writeStatus',
    'handshakeStatus',
    'statusError',
    'needsInput',
    'isCloseNotify',
    'takeOutput',
    'takeInput',
    'giveInput',
    'endInput',
    'shutdownStatus',
    'exclusively',
    'errorOf',
    'useIdentity',
    'freeze',
    'mutable',
    'handle',
    'setServernameAlertCallback',
    'sessionRemove',
    'verifyCallback',
    'loadSystemBundle',
  ]);
  const namesOf = (prototype: object): string[] =>
    prototype === Object.prototype
      ? []
      : [...Object.getOwnPropertyNames(prototype), ...namesOf(Object.getPrototypeOf(prototype) as object)];

  it.each(['Context', 'Connection'] as const)('of %s are all there', (name) => {
    const { SSL: remote } = open();
    const there = new Set(namesOf(remote[name].prototype as object));
    const missing = namesOf(SSL[name].prototype as object).filter(
      (member) => !there.has(member) && !INTERNAL.has(member),
    );
    expect(missing).toEqual([]);
  });

  it('beside them are those of SSL', () => {
    const { SSL: remote } = open();
    expect(Object.keys(remote).sort()).toEqual(Object.keys(SSL).sort());
    expect(remote.WantReadError).toBe(SSL.WantReadError);
  });
});
