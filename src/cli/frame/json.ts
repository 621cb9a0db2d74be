/** Data of tsopenssl/pki as JSON: the rules that docs/command-line.md states. */

import { dumpCertificate, FILETYPE_ASN1, PKey } from '../../crypto/index.js';
import { X509 } from '../../crypto/internal.js';

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Members whose bytes are a whole structure, which others read as base64. */
const BASE64 = new Set(['der', 'signed', 'content', 'data']);

/**
 * Bytes become hexadecimal, or base64 where they are a structure (`der`, `signed`, `content`, `data`); serial numbers
 * hexadecimal, other large numbers decimal; times ISO 8601, or their own text where they are no time; what is not there is left
 * out; an error its sentence.
 */
export function jsonOf(value: unknown, name = ''): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return name === 'serialNumber' ? hexSerial(value) : String(value);
    case 'object':
      return value === null ? null : jsonOfObject(value, name);
    default:
      return null;
  }
}

function jsonOfObject(value: object, name: string): Json {
  if (value instanceof Uint8Array) return BASE64.has(name) ? base64Of(value) : hexOf(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Error) return value.message;
  if (value instanceof X509) return base64Of(dumpCertificate(FILETYPE_ASN1, value));
  if (value instanceof PKey) return { type: value.typeName, bits: value.bits(), private: value.isPrivate };
  if (value instanceof Map) return jsonOf(Object.fromEntries(value));
  if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>, (item) => jsonOf(item, name));
  if (isTime(value)) return value.date === null ? value.text : value.date.toISOString();
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined && typeof member !== 'function')
      .map(([key, member]) => [key, jsonOf(member, key)]),
  );
}

function isTime(value: object): value is { date: Date | null; text: string } {
  const keys = Object.keys(value);
  return keys.length === 2 && 'date' in value && 'text' in value && (value.date === null || value.date instanceof Date);
}

/** Hexadecimal, two digits a byte. */
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** Base64 as it stands in PEM, in one line. */
export const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A serial number as OpenSSL prints it: whole bytes, in lower case. */
export function hexSerial(number: bigint): string {
  const text = (number < 0n ? -number : number).toString(16);
  return `${number < 0n ? '-' : ''}${text.length % 2 === 0 ? text : `0${text}`}`;
}
