/** Takes OpenSSL's error queue apart. */
import { entropyFailure } from './entropy.js';
import { describe, type ErrorEntry } from './errors.js';
import { wasm } from './instance.js';
import { allocate, closeFrame, heap, heapView, openFrame, readText } from './memory.js';

/** Bounds the queue that is reported; OpenSSL itself keeps 16 entries (ERR_NUM_ERRORS). */
const MAX_ENTRIES = 32;
const OUT_SIZE = 12;
/** ERR_R_MALLOC_FAILURE of openssl/err.h, without the library bits. */
const MALLOC_FAILURE_TEXT = 'malloc failure';

/** The queue, oldest entry first, and what it says of the two causes that have a class of their own. */
export interface Drained {
  readonly entries: readonly ErrorEntry[];
  /** The queue in one line, with OpenSSL's details. */
  readonly message: string;
  /** Why the platform gave no randomness, where that is the cause. */
  readonly entropy: string | undefined;
  readonly memory: boolean;
}

/** Empties the queue and returns what was in it. */
export function drain(): Drained {
  const entries: ErrorEntry[] = [];
  const details: string[] = [];
  openFrame();
  try {
    const outs = allocate(4 * OUT_SIZE);
    heap().fill(0, outs, outs + 4 * OUT_SIZE);
    const at = (index: number) => outs + index * OUT_SIZE;
    while (entries.length < MAX_ENTRIES && wasm().error_next(at(0), at(1), at(2), at(3)) !== 0) {
      const [library = '', func = '', reason = '', data = ''] = [0, 1, 2, 3].map((index) => takeText(at(index)));
      entries.push([library, func, reason]);
      details.push(data);
    }
  } finally {
    closeFrame();
  }
  const seeding = entries.some(([library]) => library === 'random number generator' || library === 'Provider routines');
  return {
    entries,
    message: describe(entries, details),
    entropy: seeding ? entropyFailure() : undefined,
    memory: entries.some(([, , reason]) => reason === MALLOC_FAILURE_TEXT),
  };
}

function takeText(out: number): string {
  const view = heapView();
  const text = readText(view.getUint32(out, true), view.getUint32(out + 4, true));
  wasm().out_release(out);
  return text;
}
