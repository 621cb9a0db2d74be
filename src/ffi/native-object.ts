/** The base of every facade class that stands for a C object. */
import { DISPOSE } from './dispose.js';
import type { Tag } from './generated/exports.js';
import type { Handle } from './handle.js';

/** The key under which a facade object keeps its handle. Not exported from the package. */
export const HANDLE: unique symbol = Symbol('tsopenssl.handle');

/** How the runtimes that have files ask an object what to print. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** One fact of an object. */
export type Fact = string | number | boolean | null;

/** A few facts in one line, such as `<X509 subject='/CN=a'>`. */
export function describeObject(object: object, facts: Readonly<Record<string, Fact>>): string {
  const shown = Object.entries(facts).map(
    ([name, fact]) => ` ${name}=${typeof fact === 'string' ? `'${fact}'` : fact}`,
  );
  return `<${object.constructor.name}${shown.join('')}>`;
}

/** The handle that the next constructor adopts instead of making a new object. */
let adopted: Handle<Tag> | undefined;

/**
 * An object of OpenSSL, freed by `using`, by {@link free}, or at last by the garbage collector.
 * After that every use throws {@link ReleasedError}.
 */
export abstract class NativeObject<T extends Tag> {
  /** @internal */
  readonly [HANDLE]: Handle<T>;
  /** What a constructor of ours has made, has it; what was given our prototype, or is a Proxy, has not. */
  readonly #isGenuine = true;

  /** @internal `instanceof` is what arguments are judged by: it must not take a look-alike for an object of C. */
  static [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a class that is derived from this one asks for itself.
    return Function.prototype[Symbol.hasInstance].call(this, value) && #isGenuine in (value as NativeObject<Tag>);
  }

  /** @param make - makes the C object; not called while an existing one is adopted */
  protected constructor(make: () => Handle<T>) {
    const existing = adopted as Handle<T> | undefined;
    adopted = undefined;
    this[HANDLE] = existing ?? make();
  }

  /** What it is, in one line; of a freed object, that it is. */
  toString(): string {
    return describeObject(this, this.#facts());
  }

  /** What it is, for `JSON.stringify`: a few facts to know it by, and no secret. */
  toJSON(): Record<string, Fact> {
    return { type: this.constructor.name, ...this.#facts() };
  }

  /** @internal What `console.log` shows in Node, Deno and Bun. */
  [INSPECT](): string {
    return describeObject(this, this.#facts());
  }

  #facts(): Record<string, Fact> {
    return this[HANDLE].released ? { freed: true } : this.facts();
  }

  /** @internal What tells this object from others of its class: never a secret. */
  protected facts(): Record<string, Fact> {
    return {};
  }

  /** Frees the C object now. A second call does nothing. */
  free(): void {
    this[HANDLE].release();
  }

  /** Frees it at the end of a `using` block. */
  [DISPOSE](): void {
    this.free();
  }
}

/**
 * Makes a facade object of an existing C object, past the work of its public constructor.
 * @param Class - its constructor must do nothing but call `super(() => …)`
 */
export function adopt<T extends Tag, C extends NativeObject<T>>(
  Class: abstract new (...args: never[]) => C,
  handle: Handle<T>,
): C {
  adopted = handle;
  try {
    return Reflect.construct(Class, []) as C;
  } finally {
    adopted = undefined;
  }
}
