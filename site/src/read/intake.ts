/** From bytes to items. */
import type { Identified } from 'tsopenssl/pki';
import type { Item } from './model.js';

let last = 0;

/** Items of what was found in an input. */
export function itemsOf(
  found: readonly Identified[],
  input: Uint8Array | string,
  source: string,
  parent: number | undefined,
): Item[] {
  let text: string | undefined;
  return found.map((one) => {
    last += 1;
    const isBinary = one.form === 'der' || one.form === 'binary' || one.form === 'base64';
    const whole = typeof input === 'string' ? input : undefined;
    if (!isBinary && whole === undefined) text ??= decoded(input as Uint8Array);
    const part = isBinary ? (one.bytes ?? input) : (whole ?? text ?? '').slice(one.offset, one.offset + one.length);
    return { id: last, parent, source, found: one, input: part };
  });
}

/** Text as editors write it; what the kit takes for text. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return new TextDecoder(isWide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);
}
