import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { SSL, TrapError } from '../../src/index.js';
import { WorkerError, WorkerPool } from '../../src/worker/index.js';
import { rejection } from '../support/thrown.js';
import { usePools } from '../support/worker-pool.js';
import { contextsOf, shakeBySteps } from '../support/worker-sides.js';

const { open, held } = usePools('test/support/failing-thread.ts');

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
