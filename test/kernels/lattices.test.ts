/** Kernels of ML-DSA and ML-KEM against OpenSSL's own C: whole operations from seeds, and the transform by itself. */
import { describe, expect, test } from 'vitest';
import type { Harness } from '../support/harness.js';
import { ours, reference } from '../support/harness-pair.js';
import { below, bytes, SEED } from '../support/seeded.js';

const Q = 8_380_417;

function expectSame(label: string, run: (harness: Harness) => Buffer | number): void {
  const expected = run(reference);
  expect(typeof expected, label).toBe('object');
  expect(run(ours), `seed ${SEED}: ${label}`).toEqual(expected);
}

/** Random coefficients, all of the largest, or the largest and zero in turn. */
function polynomial(): Uint32Array {
  const kind = below(4);
  return Uint32Array.from({ length: 256 }, (_, i) => (kind === 0 || (kind === 1 && i % 2 === 0) ? Q - 1 : below(Q)));
}

describe('lattices against OpenSSL’s own C', () => {
  test('ML-DSA: the transform, its inverse and the product', () => {
    for (const what of ['forward', 'inverse', 'multiply'] as const) {
      for (let i = 0; i < 200; i += 1) {
        const [a, b] = [polynomial(), polynomial()];
        expectSame(`${what} ${a.slice(0, 4)}`, (harness) => harness.ntt(what, a, b));
      }
      const ones = (at: number) => Uint32Array.from({ length: 256 }, (_, i) => Number(i === at));
      for (let at = 0; at < 256; at += 1) expectSame(what, (harness) => harness.ntt(what, ones(at), ones(at)));
    }
  });

  for (const name of ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87']) {
    test(`${name}: keys and signatures`, () => {
      for (let i = 0; i < 12; i += 1) {
        const [seed, message] = [bytes(32), bytes(below(300))];
        expectSame(`${name} ${message.length}`, (harness) => harness.mlDsa(name, seed, message));
      }
    });
  }

  for (const name of ['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024']) {
    test(`${name}: keys, ciphertexts, secrets and rejections`, () => {
      for (let i = 0; i < 60; i += 1) {
        const [seed, random, bit] = [bytes(64), bytes(32), below(8 * 768)];
        expectSame(`${name} bit ${bit}`, (harness) => harness.mlKem(name, seed, random, bit));
      }
    });
  }
});
