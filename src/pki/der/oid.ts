/** Object identifiers (X.690, 8.19), as dotted numbers and by the short names that OpenSSL has for them. */

import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { badDer, badValue, quoted } from '../error.js';
import { native } from '../native.js';
import type { Der } from './reader.js';
import * as tag from './tags.js';
import { tlv } from './writer.js';

/** Longest identifier that is read or written, in bytes: real ones have a dozen. */
const MAX_BYTES = 256;
const DOTTED = /^[0-2](\.(0|[1-9]\d{0,38}))+$/;

/** An OBJECT IDENTIFIER of dotted numbers. */
export function oid(dotted: string, identifier: number = tag.OBJECT_IDENTIFIER): Bytes {
  if (typeof dotted !== 'string') throw wrongType('an object identifier', 'dotted numbers', dotted);
  const [first = 0n, second = 0n, ...rest] = DOTTED.test(dotted) ? dotted.split('.').map(BigInt) : [3n];
  if (first > 2n || (first < 2n && second > 39n))
    throw badValue(`${quoted(dotted)} is no object identifier, such as 2.5.4.3`);
  const bytes = [first * 40n + second, ...rest].flatMap(base128);
  if (bytes.length > MAX_BYTES) throw badValue(`an object identifier has more than ${MAX_BYTES} bytes`);
  return tlv(identifier, Uint8Array.from(bytes));
}

/** The dotted numbers of an OBJECT IDENTIFIER. */
export function readOid(value: Der, what: string, expected: number = tag.OBJECT_IDENTIFIER): string {
  const { content } = value.expect(expected, what);
  if (content.length === 0 || content.length > MAX_BYTES || (content.at(-1) ?? 0) & 0x80)
    throw badDer(`${what} has an object identifier that is empty, cut off or too long`);
  const numbers: bigint[] = [];
  let number = 0n;
  let isFirst = true;
  for (const byte of content) {
    if (isFirst && byte === 0x80) throw badDer(`${what} has an object identifier that is not in its shortest form`);
    number = (number << 7n) | BigInt(byte & 0x7f);
    isFirst = (byte & 0x80) === 0;
    if (!isFirst) continue;
    numbers.push(number);
    number = 0n;
  }
  const [head = 0n, ...rest] = numbers;
  const first = head < 80n ? head / 40n : 2n;
  return [first, head - first * 40n, ...rest].join('.');
}

/** The short name of dotted numbers; themselves, where OpenSSL has none. */
export const shortName = nameTable(0);

/** The long name of dotted numbers; themselves, where OpenSSL has none. */
export const longName = nameTable(1);

/** Dotted numbers of a name, short or long, or of themselves. @throws {PkiError} for what is neither */
export function dottedOf(name: string, what: string): string {
  if (typeof name !== 'string') throw wrongType(`a type in ${what}`, 'a name or dotted numbers', name);
  if (DOTTED.test(name)) return name;
  const dotted = name === '' || name.includes('\0') ? null : native.object_numbers(name);
  if (dotted === null) throw badValue(`${what} has a type that nobody knows: ${quoted(name)}`);
  return dotted;
}

/** Names that are kept: a list of revoked certificates asks for the same few a hundred thousand times. */
const MAX_NAMES = 1024;

function nameTable(kind: number): (dotted: string) => string {
  const names = new Map<string, string>();
  return (dotted) => {
    const known = names.get(dotted);
    if (known !== undefined) return known;
    const name = native.object_name(dotted, kind) ?? dotted;
    if (names.size < MAX_NAMES) names.set(dotted, name);
    return name;
  };
}

function base128(number: bigint): number[] {
  const bytes = [Number(number & 0x7fn)];
  for (let rest = number >> 7n; rest > 0n; rest >>= 7n) bytes.unshift(Number(rest & 0x7fn) | 0x80);
  return bytes;
}
