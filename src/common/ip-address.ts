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
