/**
 * The Montgomery kernel against OpenSSL's own C and against BigInt: powers modulo odd numbers of every length that a limb
 * or a block of rows can end at, with operands of ones and zeros that fill every column and borrow.
 */
import { describe, expect, test } from 'vitest';
import { ours, reference } from '../support/harness-pair.js';
import { bytes, SEED } from '../support/seeded.js';

/** Up to 80 words each length, then to beyond the kernel's largest. */
const WORDS = [...Array.from({ length: 80 }, (_, i) => i + 1), 96, 112, 113, 127, 128, 129, 144];
const FEWER = WORDS.filter((words) => words % 8 === 0 || words % 8 === 3);

function filled(length: number, value: number): Uint8Array {
  return new Uint8Array(length).fill(value);
}

/** Odd numbers of all shapes: any, all ones, a high bit alone, a one at each end, and ones around a random low byte. */
function moduli(length: number): Uint8Array[] {
  const shapes = [bytes(length), filled(length, 255), bytes(length), filled(length, 0), filled(length, 255)];
  shapes[2]?.set([0x80]);
  shapes[3]?.set([1]);
  shapes[4]?.set(bytes(1), length - 1);
  for (const shape of shapes) shape[length - 1] = (shape[length - 1] ?? 0) | 1;
  return shapes;
}

function bigint(value: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(value).toString('hex')}`);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n % modulus, base % modulus];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

describe('powers against OpenSSL’s own C', () => {
  for (const constantTime of [true, false]) {
    // Up to 306 bits of exponent one multiplication at a time, above that five squarings at a time.
    for (const exponentBytes of constantTime ? [1, 3, 41] : [3]) {
      test(`exponents of ${exponentBytes} bytes, ${constantTime ? 'secret' : 'public'}`, () => {
        for (const words of exponentBytes > 40 ? FEWER : WORDS) {
          for (const modulus of moduli(4 * words)) {
            const minusOne = Uint8Array.from(modulus);
            minusOne[4 * words - 1] = (minusOne[4 * words - 1] ?? 0) ^ 1;
            for (const base of [bytes(4 * words), minusOne, filled(4 * words, 255)]) {
              const exponent = base === minusOne ? filled(exponentBytes, 255) : bytes(exponentBytes);
              const got = ours.power(constantTime, base, exponent, modulus);
              const expected = reference.power(constantTime, base, exponent, modulus);
              const label = `seed ${SEED}: ${words} words, modulus ${Buffer.from(modulus).toString('hex').slice(0, 40)}`;
              expect(got, label).toEqual(expected);
            }
          }
        }
      });
    }
  }

  test('the same as BigInt', () => {
    for (const words of [16, 17, 32, 48, 59, 64]) {
      for (const modulus of moduli(4 * words)) {
        const [base, exponent] = [bytes(4 * words), bytes(48)];
        const got = ours.power(true, base, exponent, modulus);
        const expected = power(bigint(base), bigint(exponent), bigint(modulus));
        expect(typeof got === 'number' ? got : bigint(got), `seed ${SEED}: ${words} words`).toBe(expected);
      }
    }
  });
});
