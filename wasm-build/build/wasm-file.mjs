/** A WebAssembly module's file, taken apart into its sections and put together again (WebAssembly Core Specification, 5.5). */

export const SECTION = { import: 2, memory: 5, global: 6, export: 7, code: 10, data: 11, dataCount: 12 };

/** @typedef {{ id: number, content: Uint8Array }} Section */

const HEADER_SIZE = 8;

/** @param {Uint8Array} file @returns {Section[]} */
export function sectionsOf(file) {
  const sections = [];
  for (let at = HEADER_SIZE; at < file.length; ) {
    const [size, start] = readLeb(file, at + 1);
    sections.push({ id: file[at] ?? 0, content: file.subarray(start, start + size) });
    at = start + size;
  }
  return sections;
}

/** @param {Uint8Array} file - whose header is taken @param {readonly Section[]} sections */
export function fileOf(file, sections) {
  const parts = sections.flatMap(({ id, content }) => [Uint8Array.from([id, ...leb(content.length)]), content]);
  return concat([file.subarray(0, HEADER_SIZE), ...parts]);
}

/** @param {number} value - not negative */
export function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

/** @param {number} value - not negative */
export function signedLeb(value) {
  const bytes = [];
  for (; value > 0x3f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

/** @param {Uint8Array} bytes @param {number} at @returns {[number, number]} the low 32 bits, and where the next begins */
export function readLeb(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    if (shift < 32) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value >>> 0, at];
  }
}

/** @param {readonly Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} */
export function concat(parts) {
  const result = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** What the export section lists. @param {Uint8Array} content @returns {{ name: string, kind: number, index: number, entry: Uint8Array }[]} */
export function exportsOf(content) {
  const [count, start] = readLeb(content, 0);
  const exports = [];
  for (let at = start, i = 0; i < count; i++) {
    const [length, name] = readLeb(content, at);
    const [index, end] = readLeb(content, name + length + 1);
    exports.push({
      name: Buffer.from(content.subarray(name, name + length)).toString(),
      kind: content[name + length] ?? 0,
      index,
      entry: content.subarray(at, end),
    });
    at = end;
  }
  return exports;
}

/** The export section without one of its names. @param {Uint8Array} content @param {string} name */
export function withoutExport(content, name) {
  const all = exportsOf(content);
  const kept = all.filter((one) => one.name !== name);
  if (kept.length !== all.length - 1) throw new Error(`the module does not export ${name}`);
  return concat([Uint8Array.from(leb(kept.length)), ...kept.map(({ entry }) => entry)]);
}
