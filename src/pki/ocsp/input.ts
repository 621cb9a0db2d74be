/** Requests and responses in any form: DER, PEM, or what reading them gave. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { Der } from '../der/reader.js';
import { badDer } from '../error.js';
import type { Encoded } from '../read/input.js';

/** What of a file is bounded. */
export interface OcspBounds {
  /** Most bytes; 1 MiB by default. */
  readonly maxBytes?: number;
  /** Most certificates that it asks or tells of; 1,000 by default. */
  readonly maxEntries?: number;
  /** Most certificates that it carries; 32 by default. */
  readonly maxCertificates?: number;
}

export const MAX_BYTES = 1 << 20;
export const MAX_ENTRIES = 1000;
export const MAX_CERTIFICATES = 32;

const DASHES = 0x2d;
const LINE = 64;

/** @param label - of the PEM @param what - as in "this is no …" */
export function ocspDer(
  input: Encoded | { readonly der: Uint8Array },
  label: string,
  what: string,
  { maxBytes = MAX_BYTES }: OcspBounds,
): Der {
  const isData = typeof input === 'object' && input !== null && 'der' in input;
  const bytes = bytesArgument((isData ? input.der : input) as BytesLike, what);
  // PEM is a third longer, and has a line in front and behind.
  if (bytes.length > maxBytes * 1.5 + 256) throw badDer(`${what} is larger than ${maxBytes} bytes`);
  const der = typeof input === 'string' || bytes[0] === DASHES ? decodedPem(bytes, label, what) : bytes.slice();
  if (der.length > maxBytes) throw badDer(`${what} is larger than ${maxBytes} bytes`);
  return Der.parse(der, what);
}

/** PEM of DER. */
export function ocspPem(der: Uint8Array, label: string): string {
  const text = base64(der);
  const lines = Array.from({ length: Math.ceil(text.length / LINE) }, (_, at) =>
    text.slice(at * LINE, (at + 1) * LINE),
  );
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** Base64 of bytes. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @returns undefined for what is no base64 */
export function bytesOfBase64(text: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function decodedPem(bytes: Uint8Array, label: string, what: string): Bytes {
  const text = new TextDecoder('latin1').decode(bytes);
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  const start = text.indexOf(begin);
  const stop = text.indexOf(end, start + begin.length);
  if (start < 0 || stop < 0) throw badDer(`this is not the PEM of ${what}: ${begin} is missing`);
  const der = bytesOfBase64(text.slice(start + begin.length, stop));
  if (der === undefined) throw badDer(`the PEM of ${what} is no base64`);
  return der;
}
