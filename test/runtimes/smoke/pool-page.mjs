/** The pool in a page, as a bundler makes it: the script of the workers is an entry of its own. */
import * as library from 'tsopenssl/worker';
import { runPool } from './pool.mjs';

export const run = () =>
  runPool(library, {
    createWorker: () => new Worker(new URL('./worker-thread.js', import.meta.url), { type: 'module' }),
  });
