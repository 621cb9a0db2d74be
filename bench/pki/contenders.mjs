/** Who takes part: each a way to do each task, or a sentence that says why there is none. */
import { forgeTasks } from './forge.mjs';
import { jsrsasignTasks } from './jsrsasign.mjs';
import { peculiarTasks } from './peculiar.mjs';
import { pkijsTasks } from './pkijs.mjs';
import { tsopenssl } from './tsopenssl.mjs';

/** @type {ReadonlyMap<string, import('./tasks.mjs').Contender>} */
export const CONTENDERS = new Map([
  ['tsopenssl', tsopenssl],
  ['node-forge', forgeTasks],
  ['PKI.js', pkijsTasks],
  ['@peculiar/x509', peculiarTasks],
  ['jsrsasign', jsrsasignTasks],
]);

/** Lines of a contender's way, without its head and its last bracket. */
export const linesOf = (/** @type {Function} */ way) => String(way).split('\n').length - 2;
