/** Values that no argument should be taken for something else by: what stands where a careful caller put something. */
import { crypto } from '../../src/index.js';

/** A Uint8Array whose object says that it is longer than it is. */
export function lyingBytes(said = 1 << 24): Uint8Array {
  class Lying extends Uint8Array {
    override get length(): number {
      return said;
    }
    override get byteLength(): number {
      return said;
    }
  }
  return new Lying([1, 2, 3]);
}

/** Bytes whose buffer has gone elsewhere. */
export function detachedBytes(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

/** A name for each, and what makes it anew: one that was taken must not change the next call. */
export const WRONG_VALUES: readonly (readonly [name: string, make: () => unknown])[] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['true', () => true],
  ['false', () => false],
  ['0', () => 0],
  ['-0', () => -0],
  ['-1', () => -1],
  ['1.5', () => 1.5],
  ['NaN', () => Number.NaN],
  ['Infinity', () => Number.POSITIVE_INFINITY],
  ['2^32 + 1', () => 2 ** 32 + 1],
  ['2^60', () => 2 ** 60],
  ["''", () => ''],
  ["'no/such/x'", () => 'no/such/x'],
  ["'a\\0b'", () => 'a\0b'],
  ['a lone surrogate', () => 'no/such/\ud800'],
  ['{}', () => ({})],
  ['[]', () => []],
  ['[undefined]', () => [undefined]],
  ['a symbol', () => Symbol('wrong')],
  ['a function', () => () => undefined],
  [
    'a function that throws',
    () => () => {
      throw new RangeError('thrown by a callback');
    },
  ],
  ['a bigint', () => 10n],
  ['a huge bigint', () => 2n ** 70n],
  ['a date', () => new Date(Number.NaN)],
  ['no bytes', () => new Uint8Array()],
  ['bytes', () => Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0xff)],
  ['bytes that lie', () => lyingBytes()],
  ['bytes that say that they are none', () => lyingBytes(0)],
  ['bytes that lie below zero', () => lyingBytes(-1)],
  ['detached bytes', () => detachedBytes()],
  ['what only looks like bytes', () => Object.create(Uint8Array.prototype)],
  ['a proxy of bytes', () => new Proxy(new Uint8Array(3), {})],
  ['a proxy of nothing', () => new Proxy({}, {})],
  ['words', () => new Uint16Array([1, 2])],
  ['shared bytes', () => new Uint8Array(new SharedArrayBuffer(4))],
  [
    'a freed certificate',
    () => {
      const cert = new crypto.X509();
      cert.free();
      return cert;
    },
  ],
  [
    'a freed key',
    () => {
      const key = new crypto.PKey();
      key.generateKey('ED25519');
      key.free();
      return key;
    },
  ],
  ['an object with the prototype of a certificate', () => Object.create(crypto.X509.prototype)],
  ['an empty certificate', () => new crypto.X509()],
  ['an empty key', () => new crypto.PKey()],
];

/** What a message must not be: nothing, no reason, or a sentence of the engine about code of ours. */
const FROM_WITHIN =
  /gave no reason|Cannot read|Cannot destructure|is not a function|is not iterable|is not defined|undefined \(reading|Cannot convert|Cannot mix|not an object|Invalid array length|Cannot set prop|incompatible receiver|Cannot perform|private member|Class constructor|out of bounds memory|null function|unreachable/;

/** Why an error is none that a caller could act upon; undefined for a good one. @param never - names of errors */
export function faultOf(error: unknown, never: ReadonlySet<string>): string | undefined {
  if (!(error instanceof Error)) return `${String(error)} was thrown, which is no Error`;
  const shown = `${error.name}: ${error.message}${error.cause instanceof Error ? ` < ${error.cause.message}` : ''}`;
  if (error.message === '') return `${error.name} without a sentence`;
  // The platform's own: WebCrypto has its words for it.
  if (error instanceof DOMException) return undefined;
  return FROM_WITHIN.test(error.message) || never.has(error.name) ? shown : undefined;
}
