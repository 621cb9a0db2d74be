/** The key schedule of TLS 1.3 against OpenSSL's own C, and against the trace of RFC 8448. */
import { expect, test } from 'vitest';
import type { ScheduleParts } from '../support/harness.js';
import { ours, reference } from '../support/harness-pair.js';
import { below, bytes, SEED, someBytes } from '../support/seeded.js';

const PREFIX = new TextEncoder().encode('tls13 ');
/** Lengths around what a part may have. */
const LABELS = [0, 1, 7, 12, 100, 248, 249, 250, 255, 300];
const CONTEXTS = [0, 32, 48, 254, 255, 256];

function text(value: Buffer | number): string {
  return typeof value === 'number' ? 'failed' : value.toString('hex');
}

function expectSame(digest: string, extract: boolean, parts: ScheduleParts, length: number): void {
  const lengths = Object.entries(parts).map(([name, part]: [string, Uint8Array]) => `${name} ${part.length}`);
  const label = `seed ${SEED}: ${digest} ${extract ? 'extract' : 'expand'} ${lengths.join(', ')}, ${length} bytes`;
  const expected = text(reference.keySchedule(digest, extract, parts, length));
  expect(text(ours.keySchedule(digest, extract, parts, length)), label).toBe(expected);
}

const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;

for (const [digest, size] of [
  ['SHA2-256', 32],
  ['SHA2-384', 48],
] as const) {
  test(`${digest}: the same secrets expanded`, () => {
    for (let i = 0; i < 400; i += 1) {
      const parts = { key: someBytes(1 + below(300)), prefix: PREFIX, label: bytes(pick(LABELS)) };
      const length = pick([
        0,
        1,
        12,
        16,
        size - 1,
        size,
        size + 1,
        2 * size,
        1 + below(4000),
        255 * size,
        255 * size + 1,
      ]);
      expectSame(digest, false, below(2) === 0 ? parts : { ...parts, data: bytes(pick(CONTEXTS)) }, length);
    }
  });

  test(`${digest}: the same secrets extracted, from a secret before and from none`, () => {
    for (let i = 0; i < 400; i += 1) {
      const key = below(4) === 0 ? {} : { key: someBytes(1 + below(300)) };
      const salt = below(4) === 0 ? {} : { salt: someBytes(below(4) === 0 ? 1 + below(200) : size) };
      const label = { prefix: PREFIX, label: bytes(pick(LABELS)) };
      expectSame(digest, true, { ...key, ...salt, ...label }, below(8) === 0 ? below(100) : size);
    }
  });
}

test('a digest that TLS 1.3 has no suite of is refused', () => {
  const parts = { key: bytes(32), prefix: PREFIX, label: bytes(4) };
  expect(ours.keySchedule('SHA2-512', false, parts, 32)).toBe(-1);
});

test('the secrets of RFC 8448, 3', () => {
  const hex = (value: string) => Buffer.from(value, 'hex');
  const label = { prefix: PREFIX, label: new TextEncoder().encode('derived') };
  const early = ours.keySchedule('SHA2-256', true, label, 32);
  expect(text(early)).toBe('33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a');
  const shared = hex('8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d');
  const handshake = ours.keySchedule('SHA2-256', true, { key: shared, salt: early as Buffer, ...label }, 32);
  expect(text(handshake)).toBe('1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac');
});
