/** Reads the lists of byte strings that the shim gives: each with its length before it, 32 bits, little-endian. */
import type { Bytes } from './bytes.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The byte strings of a list. */
export function readFields(list: Bytes): Bytes[] {
  const view = new DataView(list.buffer, list.byteOffset, list.byteLength);
  const fields: Bytes[] = [];
  for (let at = 0; at + 4 <= list.length; ) {
    const length = view.getUint32(at, true);
    fields.push(list.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

/** A list of texts; what is not UTF-8 comes out with replacement characters. */
export function readTexts(list: Bytes): string[] {
  return readFields(list).map(decodeText);
}

/** @returns the text of one field */
export function decodeText(field: Uint8Array): string {
  return decoder.decode(field);
}

/** Rows of `width` fields each. */
export function inRows<T>(fields: readonly T[], width: number): T[][] {
  return Array.from({ length: Math.floor(fields.length / width) }, (_, row) =>
    fields.slice(row * width, (row + 1) * width),
  );
}
