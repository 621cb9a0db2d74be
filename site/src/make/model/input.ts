/** What was filled in, as a task reads it. */
import type { ExternalKey } from 'tsopenssl/pki';
import type { ShelfItem } from '../../frame/shelf.js';
import { type Field, type FormState, isOptional, keyOf, type Values } from './fields.js';
import { linesOf } from './names.js';
import { Problem } from './problem.js';
import type { FieldName } from './words.js';

/** A key that signs: its PKCS #8, or one that is elsewhere. */
export type Signing = Uint8Array | ExternalKey<Promise<Uint8Array>>;

/** A certificate and its key. */
export interface Identity {
  readonly certificate: Uint8Array;
  readonly key: Signing;
  readonly item: ShelfItem;
}

export class Input {
  readonly #values: Values;
  readonly shelf: readonly ShelfItem[];

  constructor(values: Values, shelf: readonly ShelfItem[]) {
    this.#values = values;
    this.shelf = shelf;
  }

  /** Text without blanks around it; empty where nothing was filled in, or the field is not asked for. */
  text(name: FieldName): string {
    return this.raw(name).trim();
  }

  /** Text as it was typed: passwords. */
  raw(name: FieldName): string {
    const value = this.#values[name];
    return typeof value === 'string' ? value : '';
  }

  /** Text that was filled in, under a name of an option; nothing where it was not. */
  given<K extends string>(option: K, name: FieldName): { readonly [P in K]?: string } {
    const text = this.text(name);
    return text === '' ? {} : ({ [option]: text } as { readonly [P in K]: string });
  }

  lines(name: FieldName): readonly string[] {
    return linesOf(this.raw(name));
  }

  flag(name: FieldName): boolean {
    return this.#values[name] === true;
  }

  /** @throws {Problem} for what is no whole number */
  whole(name: FieldName): number | undefined {
    const text = this.text(name);
    if (text === '') return undefined;
    if (!/^\d{1,15}$/.test(text)) throw new Problem(name, { word: 'noNumber' });
    return Number(text);
  }

  /** A number of any length, in decimal or after 0x or with colons in hexadecimal. */
  big(name: FieldName): bigint | undefined {
    const text = this.text(name);
    return text === '' ? undefined : bigOf(text, name);
  }

  /** A day, or a moment. */
  date(name: FieldName): Date | undefined {
    const text = this.text(name);
    return text === '' ? undefined : dateOf(text, name);
  }

  items(name: FieldName): readonly ShelfItem[] {
    const value = this.#values[name];
    if (!Array.isArray(value)) return [];
    return (value as readonly string[]).flatMap((id) => this.shelf.find((item) => item.id === id) ?? []);
  }

  item(name: FieldName): ShelfItem | undefined {
    return this.items(name)[0];
  }

  /** @throws {Problem} where nothing is chosen */
  needed(name: FieldName): ShelfItem {
    const item = this.item(name);
    if (item === undefined) throw new Problem(name, { word: 'missing' });
    return item;
  }

  /** The bytes of each thing. */
  ders(name: FieldName): readonly Uint8Array[] {
    return this.items(name).map(({ bytes }) => bytes);
  }

  /** @throws {Problem} where the certificate or its key is not there */
  identity(name: FieldName): Identity {
    const item = this.needed(name);
    const key = keyOf(item, this.shelf);
    if (key === undefined) throw new Problem(name, { word: 'noKey' });
    return { certificate: item.bytes, key: key.signer ?? key.bytes, item };
  }

  /** Text, or the bytes of a file. @throws {Problem} where there is neither */
  content(name: FieldName): string | Uint8Array {
    const file = this.item(name);
    if (file !== undefined) return file.bytes;
    const text = this.raw(name);
    if (text === '') throw new Problem(name, { word: 'missing' });
    return text;
  }
}

/** @throws {Problem} for what is no number */
export function bigOf(text: string, name: FieldName): bigint {
  const hex = /^(?:0x)?([\da-f]+)$/i.exec(text.replaceAll(':', ''))?.[1];
  const isHex = /^0x|:|[a-f]/i.test(text);
  if (hex === undefined || hex.length > 80) throw new Problem(name, { word: 'noNumber' });
  return BigInt(isHex ? `0x${hex}` : hex);
}

/** @throws {Problem} for what is no moment */
export function dateOf(text: string, name: FieldName): Date {
  const isPlain = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?Z?)?$/.test(text);
  const date = new Date(/T/.test(text) && !text.endsWith('Z') ? `${text}Z` : text.replace(' ', 'T'));
  if (!isPlain || Number.isNaN(date.getTime())) throw new Problem(name, { word: 'noDate' });
  return date;
}

/** @throws {Problem} for what must be filled in and is not, and numbers out of their range */
export function demandFilled(fields: readonly Field[], state: FormState, input: Input): void {
  for (const field of fields) {
    const isEmpty =
      field.kind === 'item' || field.kind === 'content'
        ? input.items(field.name).length === 0 && (field.kind === 'item' || input.raw(field.name) === '')
        : field.kind !== 'flag' && input.raw(field.name).trim() === '';
    if (isEmpty && !isOptional(field, state)) throw new Problem(field.name, { word: 'missing' });
    if (field.kind !== 'number') continue;
    const number = input.whole(field.name);
    if (number !== undefined && (number < field.min || number > field.max))
      throw new Problem(field.name, { word: 'outOfRange' });
  }
}
