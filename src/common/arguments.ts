/** Checks of public arguments: each returns the value in the form that the bindings take, or throws one clear sentence. */
import { isUint8Array, plainBuffer, plainView } from './bytes.js';
import { outOfRange, wrongType } from './refusals.js';

/** Bytes as the public functions take them: text is encoded as UTF-8. */
export type BytesLike = string | Uint8Array | ArrayBuffer | ArrayBufferView;

const encoder = new TextEncoder();

/**
 * @returns a plain view of the bytes, whose length is the engine's word and not the object's
 * @throws {TypeError} unless `value` is bytes or text
 */
export function bytesArgument(value: BytesLike, name: string): Uint8Array {
  if (typeof value === 'string') return encoder.encode(value);
  const bytes = plainView(value) ?? plainBuffer(value);
  if (bytes === undefined) throw notBytes(value, name, 'a string or bytes');
  return bytes;
}

/** As {@link bytesArgument}, where text has no place. @throws {TypeError} unless `value` is bytes */
export function binaryArgument(value: unknown, name: string): Uint8Array {
  if (typeof value === 'string') throw wrongType(name, 'bytes', value);
  return bytesArgument(value as BytesLike, name);
}

function notBytes(value: unknown, name: string, expected: string): TypeError {
  const isDetached = ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === '[object ArrayBuffer]';
  return wrongType(name, isDetached ? `${expected} whose buffer is still there` : expected, value);
}

/** @throws {TypeError} unless `value` is a string, or bytes of UTF-8 */
export function textArgument(value: string | Uint8Array, name: string): string {
  if (typeof value === 'string') return value;
  const bytes = isUint8Array(value) ? plainView(value) : undefined;
  if (bytes === undefined) throw wrongType(name, 'a string', value);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.slice());
  } catch {
    throw new TypeError(`${name} must be UTF-8`);
  }
}

/** Largest number that passes to C's `int` unchanged. */
const MAX_INT = 0x7fff_ffff;

/**
 * @throws {TypeError} unless `value` is an integer
 * @throws {RangeError} outside `min` to `max`
 */
export function integerArgument(value: number, name: string, min = -MAX_INT - 1, max = MAX_INT): number {
  if (typeof value !== 'number') throw wrongType(name, 'an integer', value);
  if (!Number.isInteger(value)) {
    throw Object.assign(new TypeError(`${name} must be an integer, not ${value}`), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  if (value < min || value > max) throw outOfRange(name, min, max, value);
  // C has no negative zero, and what is read back must be what was said.
  return value + 0;
}

/**
 * A set of option bits as `|` of constants makes it: above bit 30 that operator gives a negative number, which stands for
 * the same 32 bits.
 * @throws {TypeError} unless `value` is an integer or a bigint
 * @throws {RangeError} when it does not fit OpenSSL's 64 bits, or a number that is exact
 */
export function bitsArgument(value: number | bigint, name: string): number {
  const number =
    typeof value === 'bigint' && value >= -MAX_INT - 1 && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  if (typeof number === 'bigint') throw outOfRange(name, -MAX_INT - 1, Number.MAX_SAFE_INTEGER, number);
  const bits = integerArgument(number, name, -MAX_INT - 1, Number.MAX_SAFE_INTEGER);
  return bits < 0 ? bits >>> 0 : bits;
}

/** @throws {TypeError} unless `value` is an instance of `Class` */
export function instanceArgument<T>(value: T, Class: abstract new (...args: never[]) => T, name: string): T {
  if (!(value instanceof Class)) throw wrongType(name, `an instance of ${Class.name}`, value);
  return value;
}

/** @throws {TypeError} unless `value` is a function */
export function callbackArgument<T>(value: T, name: string): T {
  if (typeof value !== 'function') throw wrongType(name, 'a function', value);
  return value;
}

/** As {@link listArgument}, of objects of a class. */
export function instancesArgument<T>(value: unknown, Class: abstract new (...args: never[]) => T, name: string): T[] {
  return listArgument(value, name, (one, which) => instanceArgument(one as T, Class, which));
}

/** A buffer to write into, as a plain view of it. @throws {TypeError} unless `value` is a Uint8Array */
export function targetArgument(value: unknown, name: string): Uint8Array {
  const view = isUint8Array(value) ? plainView(value) : undefined;
  if (view === undefined) throw notBytes(value, name, 'a Uint8Array');
  return view;
}

/** @throws {TypeError} unless `value` is true or false */
export function booleanArgument(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw wrongType(name, 'true or false', value);
  return value;
}

/**
 * A list of things: an array, or anything else that gives one after the other. A string, bytes and a single thing are
 * none: each would be taken for an empty list, or for one of letters or numbers.
 * @param item - checks each; its name says which one it is
 * @throws {TypeError} unless `value` is such a list, and each of it what it must be
 */
export function listArgument<T>(value: unknown, name: string, item: (value: unknown, name: string) => T): T[] {
  const isList =
    typeof value === 'object' &&
    value !== null &&
    !ArrayBuffer.isView(value) &&
    typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function';
  if (!isList) throw wrongType(name, 'a list', value);
  return Array.from(value as Iterable<unknown>, (one, index) => item(one, `${name}[${index}]`));
}
