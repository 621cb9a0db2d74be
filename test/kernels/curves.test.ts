/**
 * Kernels of curves and exponentiation against OpenSSL's own C, over random operands and over those at which an addition
 * meets its own operand, its negative or infinity.
 */
import { createECDH } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CurveSum, Harness } from '../support/harness.js';
import { ours, reference } from '../support/harness-pair.js';
import { bytes, SEED, someBytes } from '../support/seeded.js';

const CURVES = [
  {
    name: 'P-256',
    openssl: 'prime256v1',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  {
    name: 'P-384',
    openssl: 'secp384r1',
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
] as const;

function toBytes(value: bigint, length: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');
}

/** Small ones, those around multiples of the order, around powers of two, and the largest of their length. */
function edgeScalars(order: bigint, length: number): bigint[] {
  const edges = [order * 2n, order * 2n - 1n, order * 3n + 5n, (order + 1n) / 2n, order / 2n];
  for (let i = 0n; i < 70n; i += 1n) edges.push(i, order - i, order + i);
  for (const bit of [13n, 26n, 52n, 65n, 78n, 104n, 128n, 195n, 255n]) {
    edges.push((1n << bit) - 1n, 1n << bit, order - (1n << bit));
  }
  const full = (1n << BigInt(8 * length)) - 1n;
  return [...edges, full, full - 1n];
}

function text(value: Buffer | number): string {
  return typeof value === 'number' ? `failed (${value})` : value.toString('hex');
}

function expectSame(label: string, run: (harness: Harness) => Buffer | number): void {
  const expected = text(run(reference));
  expect(text(run(ours)), `seed ${SEED}: ${label}`).toBe(expected);
}

describe('curves against OpenSSL’s own C', () => {
  for (const { name, openssl, order } of CURVES) {
    const length = toBytes(order, 1).length;
    const scalar = (value: bigint) => toBytes(value, value >> BigInt(8 * length) === 0n ? length : length + 8);
    const pointOf = (value: bigint): Uint8Array => {
      const ecdh = createECDH(openssl);
      ecdh.setPrivateKey(toBytes(value, length));
      return ecdh.getPublicKey();
    };
    const same = (label: string, sum: CurveSum) =>
      expectSame(`${name} ${label}`, (harness) => harness.curve(name, sum));

    test(`${name}: multiples by scalars at the edges`, () => {
      const point = pointOf(0x1234567n);
      const generator = pointOf(1n);
      for (const value of edgeScalars(order, length)) {
        const label = value.toString(16);
        same(`generator ${label}`, { u: scalar(value) });
        same(`generator -${label}`, { u: scalar(value), negateU: true });
        same(`point ${label}`, { point, v: scalar(value) });
        same(`generator as a point ${label}`, { point: generator, v: scalar(value) });
        same(`both ${label}`, { u: scalar(value), point, v: scalar(value) });
        // OpenSSL's own P-384 ends beside the curve for some of these, so its multiples of the generator alone are asked.
        const less = scalar((value + order - 1n) % order);
        const difference = ours.curve(name, { u: scalar(value), point: generator, v: scalar(order - 1n) });
        expect(text(difference), `${name} ${label} less 1`).toBe(text(reference.curve(name, { u: less })));
      }
    });

    test(`${name}: sums whose terms are equal, opposite or infinite`, () => {
      for (const point of [pointOf(1n), pointOf(2n), pointOf(order - 1n)]) {
        for (const u of [0n, 1n, 2n, 3n, 5n, order - 1n, order - 2n]) {
          for (const v of [0n, 1n, 2n, 3n, 7n, order - 1n, order - 2n]) {
            same(`${u} + ${v}`, { u: scalar(u), point, v: scalar(v) });
          }
        }
      }
    });

    test(`${name}: random multiples and sums`, () => {
      for (let i = 0; i < 40; i += 1) {
        const [u, v] = [someBytes(length), someBytes(length)];
        const point = pointOf((BigInt(`0x${Buffer.from(bytes(length)).toString('hex')}`) % (order - 1n)) + 1n);
        same('generator', { u });
        same('point', { point, v });
        same('both', { u, point, v });
        same('with a denominator', { u, point, v, jacobian: true });
      }
    });

    test(`${name}: inverses modulo the order`, () => {
      const values = edgeScalars(order, length).filter((value) => value > 0n && value < order);
      for (let i = 0; i < 300; i += 1) {
        const value = BigInt(`0x${Buffer.from(bytes(length)).toString('hex')}`) >> BigInt(i % (8 * length - 8));
        values.push((value % (order - 1n)) + 1n);
      }
      for (const value of values) {
        expectSame(`${name} 1/${value.toString(16)}`, (harness) => harness.invert(name, toBytes(value, length)));
      }
    });
  }
});

describe('X25519 against OpenSSL’s own C', () => {
  const prime = 2n ** 255n - 19n;
  const littleEndian = (value: bigint) => Uint8Array.from(toBytes(value, 32)).reverse();
  /** Zero, one, points of small order, numbers not below p, and the bit that is ignored. */
  const edges = [
    ...[0n, 1n, 2n, 9n, prime - 2n, prime - 1n, prime, prime + 1n, prime + 2n, prime + 18n],
    ...[2n ** 255n - 1n, 2n ** 255n, 2n ** 256n - 1n],
    325606250916557431795983626356110631294008115727848805560023387167927233504n,
    39382357235489614581723060781553021112529911719440698176882885853963445705823n,
  ].map(littleEndian);
  const same = (label: string, key: Uint8Array, peer?: Uint8Array) =>
    expectSame(label, (harness) => harness.exchange('X25519', key, peer));

  test('peers at the edges of the field', () => {
    for (const peer of edges) for (let i = 0; i < 6; i += 1) same('edge', someBytes(32), peer);
  });

  test('random keys and peers', () => {
    for (let i = 0; i < 300; i += 1) {
      const [key, peer] = [someBytes(32), someBytes(32)];
      same(`key ${Buffer.from(key).toString('hex')} peer ${Buffer.from(peer).toString('hex')}`, key, peer);
      same('public key', key);
    }
  });
});

test('X448: random keys and peers, and those at the edges', () => {
  const prime = 2n ** 448n - 2n ** 224n - 1n;
  const littleEndian = (value: bigint) => Uint8Array.from(toBytes(value, 56)).reverse();
  const edges = [0n, 1n, 5n, prime - 1n, prime, prime + 1n, 2n ** 448n - 1n].map(littleEndian);
  for (let i = 0; i < 60; i += 1) {
    const [key, peer] = [someBytes(56), edges[i] ?? someBytes(56)];
    expectSame(`X448 peer ${Buffer.from(peer).toString('hex')}`, (harness) => harness.exchange('X448', key, peer));
  }
});
