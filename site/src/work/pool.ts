/** The one pool of threads in which the page works. */
import type { WorkerPool } from 'tsopenssl/worker';

let started: Promise<WorkerPool> | undefined;

/** Threads for the kit, and as many for connections. They are loaded with the first work that there is. */
export function pool(): Promise<WorkerPool> {
  started ??= load();
  return started;
}

const SIZE = 2;

async function load(): Promise<WorkerPool> {
  try {
    const { WorkerPool } = await import('tsopenssl/worker');
    return new WorkerPool({ size: SIZE });
  } catch (error) {
    // The next one may have more luck.
    started = undefined;
    throw error;
  }
}
