/**
 * Answers in shared memory. OpenSSL's callbacks are synchronous: the thread that asks sleeps (Atomics.wait) until the
 * thread that answers has written here. The state is the number of the open question, {@link WRITING} or {@link NONE}.
 */
import { type Bytes, isDate, isUint8Array } from '../../common/bytes.js';
import type { Answer } from './messages.js';

/** No question is open: it was answered, or given up. */
const NONE = 0;
const WRITING = -1;
/** State and length of the answer, 32 bits each. */
const HEADER = 8;
/** Largest answer: a context with its credentials fits well. */
const SIZE = 512 * 1024;

/** Memory for the answers to one thread; undefined where the platform shares none, as in a page that is not isolated. */
export function answerMemory(): SharedArrayBuffer | undefined {
  return typeof SharedArrayBuffer === 'function' ? new SharedArrayBuffer(SIZE) : undefined;
}

/** Opens a question, lets `post` send it, and sleeps until it is answered. @returns undefined when the time is up */
export function awaitAnswer(
  memory: SharedArrayBuffer,
  sequence: number,
  post: () => void,
  timeout: number,
): Answer | undefined {
  const state = new Int32Array(memory, 0, 2);
  Atomics.store(state, 0, sequence);
  post();
  const isLate = Atomics.wait(state, 0, sequence, timeout) === 'timed-out';
  // Given up, unless the answer has just begun to come: then it is there at once.
  if (isLate && Atomics.compareExchange(state, 0, sequence, NONE) === sequence) return undefined;
  while (Atomics.load(state, 0) === WRITING) Atomics.wait(state, 0, WRITING);
  // TextDecoder takes no shared memory.
  const bytes = new Uint8Array(memory, HEADER, Atomics.load(state, 1)).slice();
  return JSON.parse(new TextDecoder().decode(bytes), reviveSpecial) as Answer;
}

/** Answers a question. @returns false where it was given up meanwhile */
export function writeAnswer(memory: SharedArrayBuffer, sequence: number, answer: Answer): boolean {
  const state = new Int32Array(memory, 0, 2);
  let bytes = encodeAnswer(answer);
  if (bytes.length > SIZE - HEADER) {
    const message = `the answer of a callback has ${bytes.length} bytes where ${SIZE - HEADER} fit`;
    bytes = encodeAnswer({ failure: { kind: 'RangeError', message } });
  }
  if (Atomics.compareExchange(state, 0, sequence, WRITING) !== sequence) return false;
  new Uint8Array(memory, HEADER).set(bytes);
  Atomics.store(state, 1, bytes.length);
  Atomics.store(state, 0, NONE);
  Atomics.notify(state, 0);
  return true;
}

function encodeAnswer(answer: Answer): Bytes {
  return new TextEncoder().encode(JSON.stringify(answer, writeSpecial));
}

/** JSON has no bytes, no bigints, no dates and no undefined. */
function writeSpecial(this: unknown, key: string, value: unknown): unknown {
  // A Date has made itself a string before it comes here.
  const original: unknown = (this as Readonly<Record<string, unknown>>)[key];
  if (isDate(original)) return { is: 'date', text: String(original.getTime()) };
  if (value === undefined) return { is: 'undefined', text: '' };
  if (typeof value === 'bigint') return { is: 'bigint', text: String(value) };
  if (!isUint8Array(value)) return value;
  return { is: 'bytes', text: btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join('')) };
}

const REVIVE: Readonly<Record<string, (text: string) => unknown>> = {
  bytes: (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
  bigint: BigInt,
  date: (text) => new Date(Number(text)),
  undefined: () => undefined,
};

function reviveSpecial(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('is' in value) || !('text' in value)) return value;
  const { is, text } = value as { is: string; text: string };
  return REVIVE[is]?.(text);
}
