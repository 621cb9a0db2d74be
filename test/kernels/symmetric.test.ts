/**
 * Kernels against OpenSSL's own C: the same calls on the same libraries, linked with and without kernels, over random and
 * edge inputs, chunks, alignments and counters that wrap. A failure names its case and the seed.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Layout } from '../support/harness.js';
import { ours, reference } from '../support/harness-pair.js';
import { below, bytes, SEED, someBytes } from '../support/seeded.js';

interface Mode {
  readonly name: string;
  readonly key: number;
  /** Lengths are multiples of it. */
  readonly unit?: number;
  readonly least?: number;
  readonly tag?: number;
  /** The mode takes its data in one update. */
  readonly oneUpdate?: boolean;
}

const aes = (mode: string, rest: Omit<Mode, 'name' | 'key'> = {}, keys = [16, 24, 32]): Mode[] =>
  keys.map((key) => ({ name: `AES-${key * 8}-${mode}`, key, ...rest }));

const CIPHERS: readonly Mode[] = [
  ...aes('ECB', { unit: 16 }),
  ...aes('CBC', { unit: 16 }),
  ...aes('CTR'),
  ...aes('GCM', { tag: 16 }),
  ...aes('OCB', { tag: 16 }, [16]),
  ...aes('CFB', {}, [32]),
  ...aes('OFB', {}, [32]),
  ...aes('WRAP', { unit: 8, least: 16, oneUpdate: true }, [16, 32]),
  { name: 'AES-128-XTS', key: 32, least: 16, oneUpdate: true },
  { name: 'AES-256-XTS', key: 64, least: 16, oneUpdate: true },
  { name: 'ChaCha20', key: 32 },
  { name: 'ChaCha20-Poly1305', key: 32, tag: 16 },
];
const DIGESTS = ['SHA1', 'SHA256', 'SHA512', 'SHA3-224', 'SHA3-256', 'SHA3-384', 'SHA3-512', 'SHAKE128', 'SHAKE256'];
/** Every length to here, so that each path for a rest is met; and some whole records. */
const EVERY_LENGTH = 320;
const LONG = [511, 512, 1023, 3071, 3072, 3088, 4096, 8191, 16_383, 16_384, 16_400, 40_000];

/** Counters near their end, of 32 and of 128 bits, as well as random ones. */
function someIv(): Uint8Array {
  const iv = bytes(16);
  const kind = below(4);
  if (kind === 0) iv.fill(255);
  if (kind === 1) iv.fill(255, 12);
  if (kind <= 1) iv[15] = 255 - below(24);
  // ChaCha20 keeps its counter at the start, little-endian.
  if (kind === 2) iv.set([255 - below(12), 255, 255, 255]);
  return iv;
}

function someLayout(length: number, oneUpdate = false): Layout {
  const chunk = oneUpdate || below(3) > 0 ? Math.max(length, 1) : 1 + below(Math.min(length + 1, 700));
  // In place is defined for whole updates of stream modes only where chunks do not change the offset between in and out.
  return { chunk, inOffset: below(16), outOffset: below(16), inPlace: !oneUpdate && below(4) === 0 && chunk >= length };
}

/** In hexadecimal, for a difference that can be read. */
function expectSame(actual: Buffer | number, expected: Buffer | number, label: string): void {
  if (Buffer.isBuffer(actual) && Buffer.isBuffer(expected) && actual.equals(expected)) return;
  const text = (value: Buffer | number) => (typeof value === 'number' ? `step ${value}` : value.toString('hex'));
  expect(text(actual), label).toBe(text(expected));
}

const lengths = [...Array.from({ length: EVERY_LENGTH }, (_, length) => length), ...LONG];

describe('kernels against OpenSSL’s own C', () => {
  for (const { name, key: keyLength, unit = 1, least = 0, tag = 0, oneUpdate } of CIPHERS) {
    test(`${name}: the same ciphertext, and the plaintext back`, () => {
      for (const length of lengths.filter((n) => n % unit === 0 && n >= least)) {
        const data = someBytes(length);
        const iv = someIv();
        const key = name.includes('XTS') ? bytes(keyLength) : someBytes(keyLength);
        const aad = someBytes(below(below(8) === 0 ? 1000 : 40));
        const cipher = { name, key, iv, aad, tagLength: tag };
        const layout = someLayout(length, oneUpdate);
        const label = JSON.stringify({ seed: SEED, name, length, layout, aad: aad.length });
        const sealed = ours.cipher({ ...cipher, encrypt: true }, data, layout);
        expectSame(sealed, reference.cipher({ ...cipher, encrypt: true }, data, layout), label);
        if (typeof sealed === 'number') throw new Error(`${label}: step ${sealed} failed`);
        const opened = ours.cipher({ ...cipher, encrypt: false }, sealed, someLayout(sealed.length, oneUpdate));
        expectSame(opened, Buffer.from(data), label);
        if (tag === 0) continue;
        const at = below(sealed.length);
        sealed[at] = (sealed[at] ?? 0) ^ (1 << below(8));
        expect(typeof ours.cipher({ ...cipher, encrypt: false }, sealed, layout), label).toBe('number');
      }
    });
  }

  for (const name of DIGESTS) {
    test(`${name}: the same digest`, () => {
      for (const length of lengths) {
        const data = someBytes(length);
        const layout = someLayout(length);
        const outLength = 1 + below(600);
        const label = JSON.stringify({ seed: SEED, name, length, layout, outLength });
        const digest = ours.digest(name, data, outLength, layout);
        expectSame(digest, reference.digest(name, data, outLength, layout), label);
        const options = name.startsWith('SHAKE') ? { outputLength: outLength } : {};
        expectSame(digest, createHash(name.toLowerCase(), options).update(data).digest(), label);
      }
    });
  }

  test('Poly1305: the same tag, keys and blocks at the edge of the field too', () => {
    for (const length of lengths) {
      const key = someBytes(32);
      const data = someBytes(length);
      const layout = someLayout(length);
      const label = JSON.stringify({ seed: SEED, length, layout });
      expectSame(ours.mac('POLY1305', key, data, layout), reference.mac('POLY1305', key, data, layout), label);
    }
  });

  test('Poly1305: sums around the prime, and limbs that are full', () => {
    // With r = 1, two blocks of ones and a bit each at 2^128 are p + 3; with 2, and others, the products are near its multiples.
    const layout = { chunk: 64, inOffset: 0, outOffset: 0, inPlace: false };
    for (const r of [[1], [2], [4], new Uint8Array(16).fill(255)]) {
      for (const low of [255, 254, 253, 252, 251, 250, 5, 4, 0]) {
        for (const blocks of [1, 2, 3, 4, 5, 32]) {
          const [key, data] = [someBytes(32), new Uint8Array(16 * blocks).fill(low === 0 ? 0 : 255)];
          key.fill(0, 0, 16).set(r);
          data[16 * blocks - 16] = low;
          const label = JSON.stringify({ seed: SEED, r, low, blocks });
          expectSame(ours.mac('POLY1305', key, data, layout), reference.mac('POLY1305', key, data, layout), label);
        }
      }
    }
  });
});
