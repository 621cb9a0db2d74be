/** Writes DER: each function gives the bytes of one value. */
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { badValue } from '../error.js';
import * as tag from './tags.js';

/** One value of a tag, and the parts that its content is. */
export function tlv(identifier: number, ...parts: readonly Uint8Array[]): Bytes {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [identifier, ...lengthBytes(length)];
  const bytes = new Uint8Array(head.length + length);
  bytes.set(head);
  let offset = head.length;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** A SEQUENCE; what is undefined is left out. */
export function sequence(...parts: readonly (Uint8Array | undefined)[]): Bytes {
  return tlv(tag.SEQUENCE, ...present(parts));
}

/** A SEQUENCE OF, however many they are: as arguments they would not all fit on the stack. */
export const sequenceOf = (parts: readonly Uint8Array[]): Bytes => tlv(tag.SEQUENCE, concat(parts));

/** What is not given is no part: undefined, or null of those who write JavaScript. */
function present(parts: readonly (Uint8Array | undefined)[]): Uint8Array[] {
  return parts.filter((part) => part !== undefined && part !== null);
}

/** A SET OF, its elements in the order of their bytes (X.690, 11.6). */
export function setOf(parts: readonly Uint8Array[], identifier: number = tag.SET): Bytes {
  return tlv(identifier, concat([...parts].sort(compareBytes)));
}

/** An explicit tag around a value. */
export const explicit = (number: number, value: Uint8Array): Bytes => tlv(tag.contextOf(number), value);

/** The same value under another tag: what IMPLICIT says. */
export function retagged(identifier: number, value: Uint8Array): Bytes {
  const bytes = value.slice();
  bytes[0] = identifier;
  return bytes;
}

/** A BOOLEAN. */
export const boolean = (value: boolean, identifier: number = tag.BOOLEAN): Bytes =>
  tlv(identifier, Uint8Array.of(value ? 0xff : 0));

/** An INTEGER, or another tag of the same content. */
export function integer(value: number | bigint, identifier: number = tag.INTEGER): Bytes {
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) throw wrongType('a number', 'a whole number', value);
  const big = BigInt(value);
  const magnitude = big < 0n ? -big - 1n : big;
  // One bit more than the magnitude has, for the sign.
  const length = Math.floor(magnitude.toString(2).length / 8) + 1;
  const bytes = bytesOfBigint(BigInt.asUintN(length * 8, big), length);
  return tlv(identifier, magnitude === 0n ? bytes.slice(-1) : bytes);
}

/** An OCTET STRING. */
export const octets = (bytes: Uint8Array, identifier: number = tag.OCTET_STRING): Bytes => tlv(identifier, bytes);

/** A BIT STRING. */
export const bits = (bytes: Uint8Array, unused = 0, identifier: number = tag.BIT_STRING): Bytes =>
  tlv(identifier, Uint8Array.of(unused), bytes);

/** A BIT STRING of named bits: without zeros behind the last one that is set (X.690, 11.2.2). */
export function namedBits(set: ReadonlySet<number>, identifier: number = tag.BIT_STRING): Bytes {
  const last = Math.max(-1, ...set);
  if (last < 0) return bits(new Uint8Array(), 0, identifier);
  const bytes = new Uint8Array(Math.floor(last / 8) + 1);
  for (const bit of set) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return bits(bytes, 7 - (last & 7), identifier);
}

/** A NULL. */
export const nothing = (): Bytes => tlv(tag.NULL);

/** Puts bytes behind each other. */
export function concat(parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** Below zero, zero or above, as bytes sort. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function bytesOfBigint(value: bigint, length: number): Bytes {
  const hex = value.toString(16).padStart(length * 2, '0');
  return Uint8Array.from({ length }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  if (length > 0x7fff_ffff) throw badValue('a value of more than 2 GB cannot be encoded');
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}
