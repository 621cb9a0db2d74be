/**
 * `TextEncoder` and `TextDecoder` for places that have none: the globals of an audio worklet, or of jsdom under Jest. The build puts
 * these in the place of the globals; where there are such, they are what is used.
 */
import type { Bytes } from './bytes.js';
import { platformModule } from './platform.js';

interface Options {
  readonly fatal?: boolean;
  readonly ignoreBOM?: boolean;
}

const REPLACEMENT = '\ufffd';

/** Writes UTF-8. */
class PlainEncoder {
  encode(text = ''): Bytes {
    const bytes: number[] = [];
    for (const character of String(text)) {
      const code = character.codePointAt(0) ?? 0;
      // A lone surrogate is no character.
      const point = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
      if (point < 0x80) bytes.push(point);
      else if (point < 0x800) bytes.push(0xc0 | (point >> 6), last(point));
      else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), last(point >> 6), last(point));
      else bytes.push(0xf0 | (point >> 18), last(point >> 12), last(point >> 6), last(point));
    }
    return Uint8Array.from(bytes);
  }
}

const last = (point: number): number => 0x80 | (point & 0x3f);

/** Reads UTF-8, UTF-16 and Latin-1, whole texts at a time; engines differ in whether `latin1` is Windows-1252 from 0x80 to 0x9f. */
class PlainDecoder {
  readonly #label: string;
  readonly #options: Options;

  constructor(label = 'utf-8', options: Options = {}) {
    this.#label = label.toLowerCase();
    this.#options = options;
  }

  decode(input: Uint8Array | ArrayBuffer = new Uint8Array(0)): string {
    const bytes = ArrayBuffer.isView(input)
      ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
      : new Uint8Array(input);
    const text = this.#read(bytes);
    if (this.#options.fatal && text.isSpoilt) throw new TypeError('the bytes are no text of this encoding');
    const isMarked = !this.#options.ignoreBOM && this.#label !== 'latin1' && text.characters[0] === '\ufeff';
    return (isMarked ? text.characters.slice(1) : text.characters).join('');
  }

  #read(bytes: Uint8Array): Text {
    if (this.#label === 'latin1') return { characters: Array.from(bytes, latin1), isSpoilt: false };
    if (this.#label.startsWith('utf-16')) return utf16(bytes, this.#label === 'utf-16be');
    return utf8(bytes);
  }
}

interface Text {
  readonly characters: readonly string[];
  readonly isSpoilt: boolean;
}

const latin1 = (byte: number): string => String.fromCharCode(byte);

function utf16(bytes: Uint8Array, isBig: boolean): Text {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units = Array.from({ length: bytes.length >> 1 }, (_, index) => view.getUint16(2 * index, !isBig));
  const characters = Array.from(units.map((unit) => String.fromCharCode(unit)).join(''));
  return { characters, isSpoilt: bytes.length % 2 === 1 };
}

/** The length of a sequence and the range of its second byte, by the first (Unicode 16, table 3-7). */
function sequence(first: number): readonly [length: number, low: number, high: number] | undefined {
  if (first >= 0xc2 && first <= 0xdf) return [2, 0x80, 0xbf];
  if (first >= 0xe0 && first <= 0xef) return [3, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf];
  if (first >= 0xf0 && first <= 0xf4) return [4, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf];
  return undefined;
}

function utf8(bytes: Uint8Array): Text {
  const characters: string[] = [];
  let isSpoilt = false;
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at++] ?? 0;
    if (first < 0x80) {
      characters.push(String.fromCharCode(first));
      continue;
    }
    const [length, low, high] = sequence(first) ?? [1, 0, 0];
    let point = first & (0xff >> (length + 1));
    let taken = 1;
    for (; taken < length; taken++, at++) {
      const next = bytes[at] ?? 0;
      if (next < (taken === 1 ? low : 0x80) || next > (taken === 1 ? high : 0xbf)) break;
      point = (point << 6) | (next & 0x3f);
    }
    const isWhole = length > 1 && taken === length;
    isSpoilt ||= !isWhole;
    characters.push(isWhole ? String.fromCodePoint(point) : REPLACEMENT);
  }
  return { characters, isSpoilt };
}

type Codec = { TextEncoder?: typeof PlainEncoder; TextDecoder?: typeof PlainDecoder };

const own = globalThis as unknown as Codec;
const found = own.TextDecoder === undefined ? platformModule<Codec>('node:util') : own;

const Encoder = found?.TextEncoder ?? PlainEncoder;
const Decoder = found?.TextDecoder ?? PlainDecoder;

export { Decoder as TextDecoder, Encoder as TextEncoder, PlainDecoder, PlainEncoder };
