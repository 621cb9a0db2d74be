/** Calls of the kit that are long, and how they end. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { createCertificateAuthority, signer } from '../../../src/pki/index.js';
import { type JobProgress, WorkerError } from '../../../src/worker/index.js';
import { rejection } from '../../support/thrown.js';
import { usePools } from '../../support/worker-pool.js';

const pools = usePools('test/support/failing-thread.ts', 'test/support/failing-kit.ts');
const { open, held } = pools;
const root = createCertificateAuthority({ subject: 'root' });
const HUGE = { subject: 'huge', key: { type: 'RSA', bits: 16_384 } } as const;

describe('a long call', () => {
  it('leaves this thread free, and tells how far it is', async () => {
    const { pki } = open();
    const told: JobProgress[] = [];
    await pki.readCertificate(root.der);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 10);
    delay.enable();
    const begun = performance.now();
    const onProgress = (progress: JobProgress) => told.push(progress);
    const made = await pki.with({ onProgress }).createRequest({ subject: 'x', key: { type: 'RSA', bits: 4096 } });
    const took = performance.now() - begun;
    delay.disable();
    clearInterval(timer);
    expect(made.key.bits()).toBe(4096);
    // A third of what a quiet machine has.
    expect(ticks).toBeGreaterThan(took / 30);
    expect(told.at(-1)).toMatchObject({ stage: 'primes', found: expect.toSatisfy((found: number) => found >= 2) });
    expect(told.at(-1)).toMatchObject({ tried: expect.toSatisfy((tried: number) => tried > 2) });
    expect(told.length).toBeLessThan(took / 50 + 8);
  });

  it('is ended by its signal within two seconds, with the reason of it, and the pool goes on', async () => {
    const pool = open();
    const control = new AbortController();
    const told: JobProgress[] = [];
    const { pki } = pool;
    const options = { signal: control.signal, onProgress: (progress: JobProgress) => void told.push(progress) };
    const waiting = rejection(() => pki.with(options).createRequest(HUGE));
    while (told.length === 0) await sleep(10);
    const behind = pki.readCertificate(root.der);
    const begun = performance.now();
    const reason = { no: 'more' };
    control.abort(reason);
    expect(await waiting).toBe(reason);
    expect(performance.now() - begun).toBeLessThan(2000);
    expect((await behind).der).toEqual(root.der);
    const { length } = told;
    await sleep(100);
    expect(told).toHaveLength(length);
    expect(pool.threads).toBe(1);
    expect(await rejection(() => pki.with(options).readCertificate(root.der))).toBe(reason);
    expect((await pki.readCertificate(root.der)).der).toEqual(root.der);
  });

  it('that has not begun is ended by its signal too, and no thread for it', async () => {
    const { pool, workers } = held();
    const first = new AbortController();
    const second = new AbortController();
    const running = rejection(() => pool.pki.with({ signal: first.signal }).createRequest(HUGE));
    const waiting = rejection(() => pool.pki.with({ signal: second.signal }).createRequest(HUGE));
    second.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError' });
    expect(workers).toHaveLength(1);
    first.abort(undefined);
    expect(await running).toMatchObject({ name: 'AbortError' });
  });

  it('ends with the pool, and so do those behind it', async () => {
    const pool = open();
    const calls = [HUGE, HUGE, HUGE].map((options) => rejection(() => pool.pki.createRequest(options)));
    await sleep(100);
    await pool.close();
    for (const error of await Promise.all(calls)) {
      expect(error).toBeInstanceOf(WorkerError);
      expect(error).toMatchObject({ code: 'ERR_WORKER_TERMINATED' });
    }
    expect(await rejection(() => pool.pki.readCertificate(root.der))).toBeInstanceOf(WorkerError);
    expect(pool.threads).toBe(0);
  });

  it.each(['throw', 'exit'] as const)('ends with its thread (%s), and the next has another', async (fail) => {
    const { pool, workers } = held();
    const never = pool.pki.createRequest({
      subject: 'x',
      key: signer({
        publicKey: root.key,
        sign: () => new Promise<Uint8Array>(() => workers[0]?.postMessage({ fail })),
      }),
    });
    expect(await rejection(() => never)).toMatchObject({ code: 'ERR_WORKER_CRASHED' });
    expect((await pool.pki.readCertificate(root.der)).der).toEqual(root.der);
    expect(workers).toHaveLength(2);
  });

  it('whose function calls the pool does not wait for itself', async () => {
    const pool = open();
    const key = signer({
      publicKey: root.key,
      sign: async (data) => {
        await pool.pki.readCertificate(root.der);
        return crypto.sign(root.key, data, 'sha256');
      },
    });
    expect((await pool.pki.createRequest({ subject: 'x', key })).request.verify(root.key)).toBe(true);
  });

  it('wants options that are some, and a script that has the kit', async () => {
    const pool = open();
    expect(() => pool.pki.with({ signal: 7 as never })).toThrow(TypeError);
    expect(() => pool.pki.with({ onProgress: 'x' as never })).toThrow(TypeError);
    const { startThread } = pools;
    const tls = open({ createWorker: () => startThread('tls') });
    expect(String(await rejection(() => tls.pki.readCertificate(root.der)))).toMatch(/tsopenssl\/pki-thread/);
  });
});
