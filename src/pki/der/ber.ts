/** BER (X.690, 8) made DER: what other programs write of PKCS #7 and PKCS #12 has lengths without end, and strings in pieces. */
import type { Bytes } from '../../common/bytes.js';
import { badDer } from '../error.js';
import { concat, tlv } from './writer.js';

/** Deeper than any message. */
const MAX_DEPTH = 32;
const MAX_TAG_BYTES = 4;
const MAX_LENGTH_BYTES = 4;
const CONSTRUCTED = 0x20;
const BIT_STRING = 3;
/** OCTET STRING, UTF8String, and the character strings and times from 18 to 30. */
const isString = (number: number): boolean => number === 4 || number === 12 || (number >= 18 && number <= 30);

/** One value that was read, and where the next begins. */
interface Value {
  readonly der: Uint8Array;
  readonly end: number;
}

/**
 * The same value with definite lengths in their shortest form and strings in one piece. Strings under a tag of their own
 * (IMPLICIT) cannot be told from other values, and stay in pieces.
 * @throws {PkiError} for what is no BER, or is nested too deep
 */
export function derOfBer(bytes: Uint8Array, what: string): Uint8Array {
  const { der, end } = valueAt(bytes, 0, 0, what);
  if (end !== bytes.length) throw badDer(`${what} has bytes behind its end`);
  return der;
}

function valueAt(bytes: Uint8Array, start: number, depth: number, what: string): Value {
  if (depth > MAX_DEPTH) throw badDer(`${what} is nested deeper than ${MAX_DEPTH}`);
  const [tag, afterTag] = tagAt(bytes, start, what);
  const [first = 0] = tag;
  const isConstructed = (first & CONSTRUCTED) !== 0;
  const [length, begin] = lengthAt(bytes, afterTag, what);
  if (length === undefined && !isConstructed) throw badDer(`${what} has a length without end where there must be one`);
  if (length !== undefined && length > bytes.length - begin)
    throw badDer(`${what} says a length that it does not have`);
  const end = length === undefined ? undefined : begin + length;
  if (!isConstructed && end !== undefined) return { der: encoded(tag, [bytes.subarray(begin, end)]), end };
  const [parts, stop] = partsAt(end === undefined ? bytes : bytes.subarray(0, end), begin, end, depth, what);
  const number = first & 0x1f;
  const isUniversal = (first & 0xc0) === 0 && tag.length === 1;
  if (isUniversal && isString(number)) return { der: tlv(number, ...parts.map((part) => contentOf(part))), end: stop };
  if (isUniversal && number === BIT_STRING) return { der: tlv(number, ...bitPieces(parts, what)), end: stop };
  return { der: encoded(tag, parts), end: stop };
}

/** The values up to an end, or up to the two zeros that stand for one. */
function partsAt(
  bytes: Uint8Array,
  begin: number,
  end: number | undefined,
  depth: number,
  what: string,
): [parts: Uint8Array[], stop: number] {
  const parts: Uint8Array[] = [];
  let at = begin;
  while (end === undefined || at < end) {
    if (end === undefined && bytes[at] === 0 && bytes[at + 1] === 0) return [parts, at + 2];
    const value = valueAt(bytes, at, depth + 1, what);
    parts.push(value.der);
    at = value.end;
  }
  return [parts, at];
}

function tagAt(bytes: Uint8Array, start: number, what: string): [tag: Uint8Array, end: number] {
  const first = bytes[start];
  if (first === undefined) throw badDer(`${what} is cut off`);
  let end = start + 1;
  if ((first & 0x1f) === 0x1f) {
    while ((bytes[end] ?? 0) & 0x80) end += 1;
    end += 1;
    if (end - start > MAX_TAG_BYTES + 1 || end > bytes.length) throw badDer(`${what} has a tag that is too long`);
  }
  return [bytes.subarray(start, end), end];
}

/** The length, undefined for one without end; and where the content begins. */
function lengthAt(bytes: Uint8Array, start: number, what: string): [length: number | undefined, begin: number] {
  const first = bytes[start];
  if (first === undefined) throw badDer(`${what} is cut off`);
  if (first < 0x80) return [first, start + 1];
  if (first === 0x80) return [undefined, start + 1];
  const count = first & 0x7f;
  if (start + 1 + count > bytes.length) throw badDer(`${what} is cut off`);
  let length = 0;
  for (let index = 0; index < count; index++) length = length * 256 + (bytes[start + 1 + index] ?? 0);
  if (count > MAX_LENGTH_BYTES * 2 || length > 0x7fff_ffff) throw badDer(`${what} says a length that it does not have`);
  return [length, start + 1 + count];
}

function encoded(tag: Uint8Array, parts: readonly Uint8Array[]): Bytes {
  const [first = 0] = tag;
  const short = tlv(first, ...parts);
  return tag.length === 1 ? short : concat([tag, short.subarray(1)]);
}

/** What is behind the head of a value that {@link encoded} has made. */
function contentOf(der: Uint8Array): Uint8Array {
  const first = der[1] ?? 0;
  return der.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f));
}

/** Only the last piece may have bits that do not count. */
function bitPieces(parts: readonly Uint8Array[], what: string): Uint8Array[] {
  const contents = parts.map(contentOf);
  const last = contents.at(-1);
  if (last === undefined || contents.slice(0, -1).some(([unused]) => unused !== 0))
    throw badDer(`${what} has a bit string in pieces that do not fit together`);
  return [Uint8Array.of(last[0] ?? 0), ...contents.map((content) => content.subarray(1))];
}
