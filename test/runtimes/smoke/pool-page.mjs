/** The pool in a page, as a bundler makes it: the scripts of the workers are entries of their own. */
import * as library from 'tsopenssl/worker';
import { runPool } from './pool.mjs';

export const run = () =>
  runPool(library, {
    createWorker: (script) =>
      new Worker(new URL(script === 'pki' ? './pki-thread.js' : './worker-thread.js', import.meta.url), {
        type: 'module',
      }),
  });
