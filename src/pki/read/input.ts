/** What may be read: an object of `crypto`, PEM or DER; and what it is as DER. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import { explained } from '../../ffi/index.js';
import { Der } from '../der/reader.js';

/** PEM as text, or PEM or DER as bytes. */
export type Encoded = BytesLike;

/** How one kind of structure is read from each form. */
export interface Forms<T> {
  /** What it is, as in "this is not the PEM of …". */
  readonly what: string;
  /** Reads an encoding. */
  readonly load: (isPem: boolean, bytes: Uint8Array) => T;
  /** The DER of an object. */
  readonly dump: (object: T) => Uint8Array;
}

/** A structure that OpenSSL has read, and its DER as this module reads it. */
export interface Loaded<T> {
  readonly object: T;
  readonly der: Der;
}

/** Dashes, whatever stands before: DER begins with 0x30, which is a `0`. */
const PEM = /-----BEGIN /;

/** Reads any form. The bytes of DER are kept as they came: OpenSSL would write them anew. */
export function loadForm<T extends object>(
  input: T | Encoded,
  Class: abstract new (...args: never[]) => T,
  { what, load, dump }: Forms<T>,
): Loaded<T> {
  if (input instanceof Class) return { object: input, der: Der.parse(dump(input), what) };
  const bytes = bytesArgument(input as Encoded, what).slice();
  const isPem =
    typeof input === 'string' || bytes[0] !== 0x30 || PEM.test(new TextDecoder('latin1').decode(bytes.subarray(0, 64)));
  // Strict first: what is no DER is told apart before OpenSSL, which takes BER.
  const der = isPem ? undefined : Der.parse(bytes, what);
  const object = explained(`this is not ${what}`, () => load(isPem, bytes));
  return { object, der: der ?? Der.parse(dump(object), what) };
}
