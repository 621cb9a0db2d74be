/** The group of a server's ephemeral Diffie-Hellman. */
import { bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { kinds, plainPem } from '../../crypto/internal.js';
import type { SSL } from '../../index.js';
import type { Pem } from '../options.js';

const MIN_BITS = 1024;
const GOOD_BITS = 2048;

/**
 * Sets the group; without one there is none.
 * @param dhparam - PEM, or `auto` for one as strong as the key
 * @throws {SSL.Error} when it is no PEM of such parameters, or the security level asks for more bits
 * @throws {TypeError} `ERR_INVALID_ARG_VALUE` when it is too small
 */
export function setDiffieHellman(context: SSL.Context, dhparam: Pem | undefined): void {
  if (dhparam === undefined) context.autoDh(false);
  if (dhparam === undefined || dhparam === 'auto') return;
  const bits = bitsOf(dhparam);
  if (bits > 0 && bits < MIN_BITS) {
    const error = new TypeError(`DH parameter is less than ${MIN_BITS} bits`);
    throw Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' });
  }
  context.useTmpDh(dhparam);
  if (bits < GOOD_BITS) warn(`DH parameter is less than ${GOOD_BITS} bits`);
}

/** The size of the prime, the first number of the sequence (PKCS #3; X9.42); 0 for what OpenSSL will not read either. */
function bitsOf(pem: Pem): number {
  const text = new TextDecoder().decode(plainPem(kinds.dhParameters, bytesArgument(pem, 'dhparam'), 'first'));
  const base64 = /-----BEGIN (?:X9\.42 )?DH PARAMETERS-----([^-]*)/.exec(text)?.[1] ?? '';
  const der = decoded(base64.replace(/\s/g, ''));
  const sequence = contentAt(der, 0);
  const prime = sequence && contentAt(der, sequence.start);
  if (prime === undefined) return 0;
  const digits = der.subarray(prime.start, prime.end);
  const first = digits.findIndex((digit) => digit !== 0);
  if (first < 0) return 0;
  return (digits.length - first - 1) * 8 + (32 - Math.clz32(digits[first] ?? 0));
}

function decoded(base64: string): Bytes {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** Where the content of the DER element at a place lies (X.690, 8.1.3). */
function contentAt(der: Uint8Array, at: number): { start: number; end: number } | undefined {
  const short = der[at + 1];
  if (short === undefined) return undefined;
  const more = short < 0x80 ? 0 : short & 0x7f;
  let length = more === 0 ? short : 0;
  for (let index = 0; index < more; index += 1) length = length * 256 + (der[at + 2 + index] ?? 0);
  const start = at + 2 + more;
  return start + length > der.length ? undefined : { start, end: start + length };
}

/** As Node warns. */
function warn(message: string): void {
  const { process } = globalThis as { process?: { emitWarning?(message: string, type: string): void } };
  process?.emitWarning?.(message, 'SecurityWarning');
}
