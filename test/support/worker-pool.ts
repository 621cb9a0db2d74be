/** Pools over the sources under test: the thread's script is bundled as it stands, not taken from dist/. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { compiledModule } from '../../src/ffi/index.js';
import { setHostPlatform } from '../../src/worker/entry.js';
import { type PoolOptions, type ThreadScript, WorkerPool } from '../../src/worker/index.js';

export interface Pools {
  /** A pool that is closed after the file's tests. */
  readonly open: (options?: PoolOptions) => WorkerPool;
  /** Starts a thread, for tests that hold its Worker. */
  readonly startThread: (script?: ThreadScript) => Worker;
  /** A pool whose Workers the test holds. */
  readonly held: (size?: number) => { pool: WorkerPool; workers: Worker[] };
}

/** @param entry - the script of the threads */
export function usePools(entry = 'src/entries/worker-thread.ts', kitEntry = 'src/entries/pki-thread.ts'): Pools {
  let folder = '';
  const pools: WorkerPool[] = [];
  const startThread = (script: ThreadScript = 'tls') =>
    new Worker(join(folder, script === 'pki' ? 'kit.mjs' : 'thread.mjs'));
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tsopenssl-worker-'));
    await build({
      entryPoints: {
        thread: new URL(`../../${entry}`, import.meta.url).pathname,
        kit: new URL(`../../${kitEntry}`, import.meta.url).pathname,
      },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'es2022',
      logLevel: 'error',
    });
    setHostPlatform({ module: compiledModule, createWorker: startThread });
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.close()));
    await rm(folder, { recursive: true, force: true });
  });
  const open = (options?: PoolOptions) => {
    const pool = new WorkerPool(options);
    pools.push(pool);
    return pool;
  };
  const held = (size = 1) => {
    const workers: Worker[] = [];
    const createWorker = (script: ThreadScript) => {
      const worker = startThread(script);
      workers.push(worker);
      return worker;
    };
    return { pool: open({ size, createWorker }), workers };
  };
  return { open, startThread, held };
}
