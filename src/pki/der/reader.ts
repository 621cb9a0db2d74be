/**
 * Reads DER (X.690, 10) and nothing else of BER: every length definite, in its shortest form, and within what holds it; every
 * tag in its shortest form. A value is parsed when it is asked for, so that what nobody knows is kept as it is, and how deep
 * values lie within values is bounded by what was asked.
 */
import { type Bytes, unshared } from '../../common/bytes.js';
import { badDer } from '../error.js';
import * as tag from './tags.js';

/** Deeper than anything that certificates hold. */
const MAX_DEPTH = 32;
/** Largest input: lists of revoked certificates are the largest, of some 50 MB. */
const MAX_LENGTH = 0x0800_0000;
/** X.690 knows no bound for these; 28 bits are more than anybody uses. */
const MAX_TAG_BYTES = 4;
const MAX_LENGTH_BYTES = 4;

/** One value: what it is, what it holds, and the bytes of both. */
export class Der {
  /** The identifier octet; the number of a high tag is in {@link number}. */
  readonly tag: number;
  /** The number of the tag. */
  readonly number: number;
  /** What is behind the length. */
  readonly content: Bytes;
  /** The whole of it, with tag and length. */
  readonly bytes: Bytes;
  readonly #depth: number;

  private constructor(fields: { tag: number; number: number; content: Bytes; bytes: Bytes }, depth: number) {
    this.tag = fields.tag;
    this.number = fields.number;
    this.content = fields.content;
    this.bytes = fields.bytes;
    this.#depth = depth;
  }

  /** Reads bytes that are one value and nothing more. @param what - as in "is no DER of …" */
  static parse(bytes: Uint8Array, what: string): Der {
    if (bytes.length > MAX_LENGTH) throw badDer(`${what} is larger than ${MAX_LENGTH} bytes`);
    const value = Der.#at(unshared(bytes), 0, 0, what);
    if (value.bytes.length !== bytes.length) throw badDer(`${what} has bytes behind its end`);
    return value;
  }

  /** Reads the one value that the content of this one is, such as that of an OCTET STRING or an explicit tag. */
  inner(what: string): Der {
    const [value, ...more] = this.items(what);
    if (value === undefined || more.length > 0) throw badDer(`${what} must be one value`);
    return value;
  }

  /** Reads the values that the content of this one is. */
  items(what: string): Der[] {
    if (this.#depth >= MAX_DEPTH) throw badDer(`${what} is nested deeper than ${MAX_DEPTH}`);
    const found: Der[] = [];
    for (let offset = 0; offset < this.content.length; ) {
      const value = Der.#at(this.content, offset, this.#depth + 1, what);
      found.push(value);
      offset += value.bytes.length;
    }
    return found;
  }

  /** Whether this is a tag's value. */
  is(expected: number): boolean {
    return this.tag === expected;
  }

  /** @returns itself @throws {PkiError} unless it is of this tag */
  expect(expected: number, what: string): this {
    if (this.tag !== expected) throw badDer(`${what} has the tag ${hexByte(this.tag)} and not ${hexByte(expected)}`);
    return this;
  }

  /** The fields of a SEQUENCE, or of what is tagged implicitly as one. */
  fields(what: string, expected: number = tag.SEQUENCE): Fields {
    return new Fields(this.expect(expected, what).items(what), what);
  }

  /** The elements of a SEQUENCE OF or SET OF. */
  list(what: string, expected: number = tag.SEQUENCE): Der[] {
    return this.expect(expected, what).items(what);
  }

  static #at(bytes: Bytes, start: number, depth: number, what: string): Der {
    const first = byteAt(bytes, start, what);
    let offset = start + 1;
    let number = first & 0x1f;
    if (number === 0x1f) [number, offset] = highTag(bytes, offset, what);
    const [length, begin] = lengthAt(bytes, offset, what);
    if (length > bytes.length - begin) throw badDer(`${what} says a length that it does not have`);
    const end = begin + length;
    return new Der(
      { tag: first, number, content: bytes.subarray(begin, end), bytes: bytes.subarray(start, end) },
      depth,
    );
  }
}

/** The fields of a sequence, one after the other. */
export class Fields {
  readonly #items: readonly Der[];
  readonly #what: string;
  #next = 0;

  constructor(items: readonly Der[], what: string) {
    this.#items = items;
    this.#what = what;
  }

  /** The next field, which must be there; of a tag, where one is said. */
  next(expected?: number): Der {
    const item = this.#items[this.#next];
    if (item === undefined) throw badDer(`${this.#what} ends before its last field`);
    this.#next += 1;
    return expected === undefined ? item : item.expect(expected, this.#what);
  }

  /** The next field if it is of this tag. */
  optional(...expected: readonly number[]): Der | undefined {
    const item = this.#items[this.#next];
    if (item === undefined || !expected.includes(item.tag)) return undefined;
    this.#next += 1;
    return item;
  }

  /** All fields that are left. */
  rest(): readonly Der[] {
    const items = this.#items.slice(this.#next);
    this.#next = this.#items.length;
    return items;
  }

  /** @throws {PkiError} when fields are left */
  end(): void {
    if (this.#next < this.#items.length) throw badDer(`${this.#what} has a field that it should not have`);
  }
}

function byteAt(bytes: Uint8Array, offset: number, what: string): number {
  const byte = bytes[offset];
  if (byte === undefined) throw badDer(`${what} is cut off`);
  return byte;
}

function highTag(bytes: Uint8Array, start: number, what: string): [number: number, offset: number] {
  let number = 0;
  for (let offset = start; ; offset++) {
    const byte = byteAt(bytes, offset, what);
    if (offset === start && byte === 0x80) throw badDer(`${what} has a tag that is not in its shortest form`);
    if (offset - start >= MAX_TAG_BYTES) throw badDer(`${what} has a tag of more than ${MAX_TAG_BYTES} bytes`);
    number = number * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    if (number < 0x1f) throw badDer(`${what} has a tag that is not in its shortest form`);
    return [number, offset + 1];
  }
}

function lengthAt(bytes: Uint8Array, start: number, what: string): [length: number, begin: number] {
  const first = byteAt(bytes, start, what);
  if (first < 0x80) return [first, start + 1];
  if (first === 0x80) throw badDer(`${what} has an indefinite length, which DER does not allow`);
  const count = first & 0x7f;
  if (count > MAX_LENGTH_BYTES) throw badDer(`${what} says a length that it does not have`);
  let length = 0;
  for (let index = 1; index <= count; index++) length = length * 256 + byteAt(bytes, start + index, what);
  if (length < 0x80 || length < 256 ** (count - 1))
    throw badDer(`${what} has a length that is not in its shortest form`);
  return [length, start + 1 + count];
}

const hexByte = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`;
