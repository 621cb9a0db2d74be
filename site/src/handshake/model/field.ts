/** What a message holds: fields with their names in the standard, their values in words, and where their bytes are. */

/** One field of a message; of a list, its members are its children. */
export interface Field {
  /** Its name in the standard. */
  readonly name: string;
  /** Its value, as short text; empty where the children say it. */
  readonly value: string;
  /** Where it begins in the message. */
  readonly start: number;
  /** Where it ends, exclusive. */
  readonly end: number;
  readonly children: readonly Field[];
}

/** Every field, each before its children. */
export function* everyField(fields: readonly Field[]): Generator<Field> {
  for (const field of fields) {
    yield field;
    yield* everyField(field.children);
  }
}

/** Bytes as hexadecimal digits. */
export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Bytes that stay readable in one line. */
const SHORT = 32;

/** Bytes as a value: the first of them, and how many there are. */
export function shown(bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  if (bytes.length <= SHORT) return hex(bytes);
  return `${hex(bytes.subarray(0, SHORT))}… (${bytes.length})`;
}

/** A number as the standard writes it. */
export const code = (value: number, size: number): string => `0x${value.toString(16).padStart(size * 2, '0')}`;
