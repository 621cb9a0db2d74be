/** IP addresses and ranges as bytes. */
import { packAddress } from '../../common/ip-address.js';
import { hexOf } from '../der/values.js';
import { badValue, quoted } from '../error.js';

/** The 4 or 16 bytes of an address. */
export function addressBytes(text: string, what: string): Uint8Array {
  const packed = typeof text === 'string' ? packAddress(text) : undefined;
  if (packed === undefined) throw badValue(`${what} is no IP address: ${quoted(text)}`);
  if (packed.includes('.')) return Uint8Array.from(packed.split('.'), Number);
  return Uint8Array.from(
    packed.split(':').flatMap((group) => {
      const number = Number.parseInt(group, 16);
      return [number >> 8, number & 0xff];
    }),
  );
}

/** The address of 4 or 16 bytes, IPv6 as RFC 5952 writes it; undefined for another number of them. */
export function addressText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  return shortened(groups);
}

/** The address and the mask of a name constraint: `10.0.0.0/8`, `2001:db8::/32`, or any mask, `10.0.0.1/255.0.0.1`. */
export function rangeBytes(text: string, what: string): Uint8Array {
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

function prefixMask(length: number, size: number, what: string): Uint8Array {
  if (length > size * 8) throw badValue(`${what} has a length of more than ${size * 8} bits`);
  return Uint8Array.from(
    { length: size },
    (_, index) => (0xff00 >> Math.max(0, Math.min(8, length - index * 8))) & 0xff,
  );
}

/** The longest run of at least two zeros becomes `::`, the first of the longest (RFC 5952, 4.2). */
function shortened(groups: readonly number[]): string {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < groups.length; at++) {
    let length = 0;
    while (groups[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.at < 0) return hex.join(':');
  return `${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}`;
}
