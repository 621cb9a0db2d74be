import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { rejection } from '../support/thrown.js';
import { usePools } from '../support/worker-pool.js';
import { contextsOf, pki, shakeBySteps } from '../support/worker-sides.js';

const { open, held } = usePools('test/support/failing-thread.ts');

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
