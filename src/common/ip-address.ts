import type { Bytes } from './bytes.js';

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const GROUPS = 8;

/** One spelling for each IP address, to compare by; undefined for what is none. */
export function packAddress(text: string): string | undefined {
  return packIPv4(text) ?? packIPv6(text);
}

function packIPv4(text: string): string | undefined {
  const octets = IPV4.exec(text)?.slice(1);
  // One spelling each: a leading zero would be octal to some.
  if (octets === undefined || octets.some((octet) => Number(octet) > 255 || String(Number(octet)) !== octet))
    return undefined;
  return octets.join('.');
}

function packIPv6(text: string): string | undefined {
  const lastColon = text.lastIndexOf(':');
  if (lastColon < 0) return undefined;
  // RFC 4291, 2.2: the last 32 bits may stand as an IPv4 address.
  const ipv4 = packIPv4(text.slice(lastColon + 1));
  const whole = ipv4 === undefined ? text : text.slice(0, lastColon + 1) + asGroups(ipv4);
  const halves = whole.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = GROUPS - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = tail === undefined ? head : [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

function asGroups(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

/** The 4 or 16 bytes of an address in the spelling of {@link packAddress}. */
export function packedBytes(packed: string): Bytes {
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
