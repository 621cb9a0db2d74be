/** How one kind of extension is read and written. */
import type { Loose } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import type { Der } from '../der/reader.js';

/** The codec of a kind: `C` is its content without the word that names the kind. */
export interface Codec<C extends { readonly type: string }> {
  /** Dotted numbers of the extension. */
  readonly oid: string;
  /** Whether it is critical where nothing is said: as RFC 5280 asks. */
  readonly critical: boolean;
  /** Reads the value. */
  readonly read: (value: Der, what: string) => Omit<C, 'type'>;
  /** Writes the value. */
  readonly write: (content: Loose<C>, what: string) => Uint8Array;
}

/** @throws {TypeError} unless it is a list */
export function listed<T>(value: readonly T[], what: string): readonly T[] {
  if (!Array.isArray(value)) throw wrongType(what, 'a list', value);
  // A copy of what there is and is not: a place that nothing stands in is undefined, and passed over by map.
  return Array.from(value);
}

/** @throws {TypeError} unless it is a list of objects */
export function records<T extends object>(value: readonly T[], what: string): readonly T[] {
  return listed(value, what).map((one) => record(one, what));
}

/** @throws {TypeError} unless it is an object */
export function record<T extends object>(value: T, what: string): T {
  if (typeof value !== 'object' || value === null) throw wrongType(`a part of ${what}`, 'an object', value);
  return value;
}

/** The object with those of its fields that have a value. */
export function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
