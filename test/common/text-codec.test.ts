/** The text codec of places that have none, beside the engine's. */
import { expect, it } from 'vitest';
import { PlainDecoder, PlainEncoder } from '../../src/common/text-codec.js';

/** Reproducible noise. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

const LABELS = ['utf-8', 'latin1', 'utf-16le', 'utf-16be'];
const OPTIONS = [{}, { ignoreBOM: true }, { fatal: true }, { fatal: true, ignoreBOM: true }];

function outcome(decode: () => string): string {
  try {
    return `text ${decode()}`;
  } catch (error) {
    return (error as Error).name;
  }
}

function sameAsEngine(bytes: Uint8Array): void {
  for (const label of LABELS) {
    for (const options of OPTIONS) {
      // Halves of characters in UTF-16 are not judged here, for nobody asks for it; engines differ in these letters of Latin-1.
      if (label.startsWith('utf-16') && options.fatal) continue;
      if (label === 'latin1' && options !== OPTIONS[0]) continue;
      if (label === 'latin1' && bytes.some((byte) => byte >= 0x80 && byte < 0xa0)) continue;
      const plain = (text: string) =>
        label.startsWith('utf-16') ? text.replaceAll(/[\ud800-\udfff\ufffd]/g, '') : text;
      const own = outcome(() => new PlainDecoder(label, options).decode(bytes));
      const expected = outcome(() => new TextDecoder(label, options).decode(bytes));
      expect(plain(own), `${label} ${JSON.stringify(options)} ${bytes}`).toBe(plain(expected));
    }
  }
}

it('reads every two bytes, and what is cut or out of range, as the engine does', () => {
  for (let first = 0; first < 256; first++)
    for (let second = 0; second < 256; second += 5) sameAsEngine(Uint8Array.of(first, second));
  for (const bytes of [
    [],
    [0xef, 0xbb, 0xbf],
    [0xef, 0xbb, 0xbf, 0x41],
    [0xf4, 0x90, 0x80, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf0, 0x9f, 0x98],
    [0xff, 0xfe, 0x41, 0],
  ])
    sameAsEngine(Uint8Array.from(bytes));
});

it('reads noise as the engine does', () => {
  const next = noise(5);
  for (let round = 0; round < 300; round++) {
    const likely = [0x41, 0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xef, 0xbf, 0xbd];
    sameAsEngine(
      Uint8Array.from({ length: next() % 40 }, () =>
        next() % 3 === 0 ? next() % 256 : (likely[next() % likely.length] ?? 0),
      ),
    );
  }
});

it('writes as the engine does', () => {
  const next = noise(6);
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: next() % 30 }, () =>
      String.fromCharCode(next() % (next() % 2 === 0 ? 0x300 : 0x10000)),
    ).join('');
    expect(new PlainEncoder().encode(text)).toEqual(new TextEncoder().encode(text));
  }
  expect(new PlainEncoder().encode('a😀\ud800')).toEqual(new TextEncoder().encode('a😀\ud800'));
  expect(new PlainEncoder().encode()).toEqual(new Uint8Array(0));
});
