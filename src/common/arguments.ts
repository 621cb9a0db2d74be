/** Checks of public arguments: each returns the value in the form that the bindings take, or throws one clear sentence. */

/** Bytes as the public functions take them: text is encoded as UTF-8. */
export type BytesLike = string | Uint8Array | ArrayBuffer | ArrayBufferView;

const encoder = new TextEncoder();

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return (value as object).constructor?.name ?? 'object';
}

/** @throws {TypeError} unless `value` is bytes or text */
export function bytesArgument(value: BytesLike, name: string): Uint8Array {
  if (typeof value === 'string') return encoder.encode(value);
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(`${name} must be a string or bytes, not ${typeName(value)}`);
}

/** @throws {TypeError} unless `value` is a string, or bytes of UTF-8 */
export function textArgument(value: string | Uint8Array, name: string): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(value);
    } catch {
      throw new TypeError(`${name} must be UTF-8`);
    }
  }
  throw new TypeError(`${name} must be a string, not ${typeName(value)}`);
}

/** Largest number that passes to C's `int` unchanged. */
const MAX_INT = 0x7fff_ffff;

/**
 * @throws {TypeError} unless `value` is an integer
 * @throws {RangeError} outside `min` to `max`
 */
export function integerArgument(value: number, name: string, min = -MAX_INT - 1, max = MAX_INT): number {
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new TypeError(`${name} must be an integer, not ${typeName(value)}`);
  if (value < min || value > max) throw new RangeError(`${name} must be between ${min} and ${max}, not ${value}`);
  return value;
}

/**
 * A set of option bits as `|` of constants makes it: above bit 30 that operator gives a negative number, which stands for
 * the same 32 bits.
 * @throws {TypeError} unless `value` is an integer or a bigint
 */
export function bitsArgument(value: number | bigint, name: string): number {
  const bits =
    typeof value === 'bigint' ? Number(value) : integerArgument(value, name, -MAX_INT - 1, Number.MAX_SAFE_INTEGER);
  return bits < 0 ? bits >>> 0 : bits;
}

/** @throws {TypeError} unless `value` is an instance of `Class` */
export function instanceArgument<T>(value: T, Class: abstract new (...args: never[]) => T, name: string): T {
  if (!(value instanceof Class))
    throw new TypeError(`${name} must be an instance of ${Class.name}, not ${typeName(value)}`);
  return value;
}

/** @throws {TypeError} unless `value` is a function */
export function callbackArgument<T>(value: T, name: string): T {
  if (typeof value !== 'function') throw new TypeError(`${name} must be a function, not ${typeName(value)}`);
  return value;
}
