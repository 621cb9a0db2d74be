/** Names as people read them. */
import type { Name } from './name.js';

/** What RFC 4514, 2.4 puts a backslash before, and what would tear a line. */
const SPECIAL = /[,+"\\<>;=]|^[ #]|[ ]$/g;
/** Controls, what turns the direction of a line, and what ends one. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name in one line, from its root on: `C=SE, O=Example, CN=Anna`; empty for one without attributes. */
export function nameText(name: Name): string {
  return name
    .map((place) =>
      place.map(({ type, value, encoding }) => `${type}=${encoding === 'der' ? value : escaped(value)}`).join(' + '),
    )
    .join(', ');
}

/** Text of a file as a sentence can hold it: nothing that ends the line or turns its direction. */
export const printable = (text: string): string =>
  text.replace(CONTROL, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);

const escaped = (text: string): string => printable(text.replace(SPECIAL, '\\$&'));
