/**
 * Owned and borrowed pointers. A handle is the only form in which a C object leaves this folder: it knows who frees it,
 * keeps its parent alive, refuses use after release, and frees what was forgotten when the collector finds it.
 */
import { free, type Resource } from './call.js';
import { DISPOSE } from './dispose.js';
import { ReleasedError } from './errors.js';
import type { OwnedTag, Tag } from './generated/exports.js';

/** None in workerd before the compatibility date that has it: there what is forgotten stays until the isolate goes. */
const backstop = typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<Resource>(free) : undefined;

/** A pointer to a C object of the type that the tag names. */
export class Handle<T extends Tag> {
  readonly #tag: T;
  #address: number;
  readonly #owned: boolean;
  /** A borrowed object lives inside its parent: the reference keeps the parent from being collected. */
  readonly #parent: Handle<Tag> | undefined;

  constructor(tag: T, address: number, parent?: Handle<Tag>) {
    this.#tag = tag;
    this.#address = address;
    this.#parent = parent;
    this.#owned = parent === undefined;
    if (this.#owned) backstop?.register(this, { tag: tag as OwnedTag, address }, this);
  }

  /** The type of the object. */
  get tag(): T {
    return this.#tag;
  }

  /** The address, for {@link addressOf} alone, which knows what C is going to take it for. */
  get address(): number {
    if (this.#parent?.released) this.#address = 0;
    if (this.#address === 0) throw new ReleasedError(`this ${this.tag} object has been freed`);
    return this.#address;
  }

  /** Whether the object is gone. */
  get released(): boolean {
    return this.#address === 0 || this.#parent?.released === true;
  }

  /** Frees an owned object, lets go of a borrowed one. A second call does nothing. */
  release(): void {
    const address = this.#address;
    if (address === 0) return;
    this.#address = 0;
    if (!this.#owned) return;
    backstop?.unregister(this);
    free({ tag: this.tag as OwnedTag, address });
  }

  /** Hands the object to a C function that frees it. */
  take(): number {
    const address = this.address;
    if (!this.#owned) throw new ReleasedError(`this ${this.tag} object belongs to another`);
    this.#address = 0;
    backstop?.unregister(this);
    return address;
  }

  [DISPOSE](): void {
    this.release();
  }
}

/**
 * The address of an object, for a parameter of this type. The compiler's word is not enough: methods can be called on
 * other objects, and C would take whatever it gets for what it expects.
 * @throws {TypeError} for anything but a handle of this type
 */
export function addressOf<T extends Tag>(handle: Handle<T>, tag: T): number {
  if (!(handle instanceof Handle) || handle.tag !== tag)
    throw new TypeError(`an object of the type ${tag} was expected`);
  return handle.address;
}
