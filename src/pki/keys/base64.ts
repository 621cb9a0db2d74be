/** Base64 of both alphabets (RFC 4648, 4 and 5). */
import type { Bytes } from '../../common/bytes.js';

/** @returns undefined for what is no base64; padding may be left out */
export function bytesOfBase64(text: string): Bytes | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? decode(text.replace(/=+$/, '')) : undefined;
}

/**
 * Base64url as JOSE has it (RFC 7515, 2): without padding, and with no bits behind the last byte.
 * @returns undefined for anything else
 */
export function bytesOfBase64url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const bytes = decode(text.replace(/-/g, '+').replace(/_/g, '/'));
  return bytes !== undefined && base64url(bytes) === text ? bytes : undefined;
}

/** Base64 with padding. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Base64url without padding. */
export const base64url = (bytes: Uint8Array): string =>
  base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

function decode(unpadded: string): Bytes | undefined {
  if (unpadded.length % 4 === 1) return undefined;
  const binary = atob(unpadded);
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
