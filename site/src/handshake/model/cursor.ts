/** Reads a message from its front, and notes each field that it reads. */
import { code, type Field, shown } from './field.js';

/** A message that ends too early or holds what cannot be. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

type Say = (bytes: Uint8Array) => string;

export class Cursor {
  readonly fields: Field[] = [];
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#end - this.#at;
  }

  /** What is left, unread. */
  peek(): Uint8Array {
    return this.#bytes.subarray(this.#at, this.#end);
  }

  /** A number of `size` bytes. @param say - its value in words, in place of digits */
  number(name: string, size: number, say?: (value: number) => string): number {
    const start = this.#at;
    const bytes = this.#take(size);
    const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    this.#note(name, say?.(value) ?? String(value), start);
    return value;
  }

  /** Bytes that mean nothing further. */
  opaque(name: string, size: number, say: Say = shown): Uint8Array {
    const start = this.#at;
    const bytes = this.#take(size);
    this.#note(name, say(bytes), start);
    return bytes;
  }

  /** All that is left, where something is. */
  rest(name: string, say: Say = shown): void {
    if (this.left > 0) this.opaque(name, this.left, say);
  }

  /** What is preceded by its length in `size` bytes. The field has both. */
  vector(name: string, size: number, read: (inside: Cursor) => void, say?: Say): Uint8Array {
    const start = this.#at;
    const length = this.#take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    const content = this.#take(length);
    const inside = new Cursor(this.#bytes, this.#at - length, this.#at);
    try {
      read(inside);
      if (inside.left > 0) throw new UnreadableError(`${name} has ${inside.left} bytes too many`);
    } finally {
      this.#note(name, say?.(content) ?? '', start, inside.fields);
    }
    return content;
  }

  /** Opaque bytes preceded by their length. */
  sized(name: string, size: number, say: Say = shown): Uint8Array {
    const start = this.#at;
    const length = this.#take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    const content = this.#take(length);
    this.#note(name, say(content), start);
    return content;
  }

  /** Members that go on until nothing is left. */
  each(read: () => void): void {
    while (this.left > 0) read();
  }

  /** Fields that belong together, under one name. */
  group(name: string, read: (inside: Cursor) => string): void {
    const start = this.#at;
    const inside = new Cursor(this.#bytes, this.#at, this.#end);
    let value = '';
    try {
      value = read(inside);
    } finally {
      this.#at = inside.#at;
      this.#note(name, value, start, inside.fields);
    }
  }

  #take(size: number): Uint8Array {
    if (size > this.left) throw new UnreadableError(`${size} bytes are said to follow, and ${this.left} do`);
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  #note(name: string, value: string, start: number, children: readonly Field[] = []): void {
    this.fields.push({ name, value, start, end: this.#at, children });
  }
}

/** The name of a number, and the number itself. */
export const named =
  (names: ReadonlyMap<number, string>, size: number) =>
  (value: number): string => {
    const name = names.get(value);
    return name === undefined ? code(value, size) : `${name} (${code(value, size)})`;
  };
