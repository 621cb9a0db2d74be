/** How much of the WebAssembly heap is in use: what a leak would show in. */
import { Bindings, OpenSSLError } from '../../src/ffi/index.js';

const bindings = new Bindings((errors) => new OpenSSLError(errors));

/** What OpenSSL's own tables may still grow by. */
export const TOLERANCE = 1024;

/** Bytes by which the heap grows between `early` rounds and `all`. */
export function growth(early: number, all: number, round: (index: number) => void): number {
  for (let i = 0; i < early; i++) round(i);
  const before = bindings.heap_bytes_in_use();
  for (let i = early; i < all; i++) round(i);
  return bindings.heap_bytes_in_use() - before;
}

/** Bytes of the heap in use. */
export function heapInUse(): number {
  return bindings.heap_bytes_in_use();
}
