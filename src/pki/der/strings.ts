/** The character strings of ASN.1 (X.680, 41), each read and written as the bytes that were encoded. */
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import { badValue, quoted } from '../error.js';
import { Der } from './reader.js';
import { bytesOfHex, hexOf } from './values.js';
import { tlv } from './writer.js';

/**
 * How a text is encoded. `der` is what is no text, or none of its type: `value` is then the hexadecimal of the whole DER
 * behind a `#`, as RFC 4514, 2.4 writes it.
 */
export type StringEncoding =
  | 'utf8'
  | 'printable'
  | 'ia5'
  | 'numeric'
  | 'visible'
  | 'teletex'
  | 'bmp'
  | 'universal'
  | 'der';

interface Codec {
  readonly tag: number;
  /** @returns undefined for bytes that are no text of this type */
  readonly read: (bytes: Uint8Array) => string | undefined;
  /** @returns undefined for text that this type cannot hold */
  readonly write: (text: string) => Uint8Array | undefined;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** A type whose characters are single bytes. @param written - what may be written; what is read may be any of `limit` */
const singleBytes = (tag: number, written: RegExp, limit = 0x7f): Codec => ({
  tag,
  read: (bytes) => (bytes.every((byte) => byte <= limit) ? latin1(bytes) : undefined),
  write: (text) => (written.test(text) ? Uint8Array.from(text, (letter) => letter.charCodeAt(0)) : undefined),
});

const CODECS: Readonly<Record<Exclude<StringEncoding, 'der'>, Codec>> = {
  utf8: { tag: 0x0c, read: readUtf8, write: (text) => (LONE_SURROGATE.test(text) ? undefined : utf8Bytes(text)) },
  numeric: singleBytes(0x12, /^[0-9 ]*$/),
  printable: singleBytes(0x13, /^[A-Za-z0-9 '()+,./:=?-]*$/),
  // T.61 in fact: everybody, and OpenSSL with them, has Latin-1 in it.
  teletex: singleBytes(0x14, /^[\0-\xff]*$/, 0xff),
  ia5: singleBytes(0x16, /^[\0-\x7f]*$/),
  visible: singleBytes(0x1a, /^[ -~]*$/),
  universal: { tag: 0x1c, read: readUniversal, write: writeUniversal },
  bmp: { tag: 0x1e, read: readBmp, write: writeBmp },
};

const BY_TAG = new Map(Object.entries(CODECS).map(([encoding, codec]) => [codec.tag, { encoding, codec }]));

/** A text and how it is encoded. */
export interface EncodedText {
  /** The text; for the encoding `der`, `#` and hexadecimal. */
  readonly value: string;
  /** How it is encoded. */
  readonly encoding: StringEncoding;
}

/** What a value says: text, if it is one. */
export function readText(value: Der): EncodedText {
  const found = BY_TAG.get(value.tag);
  const text = found?.codec.read(value.content);
  return found === undefined || text === undefined
    ? { value: `#${hexOf(value.bytes)}`, encoding: 'der' }
    : { value: text, encoding: found.encoding as StringEncoding };
}

/** @param what - as in "… cannot be written as" @throws {PkiError} for text that the encoding cannot hold */
export function writeText(text: string, encoding: StringEncoding, what: string): Bytes {
  if (typeof text !== 'string') throw wrongType(what, 'a string', text);
  if (encoding === 'der') return hexDer(text, what);
  const codec = typeof encoding === 'string' && Object.hasOwn(CODECS, encoding) ? CODECS[encoding] : undefined;
  if (codec === undefined) throw badValue(`${what} has an encoding that nobody knows: ${quoted(encoding)}`);
  const bytes = codec.write(text);
  if (bytes === undefined) throw badValue(`${what} cannot be written as ${encoding}: ${quoted(text)}`);
  return tlv(codec.tag, bytes);
}

/** IA5 text of an implicit tag: whatever bytes there are, as Latin-1, so that nothing is hidden. */
export const readIa5 = (value: Der): string => latin1(value.content);

/** The bytes of IA5 text. @throws {PkiError} for other characters */
export function ia5Bytes(text: string, what: string): Uint8Array {
  const bytes = typeof text === 'string' ? CODECS.ia5.write(text) : undefined;
  if (bytes === undefined) throw badValue(`${what} must be ASCII: ${quoted(text)}`);
  return bytes;
}

/** The bytes of UTF-8. */
export const utf8Bytes = (text: string): Bytes => new TextEncoder().encode(text);

/** The DER that `#` and hexadecimal stand for. @throws {PkiError} for what is none */
export function hexDer(text: string, what: string): Bytes {
  const bytes = typeof text === 'string' && text.startsWith('#') ? bytesOfHex(text.slice(1)) : undefined;
  if (bytes === undefined) throw badValue(`${what} must be # and the hexadecimal of its DER: ${quoted(text)}`);
  return Der.parse(bytes, what).bytes;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function readUtf8(bytes: Uint8Array): string | undefined {
  try {
    // A copy: a view of shared memory is refused.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.slice());
  } catch {
    return undefined;
  }
}

function readBmp(bytes: Uint8Array): string | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  let text = '';
  for (let index = 0; index < bytes.length; index += 2)
    text += String.fromCharCode(((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0));
  return text;
}

function writeBmp(text: string): Bytes {
  return Uint8Array.from({ length: text.length * 2 }, (_, index) => {
    const unit = text.charCodeAt(index >> 1);
    return index & 1 ? unit & 0xff : unit >> 8;
  });
}

function readUniversal(bytes: Uint8Array): string | undefined {
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += 4) {
    const point = view.getUint32(offset);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    text += String.fromCodePoint(point);
  }
  return text;
}

function writeUniversal(text: string): Bytes | undefined {
  if (LONE_SURROGATE.test(text)) return undefined;
  const points = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  const bytes = new Uint8Array(points.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, point] of points.entries()) view.setUint32(index * 4, point);
  return bytes;
}
