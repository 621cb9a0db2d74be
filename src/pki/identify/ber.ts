/** The heads of values in BER and DER (X.690, 8.1), at any offset of bytes: the shape alone, of hostile bytes too. */

/** A tag and a length. */
export interface BerHead {
  /** Where the value begins. */
  readonly offset: number;
  /** Class, form and number in one octet, as the first byte has them. */
  readonly tag: number;
  /** 0 universal, 1 application, 2 context, 3 private. */
  readonly tagClass: number;
  /** The number of the tag. */
  readonly number: number;
  /** Whether it holds values. */
  readonly constructed: boolean;
  /** Bytes of tag and length. */
  readonly headerLength: number;
  /** Bytes of the content; of an indefinite length as many as there can be. */
  readonly length: number;
  /** Whether the end is marked by two zeros. */
  readonly indefinite: boolean;
  /** Where the content begins. */
  readonly start: number;
  /** Where the value ends; of an indefinite length where the bytes around it do. */
  readonly end: number;
}

const MAX_TAG_BYTES = 4;
const MAX_LENGTH_BYTES = 6;

/**
 * Reads the head at an offset.
 * @param end - where what holds it ends
 * @returns why there is none, where there is none
 */
export function berHead(bytes: Uint8Array, offset: number, end: number): BerHead | string {
  const tag = offset < end ? bytes[offset] : undefined;
  if (tag === undefined) return 'is cut off';
  let at = offset + 1;
  let number = tag & 0x1f;
  if (number === 0x1f) {
    number = 0;
    for (let count = 0; ; count++) {
      const byte = at < end ? bytes[at++] : undefined;
      if (byte === undefined) return 'is cut off within a tag';
      if (count >= MAX_TAG_BYTES) return `has a tag of more than ${MAX_TAG_BYTES} bytes`;
      number = number * 128 + (byte & 0x7f);
      if (!(byte & 0x80)) break;
    }
  }
  const first = at < end ? bytes[at++] : undefined;
  if (first === undefined) return 'is cut off before a length';
  const constructed = (tag & 0x20) !== 0;
  const head = { offset, tag, tagClass: tag >> 6, number, constructed };
  if (first === 0x80) {
    if (!constructed) return 'has an indefinite length of a value that holds none';
    return { ...head, headerLength: at - offset, length: end - at, indefinite: true, start: at, end };
  }
  let length = first;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count === 0x7f) return 'has a length that X.690 reserves';
    length = 0;
    for (let index = 0; index < count; index++) {
      const byte = at < end ? bytes[at++] : undefined;
      if (byte === undefined) return 'is cut off within a length';
      length = length * 256 + byte;
      if (length > 256 ** MAX_LENGTH_BYTES) return 'says a length that it does not have';
    }
  }
  if (length > end - at) return `says a length that it does not have: ${length} bytes, and ${end - at} are left`;
  return { ...head, headerLength: at - offset, length, indefinite: false, start: at, end: at + length };
}

/** Whether two zeros end an indefinite length here. */
export const isEndOfContents = (bytes: Uint8Array, offset: number, end: number): boolean =>
  offset + 1 < end && bytes[offset] === 0 && bytes[offset + 1] === 0;
