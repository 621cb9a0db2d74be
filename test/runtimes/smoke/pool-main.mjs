/** The pool in Node, Deno or Bun. Prints one line of JSON, and ends by itself: an idle pool keeps no process alive. */
import * as library from 'tsopenssl/worker';
import { runPool } from './pool.mjs';

console.log(JSON.stringify(await runPool(library)));
// Left open, for the process to end over it.
const idle = new library.WorkerPool();
await idle.start();
