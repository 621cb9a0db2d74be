/** DER taken apart and put together, to make files that no program would write. */

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** @returns the elements that fill `bytes` to the last, or undefined */
function parse(bytes: Uint8Array): Element[] | undefined {
  const elements: Element[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [tag = 0, first = 0] = bytes.subarray(at);
    const count = first < 0x80 ? 0 : first & 0x7f;
    if (first === 0x80 || count > 4 || at + 2 + count > bytes.length) return undefined;
    let length = first;
    if (count > 0) length = bytes.subarray(at + 2, at + 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
    const start = at + 2 + count;
    if (start + length > bytes.length) return undefined;
    elements.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

/** One element in DER. */
export function encode(tag: number, content: Uint8Array): Uint8Array {
  const length = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  const head = content.length < 0x80 ? [content.length] : [0x80 | length.length, ...length];
  const element = new Uint8Array(1 + head.length + content.length);
  element.set([tag, ...head]);
  element.set(content, 1 + head.length);
  return element;
}

const CONSTRUCTED = 0x20;
const INTEGER = 2;
const OCTET_STRING = 4;

/** Whether bytes are elements in their one form, to the last level: random bytes look like elements now and then. */
function isDer(bytes: Uint8Array): boolean {
  const elements = parse(bytes);
  if (elements === undefined) return false;
  if (!Buffer.concat(elements.map(({ tag, content }) => encode(tag, content))).equals(bytes)) return false;
  return elements.every(({ tag, content }) => (tag & CONSTRUCTED) === 0 || isDer(content));
}

/** Replaces every element for which `replace` gives other content, inside octet strings of DER too. */
export function rewrite(
  der: Uint8Array,
  replace: (tag: number, content: Uint8Array) => Uint8Array | undefined,
): Uint8Array {
  const parts = (parse(der) ?? []).map(({ tag, content }) => {
    const other = replace(tag, content);
    if (other !== undefined) return encode(tag, other);
    const nested = (tag & CONSTRUCTED) !== 0 || (tag === OCTET_STRING && content.length > 2 && isDer(content));
    return encode(tag, nested ? rewrite(content, replace) : content);
  });
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The content of an INTEGER. */
export function integer(value: number | bigint): Uint8Array {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return new Uint8Array((bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Uint8Array.of(0), bytes]));
}

/** Replaces every INTEGER of one value. */
export function replaceInteger(der: Uint8Array, from: number, to: number | bigint): Uint8Array {
  const wanted = Buffer.from(integer(from));
  return rewrite(der, (tag, content) => (tag === INTEGER && wanted.equals(content) ? integer(to) : undefined));
}
