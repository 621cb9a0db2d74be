/** The base of every facade class that stands for a C object. */
import { DISPOSE } from './dispose.js';
import type { Tag } from './generated/exports.js';
import type { Handle } from './handle.js';

/** The key under which a facade object keeps its handle. Not exported from the package. */
export const HANDLE: unique symbol = Symbol('tsopenssl.handle');

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
