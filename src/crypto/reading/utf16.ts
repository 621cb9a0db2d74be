/** Texts as Windows writes them. */

/** How a text of 16 bits a letter begins: the byte order mark (RFC 2781, 3.2), or ASCII of the same form without one. */
export function utf16Order(bytes: Uint8Array): 'little' | 'big' | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'little';
  if (first === 0xfe && second === 0xff) return 'big';
  return undefined;
}

/** The letters of ASCII of a UTF-16 text, each in a byte; another letter is a question mark. Other bytes as they are. */
export function asNarrow(bytes: Uint8Array): Uint8Array {
  const order = utf16Order(bytes);
  if (order === undefined) return bytes;
  const narrow = new Uint8Array((bytes.length >> 1) - 1);
  const low = order === 'little' ? 0 : 1;
  for (let index = 0; index < narrow.length; index++) {
    const at = 2 * index + 2;
    const letter = bytes[at + low] ?? 0;
    narrow[index] = bytes[at + 1 - low] === 0 && letter < 0x80 ? letter : 0x3f;
  }
  return narrow;
}
