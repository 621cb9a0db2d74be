/** Takes OpenSSL's error queue apart. */
import { entropyFailure } from './entropy.js';
import { describe, type ErrorEntry } from './errors.js';
import { wasm } from './instance.js';
import { heapView, readCString, scratch } from './memory.js';

/** Bounds the queue that is reported; OpenSSL itself keeps 16 entries (ERR_NUM_ERRORS). */
const MAX_ENTRIES = 32;
/** Library, function, reason, detail: what the shim's error_next gives of an entry. */
const TEXTS = 4;
const POINTER_SIZE = 4;
/** The result of error_next for ERR_R_MALLOC_FAILURE. */
const OUT_OF_MEMORY = 2;
/** Libraries whose errors can come of missing entropy. */
const SEEDING: ReadonlySet<string> = new Set([
  'random number generator',
  'Provider routines',
  'digital envelope routines',
]);

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
  let memory = false;
  const texts = scratch();
  for (let kind = next(texts); kind !== 0 && entries.length < MAX_ENTRIES; kind = next(texts)) {
    const [library = '', func = '', reason = '', detail = ''] = readTexts(texts);
    memory ||= kind === OUT_OF_MEMORY;
    // Without memory OpenSSL cannot even load its texts.
    entries.push([library, func, kind === OUT_OF_MEMORY ? 'malloc failure' : reason]);
    details.push(detail);
  }
  return {
    entries,
    message: describe(entries, details),
    entropy: entries.some(([library]) => SEEDING.has(library)) ? entropyFailure() : undefined,
    memory,
  };
}

function next(texts: number): number {
  return wasm().error_next(texts);
}

function readTexts(texts: number): string[] {
  return Array.from({ length: TEXTS }, (_, index) => {
    const address = heapView().getUint32(texts + index * POINTER_SIZE, true);
    return address === 0 ? '' : readCString(address);
  });
}
