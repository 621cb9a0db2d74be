/** What simple values hold. */
import type { Bytes } from '../../common/bytes.js';
import { badDer } from '../error.js';
import type { Der } from './reader.js';
import * as tag from './tags.js';

/** Longest INTEGER that is read: far past the 20 bytes of a serial number (RFC 5280, 4.1.2.2). */
const MAX_INTEGER = 4096;
const MAX_SMALL = 0x7fff_ffff;

/** A BOOLEAN: DER has one byte for each of the two. */
export function readBoolean(value: Der, what: string, expected: number = tag.BOOLEAN): boolean {
  const { content } = value.expect(expected, what);
  const [byte] = content;
  if (content.length !== 1 || (byte !== 0 && byte !== 0xff))
    throw badDer(`${what} is a boolean of another form than DER's`);
  return byte === 0xff;
}

/** An INTEGER of any sign. A needless byte in front is let pass: old CAs' serial numbers have them. */
export function readInteger(value: Der, what: string, expected: number = tag.INTEGER): bigint {
  const { content } = value.expect(expected, what);
  const [first] = content;
  if (first === undefined) throw badDer(`${what} is an integer without bytes`);
  if (content.length > MAX_INTEGER) throw badDer(`${what} is an integer of more than ${MAX_INTEGER} bytes`);
  const magnitude = BigInt(`0x${hexOf(content)}`);
  return first & 0x80 ? magnitude - (1n << BigInt(content.length * 8)) : magnitude;
}

/** An INTEGER from 0 to 2^31 - 1: a length of a path, a version. */
export function readSmall(value: Der, what: string, expected: number = tag.INTEGER): number {
  const integer = readInteger(value, what, expected);
  if (integer < 0n || integer > MAX_SMALL) throw badDer(`${what} must be from 0 to ${MAX_SMALL}`);
  return Number(integer);
}

/** The bytes of a BIT STRING, and how many bits of the last do not count. */
export function readBits(
  value: Der,
  what: string,
  expected: number = tag.BIT_STRING,
): { bytes: Bytes; unused: number } {
  const { content } = value.expect(expected, what);
  const [unused] = content;
  if (unused === undefined || unused > 7 || (unused > 0 && content.length === 1))
    throw badDer(`${what} is a bit string that says wrongly how many bits do not count`);
  return { bytes: content.slice(1), unused };
}

/** The numbers of the bits that are set. */
export function readNamedBits(value: Der, what: string, expected: number = tag.BIT_STRING): ReadonlySet<number> {
  const { bytes } = readBits(value, what, expected);
  if (bytes.length > MAX_NAMED_BYTES) throw badDer(`${what} has more than ${MAX_NAMED_BYTES * 8} bits`);
  const set = new Set<number>();
  for (const [index, byte] of bytes.entries())
    for (let bit = 0; bit < 8; bit++) if (byte & (0x80 >> bit)) set.add(index * 8 + bit);
  return set;
}

/** No list of named bits has half as many. */
const MAX_NAMED_BYTES = 8;

/** Lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** @returns undefined for what is no hexadecimal of whole bytes */
export function bytesOfHex(hex: string): Bytes | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(hex)) return undefined;
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
}

/** Whether bytes are the same. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
