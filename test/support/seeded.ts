/** Random values from a seed, for cases that can be repeated: `TSOPENSSL_SEED=…` sets it. */
import { randomInt } from 'node:crypto';

export const SEED = Number(process.env['TSOPENSSL_SEED'] ?? randomInt(2 ** 31));

/** mulberry32 */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values of one seed of their own. */
export function seeded(seed: number): { readonly below: (limit: number) => number } {
  const random = generator(seed);
  return { below: (limit) => Math.floor(random() * limit) };
}

const random = generator(SEED);

export const below = (limit: number): number => Math.floor(random() * limit);

export const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => below(256));

/** Random bytes, or all zeros, or all ones. */
export function someBytes(length: number): Uint8Array {
  const kind = below(8);
  return kind === 0 ? new Uint8Array(length) : kind === 1 ? new Uint8Array(length).fill(255) : bytes(length);
}
