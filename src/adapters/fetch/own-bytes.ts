/** Copies what is to be read later of what a caller may write over meanwhile. */
import { plainBuffer, plainView } from '../../common/bytes.js';

/** The value with bytes of its own: those within arrays and plain objects too. Objects of a class stay what they are. */
export function withOwnBytes<T>(value: T): T;
export function withOwnBytes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const bytes = plainView(value) ?? plainBuffer(value);
  if (bytes !== undefined) return bytes.slice();
  if (Array.isArray(value)) return value.map((item: unknown) => withOwnBytes(item));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withOwnBytes(item)]));
}
