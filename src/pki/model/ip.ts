/** IP addresses and ranges as bytes. */
import type { Bytes } from '../../common/bytes.js';
import { addressText, packAddress, packedBytes } from '../../common/ip-address.js';
import { hexOf } from '../der/values.js';
import { badValue, quoted } from '../error.js';

export { addressText } from '../../common/ip-address.js';

/** The 4 or 16 bytes of an address. */
export function addressBytes(text: string, what: string): Bytes {
  const packed = typeof text === 'string' ? packAddress(text) : undefined;
  if (packed === undefined) throw badValue(`${what} is no IP address: ${quoted(text)}`);
  return packedBytes(packed);
}

/** The address and the mask of a name constraint: `10.0.0.0/8`, `2001:db8::/32`, or any mask, `10.0.0.1/255.0.0.1`. */
export function rangeBytes(text: string, what: string): Bytes {
  const [address = '', mask = '', ...more] = typeof text === 'string' ? text.split('/') : [];
  if (mask === '' || more.length > 0)
    throw badValue(`${what} must be an address and a length, as 10.0.0.0/8: ${quoted(text)}`);
  const bytes = addressBytes(address, what);
  const maskBytes = /^\d{1,3}$/.test(mask) ? prefixMask(Number(mask), bytes.length, what) : addressBytes(mask, what);
  if (maskBytes.length !== bytes.length) throw badValue(`${what} mixes IPv4 and IPv6: ${quoted(text)}`);
  return Uint8Array.of(...bytes, ...maskBytes);
}

/** The range of 8 or 32 bytes; undefined for another number of them. */
export function rangeText(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 8 && bytes.length !== 32) return undefined;
  const address = addressText(bytes.subarray(0, bytes.length / 2));
  const mask = bytes.subarray(bytes.length / 2);
  const binary = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const length = /^(1*)0*$/.exec(binary)?.[1]?.length;
  return `${address}/${length ?? addressText(mask)}`;
}

/** What an address of another length is read as. */
export const oddAddress = (bytes: Uint8Array): string => `#${hexOf(bytes)}`;

function prefixMask(length: number, size: number, what: string): Bytes {
  if (length > size * 8) throw badValue(`${what} has a length of more than ${size * 8} bits`);
  return Uint8Array.from(
    { length: size },
    (_, index) => (0xff00 >> Math.max(0, Math.min(8, length - index * 8))) & 0xff,
  );
}
