/**
 * PEM as people have it: with other ends of lines, a byte order mark, as UTF-16, indented, quoted, with blank lines, in one
 * line of an environment variable, between other text, one block joined to the next. What of this can be read in one way
 * alone is written anew as RFC 7468 asks, for OpenSSL, which reads nothing else; what can not is left as it is, and refused.
 */
import type { Bytes } from '../../common/bytes.js';
import { asNarrow } from './utf16.js';

/** A block as it stands in a text; offsets are of bytes. */
export interface PemBlock {
  readonly label: string;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** What its END line says; undefined where it has none. */
  readonly endLabel: string | undefined;
}

/** PEM for OpenSSL. */
export interface PlainPem {
  /** The blocks, and nothing else. They may hold a secret: whoever asked for them wipes them. */
  readonly bytes: Uint8Array;
  /** What is wrong with the first of them that OpenSSL will not read. */
  readonly fault: string | undefined;
}

const [TAB, LF, CR, SPACE, DASH, GREATER, BACKSLASH] = [9, 10, 13, 0x20, 0x2d, 0x3e, 0x5c];
const [LETTER_N, LETTER_R, COLON, EQUALS] = [0x6e, 0x72, 0x3a, 0x3d];
const RULE = 5;
/** Longest label. OpenSSL's lines have 254 characters. */
const MAX_LABEL = 80;
const LINE = 64;
/** What stands on the line of BEGIN is a body when so many letters of base64 are in a row. */
const SHORTEST = 32;
const BEGIN = ascii('BEGIN ');
const END = ascii('END ');
const PROC_TYPE = ascii('Proc-Type:');

interface Marker {
  readonly isBegin: boolean;
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/** Every block of a text, in their order. Takes time in proportion to the text, whatever stands in it. */
export function* pemBlocks(text: Uint8Array): Generator<PemBlock> {
  let open: Marker | undefined;
  for (const marker of markers(text)) {
    // A block that begins before the last has ended: that one has no end.
    if (open !== undefined) {
      const endLabel = marker.isBegin ? undefined : marker.label;
      yield { label: open.label, bodyStart: open.end, bodyEnd: marker.start, endLabel };
    }
    open = marker.isBegin ? marker : undefined;
  }
  if (open !== undefined) yield { label: open.label, bodyStart: open.end, bodyEnd: text.length, endLabel: undefined };
}

function* markers(text: Uint8Array): Generator<Marker> {
  let at = text.indexOf(DASH);
  while (at >= 0) {
    let end = at + 1;
    while (text[end] === DASH) end += 1;
    const marker = end - at >= RULE ? markerAt(text, end) : undefined;
    if (marker !== undefined) yield marker;
    at = text.indexOf(DASH, marker?.end ?? end);
  }
}

/** @param at - behind the dashes */
function markerAt(text: Uint8Array, at: number): Marker | undefined {
  const isBegin = startsWith(text, at, BEGIN);
  if (!isBegin && !startsWith(text, at, END)) return undefined;
  const from = at + (isBegin ? BEGIN : END).length;
  const rule = text.subarray(from, from + MAX_LABEL).indexOf(DASH);
  if (rule < 0) return undefined;
  const close = from + rule;
  let end = close;
  // Twice as many dashes are of two lines that were joined.
  while (text[end] === DASH && end - close < 2 * RULE) end += 1;
  if (end - close < RULE) return undefined;
  if (end - close === 2 * RULE) end -= RULE;
  if (isBegin && !bodyMayFollow(text, end)) return undefined;
  const label = new TextDecoder('latin1').decode(text.subarray(from, close)).trim();
  return { isBegin, label, start: at - RULE, end };
}

/** Whether a body may begin here: what is only spoken of in a sentence begins no block. */
function bodyMayFollow(text: Uint8Array, start: number): boolean {
  let at = start;
  while (isAround(text[at])) at += 1;
  const byte = text[at];
  if (byte === undefined || isLineEnd(byte) || byte === BACKSLASH || byte === DASH) return true;
  const letters = text.subarray(at, at + SHORTEST);
  return letters.length < SHORTEST || letters.every(isBase64) || startsWith(text, at, PROC_TYPE);
}

function startsWith(text: Uint8Array, at: number, word: Uint8Array): boolean {
  return word.every((byte, index) => text[at + index] === byte);
}

/** The text in bytes of ASCII, without a byte order mark. @returns the same array where there is nothing to do */
export function pemText(bytes: Uint8Array): Uint8Array {
  const narrow = asNarrow(bytes);
  return narrow[0] === 0xef && narrow[1] === 0xbb && narrow[2] === 0xbf ? narrow.subarray(3) : narrow;
}

/** Writes blocks of a text as RFC 7468 asks. */
export function writePem(text: Uint8Array, blocks: readonly PemBlock[]): PlainPem {
  const writer = new PemWriter(text, blocks);
  for (const block of blocks) writer.block(block);
  return { bytes: writer.written, fault: writer.fault };
}

class PemWriter {
  readonly #text: Uint8Array;
  readonly #out: Uint8Array;
  #length = 0;
  #fault: string | undefined;

  constructor(text: Uint8Array, blocks: readonly PemBlock[]) {
    this.#text = text;
    // Each body may get an end of line for each 64 letters, and padding; its two lines are its own.
    const size = ({ bodyStart, bodyEnd }: PemBlock) => {
      const length = bodyEnd - bodyStart;
      return length + Math.ceil(length / LINE) + 4 * MAX_LABEL + 96;
    };
    this.#out = new Uint8Array(blocks.reduce((sum, block) => sum + size(block), 0));
  }

  get written(): Uint8Array {
    return this.#out.subarray(0, this.#length);
  }

  get fault(): string | undefined {
    return this.#fault;
  }

  block({ label, bodyStart, bodyEnd, endLabel }: PemBlock): void {
    this.#line(ascii(`-----BEGIN ${label}-----`));
    this.#base64(label, this.#headers(bodyStart, bodyEnd), bodyEnd);
    if (endLabel === undefined) this.#fault ??= `it is cut off: there is no line "END ${label}"`;
    else if (endLabel !== label) this.#fault ??= `it begins as "${label}" and ends as "${endLabel}"`;
    // Without one the next block would be taken for its end, and lost: OpenSSL refuses this one.
    this.#line(ascii(`-----END ${endLabel ?? 'OF NOTHING'}-----`));
  }

  /** RFC 1421, 4.6: what an encrypted key of the traditional form says of its encryption. @returns where the base64 begins */
  #headers(start: number, end: number): number {
    let at = start;
    let has = false;
    while (at < end) {
      const line = this.#nextLine(at, end);
      if (line.from < line.to) {
        const header = this.#text.subarray(line.from, line.to);
        if (!header.includes(COLON)) break;
        this.#line(header);
        has = true;
      }
      at = line.next;
    }
    if (has) this.#line(new Uint8Array());
    return at;
  }

  #base64(label: string, start: number, end: number): void {
    let [count, padding] = [0, 0];
    for (let at = start; at < end; ) {
      const line = this.#nextLine(at, end);
      for (const byte of this.#text.subarray(line.from, line.to)) {
        if (byte === SPACE || byte === TAB || byte === 0xc2 || byte === 0xa0) continue;
        if (byte === EQUALS) padding += 1;
        else if (!isBase64(byte)) this.#fault ??= `the block "${label}" has ${shown(byte)}, which is not of base64`;
        else if (padding > 0) this.#fault ??= `the base64 of the block "${label}" goes on behind its end`;
        if (count > 0 && count % LINE === 0) this.#put(LF);
        this.#put(byte);
        count += 1;
      }
      at = line.next;
    }
    // What the padding is, the letters say: where it was lost, nothing else was.
    if (padding === 0) for (let missing = count % 4 === 1 ? 0 : -count & 3; missing > 0; missing--) this.#put(EQUALS);
    if (count > 0) this.#put(LF);
    else this.#fault ??= `the block "${label}" is empty`;
  }

  /** One line without what stands around it: blanks, and the marks of a quotation. */
  #nextLine(start: number, end: number): { from: number; to: number; next: number } {
    let from = start;
    while (from < end && isAround(this.#text[from])) from += 1;
    let to = from;
    while (to < end && !isLineEnd(this.#text[to]) && this.#text[to] !== BACKSLASH) to += 1;
    const next = this.#text[to] === BACKSLASH ? this.#pastEscape(to, end) : to + 1;
    if (next === undefined) {
      // No end of a line: the backslash is for OpenSSL to refuse.
      while (to < end && !isLineEnd(this.#text[to])) to += 1;
      return { from, to, next: to + 1 };
    }
    let last = to;
    while (last > from && isBlank(this.#text[last - 1])) last -= 1;
    return { from, to: last, next };
  }

  /** Behind `\n`, `\r` and `\\n`, as an environment variable or a JSON text has the ends of lines. */
  #pastEscape(start: number, end: number): number | undefined {
    let at = start;
    while (at < end && this.#text[at] === BACKSLASH) at += 1;
    return at < end && (this.#text[at] === LETTER_N || this.#text[at] === LETTER_R) ? at + 1 : undefined;
  }

  #line(bytes: Uint8Array): void {
    this.#out.set(bytes, this.#length);
    this.#length += bytes.length;
    this.#put(LF);
  }

  #put(byte: number): void {
    this.#out[this.#length] = byte;
    this.#length += 1;
  }
}

function ascii(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === 0x0b || byte === 0x0c;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

function isAround(byte: number | undefined): boolean {
  return isBlank(byte) || byte === GREATER || byte === 0xc2 || byte === 0xa0;
}

/** Whether a byte is a letter of base64. */
export function isBase64(byte: number): boolean {
  return (
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2f
  );
}

function shown(byte: number): string {
  return byte > SPACE && byte < 0x7f
    ? `"${String.fromCharCode(byte)}"`
    : `the byte 0x${byte.toString(16).padStart(2, '0')}`;
}
