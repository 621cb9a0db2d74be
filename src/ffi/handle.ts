/**
 * Owned and borrowed pointers. A handle is the only form in which a C object leaves this folder: it knows who frees it,
 * keeps its parent alive, refuses use after release, and frees what was forgotten when the collector finds it.
 */
import { DISPOSE } from './dispose.js';
import { ReleasedError } from './errors.js';
import type { OwnedTag, RawExports, Tag } from './generated/exports.js';
import { trapped, wasm } from './instance.js';

interface Resource {
  readonly tag: OwnedTag;
  readonly address: number;
}

/** None in workerd before the compatibility date that has it: there what is forgotten stays until the isolate goes. */
const backstop = typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<Resource>(free) : undefined;

/** Frees that were asked for while C was running: a callback may release the very object that C is working on. */
const postponed: Resource[] = [];
let depth = 0;

/** Runs before an object of a tag is freed, to forget what was kept by its address. */
const beforeFree = new Map<Tag, (address: number) => void>();

/** Registers what must be forgotten when an object of this type goes. */
export function onFree(tag: OwnedTag, forget: (address: number) => void): void {
  beforeFree.set(tag, forget);
}

/** Whether C is running: a callback is what asks. */
export function inC(): boolean {
  return depth > 0;
}

/** C is running until {@link leaveC}: frees wait. */
export function enterC(): void {
  depth += 1;
}

/** C has returned to the outermost caller: what was released meanwhile is freed now. */
export function leaveC(): void {
  depth -= 1;
  while (depth === 0 && postponed.length > 0) free(postponed.pop() as Resource);
}

function free({ tag, address }: Resource): void {
  // After a trap the heap may be anything: leak rather than run on.
  if (trapped() !== undefined) return;
  beforeFree.get(tag)?.(address);
  (wasm()[`${tag}_free` as keyof RawExports] as (address: number) => void)(address);
}

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
    const resource = { tag: this.tag as OwnedTag, address };
    if (depth > 0) postponed.push(resource);
    else free(resource);
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
