/** Random numbers: what was given out is nowhere else, whatever its length, and what was put in is gone. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rand } from '../../src/index.js';
import { leavesNothing } from '../support/planted.js';

describe('random bytes', () => {
  // Lengths that are no multiple of a block: the generator's last block is not all given out.
  it.each([8, 13, 16, 31, 32, 56, 255, 1000, 70_000])('of %i', (length) => {
    leavesNothing((planted) => planted.bytes('what was given', rand.bytes(length)));
  });

  it('are the same as before in any number of requests', () => {
    // Nothing is taken away from what a request gives: all of it differs, to its last byte.
    const drawn = Array.from({ length: 200 }, () => rand.bytes(25));
    const last = new Set(drawn.map((bytes) => bytes.subarray(16).join()));
    expect(last.size).toBe(200);
  });
});

describe('what seeds the generator', () => {
  it.each(['seed', 'add'] as const)('by rand.%s', (name) => {
    leavesNothing((planted) => {
      const seed = randomBytes(100);
      planted.bytes('the seed', seed);
      if (name === 'seed') rand.seed(seed);
      else rand.add(seed, 50);
      rand.bytes(16);
    });
  });
});
