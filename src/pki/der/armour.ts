/** PEM (RFC 7468) around any DER. */
import type { Bytes } from '../../common/bytes.js';
import { badDer } from '../error.js';

const BLOCK = /-----BEGIN ([A-Z0-9 #-]+?)-----([\s\S]*?)-----END \1-----/g;
/** As many characters as openssl(1) writes a line. */
const LINE = 64;
/** Bytes that are turned into text at a time: what a call takes as arguments. */
const STEP = 0x8000;

/** The base64 of bytes, on one line. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += STEP)
    text += String.fromCharCode(...bytes.subarray(offset, offset + STEP));
  return btoa(text);
}

/** Text cut into lines. */
export function wrapped(text: string, end: string): string {
  const lines: string[] = [];
  for (let offset = 0; offset < text.length; offset += LINE) lines.push(text.slice(offset, offset + LINE) + end);
  return lines.join('');
}

/** The bytes of base64. @throws {PkiError} for what is none */
export function unbase64(text: string, what: string): Bytes {
  try {
    return Uint8Array.from(atob(text.replace(/\s+/g, '')), (letter) => letter.charCodeAt(0));
  } catch {
    throw badDer(`${what} is no base64`);
  }
}

/** PEM of one label. */
export const armoured = (der: Uint8Array, label: string): string =>
  `-----BEGIN ${label}-----\n${wrapped(base64(der), '\n')}-----END ${label}-----\n`;

/** The first block of one of these labels. @returns its bytes, or the labels that are there instead */
export function unarmoured(text: string, labels: readonly string[], what: string): Bytes | readonly string[] {
  const found: string[] = [];
  for (const [, label = '', body = ''] of text.matchAll(BLOCK)) {
    if (labels.includes(label)) return unbase64(body, what);
    found.push(label);
  }
  return found;
}
