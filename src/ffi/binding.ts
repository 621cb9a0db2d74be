/**
 * What every generated binding is made of: the scope of a call, the arguments in, the check of each C return
 * convention, the results out. Each convention has one method and one name; a bare call stands out in review.
 */
import type { Bytes } from '../common/bytes.js';
import { beginCall, currentScope, endCall } from './call.js';
import { drain } from './drain.js';
import { EntropyError, type ErrorFactory, MemoryError, type OpenSSLError } from './errors.js';
import type { OwnedTag, RawExports, Tag } from './generated/exports.js';
import { addressOf, Handle } from './handle.js';
import { wasm } from './instance.js';
import { allocate, copyOut, heap, heapView, putBytes, putText, readCString, readText } from './memory.js';

/** struct Out { data; len; present } of the shim. */
const OUT_SIZE = 12;
const OUT_INT_SIZE = 4;

function notInteger(value: unknown, type: string): Error {
  if (typeof value !== 'number') return new TypeError(`a number was expected, not ${typeof value}`);
  return new RangeError(`${value} does not fit C's ${type}`);
}

export class BindingBase {
  readonly #fail: ErrorFactory;
  /** Length of what {@link bytes} or {@link string} put last: the argument after its address. */
  protected lastLength = 0;

  /** @param fail - makes the error of the module that calls, crypto.Error or SSL.Error */
  constructor(fail: ErrorFactory) {
    this.#fail = fail;
  }

  protected get wasm(): RawExports {
    return wasm();
  }

  protected begin(): number {
    return beginCall();
  }

  protected end(scope: number): void {
    endCall(scope);
  }

  /** Drains the queue into the error that this failure is: what the last call left there. */
  failure(): OpenSSLError {
    const { entries, message, entropy, memory } = drain();
    if (entropy !== undefined) return new EntropyError(`no randomness: ${entropy}`);
    if (memory) return new MemoryError(entries, message);
    return this.#fail(entries, message);
  }

  // Arguments in.

  protected pointer<T extends Tag>(handle: Handle<T>, tag: T): number {
    return addressOf(handle, tag);
  }

  protected pointerOrNull<T extends Tag>(handle: Handle<T> | null, tag: T): number {
    return handle === null ? 0 : addressOf(handle, tag);
  }

  protected taken<T extends Tag>(handle: Handle<T>, tag: T): number {
    addressOf(handle, tag);
    return handle.take();
  }

  protected bytes(bytes: Uint8Array): number {
    const { address, length } = putBytes(bytes);
    this.lastLength = length;
    return address;
  }

  protected bytesOrNull(bytes: Uint8Array | null): number {
    if (bytes !== null) return this.bytes(bytes);
    this.lastLength = 0;
    return 0;
  }

  // What is no such integer would be cut into one: the engine makes 1 of 2^32 + 1, and 0 of NaN. What is no number would be
  // made one by code of the caller's, and what that throws would be a trap.

  protected int(value: number): number {
    if (typeof value !== 'number' || value !== (value | 0)) throw notInteger(value, 'int');
    return value;
  }

  protected unsigned(value: number): number {
    if (typeof value !== 'number' || value !== value >>> 0) throw notInteger(value, 'unsigned int');
    return value;
  }

  /** A count or a time: whole, or in fractions where C takes a double. */
  protected number(value: number): number {
    if (typeof value !== 'number' || Math.abs(value) > Number.MAX_SAFE_INTEGER || Number.isNaN(value))
      throw notInteger(value, 'number below 2^53');
    return value;
  }

  protected string(text: string): number {
    if (typeof text !== 'string') throw new TypeError('a string was expected');
    const { address, length } = putText(text);
    this.lastLength = length;
    return address;
  }

  protected cstring(text: string): number {
    // C would stop reading at the NUL: what was checked would not be what is used.
    if (typeof text === 'string' && text.includes('\0'))
      throw new TypeError('the string must not contain a NUL character');
    return this.string(text);
  }

  protected cstringOrNull(text: string | null): number {
    return text === null ? 0 : this.cstring(text);
  }

  protected out(): number {
    const address = allocate(OUT_SIZE);
    heap().fill(0, address, address + OUT_SIZE);
    const scope = currentScope();
    if (scope !== undefined) scope.outs = [...(scope.outs ?? []), address];
    return address;
  }

  protected outInt(): number {
    const address = allocate(OUT_INT_SIZE);
    heapView().setInt32(address, 0, true);
    return address;
  }

  // Results checked, one method a convention.

  /** 1 is success, anything else an error. */
  protected status(result: number): void {
    if (result !== 1) throw this.failure();
  }

  /** 1 true, 0 false, below an error. */
  protected flag(result: number): boolean {
    if (result < 0) throw this.failure();
    return result !== 0;
  }

  protected owned<T extends OwnedTag>(tag: T, address: number): Handle<T> {
    if (address === 0) throw this.failure();
    return new Handle(tag, address >>> 0);
  }

  protected ownedOrNull<T extends OwnedTag>(tag: T, address: number): Handle<T> | null {
    return address === 0 ? null : new Handle(tag, address >>> 0);
  }

  protected borrowed<T extends Tag>(tag: T, address: number, parent: Handle<Tag>): Handle<T> {
    if (address === 0) throw this.failure();
    return new Handle(tag, address >>> 0, parent);
  }

  protected borrowedOrNull<T extends Tag>(tag: T, address: number, parent: Handle<Tag>): Handle<T> | null {
    return address === 0 ? null : new Handle(tag, address >>> 0, parent);
  }

  protected text(address: number): string {
    if (address === 0) throw this.failure();
    return readCString(address >>> 0);
  }

  protected textOrNull(address: number): string | null {
    return address === 0 ? null : readCString(address >>> 0);
  }

  // Outputs copied out.

  protected readOut(out: number): Bytes {
    return this.readOutOrNull(out) ?? new Uint8Array();
  }

  protected readOutOrNull(out: number): Bytes | null {
    const view = heapView();
    if (view.getInt32(out + 8, true) === 0) return null;
    return copyOut(view.getUint32(out, true), view.getUint32(out + 4, true));
  }

  protected readOutText(out: number): string {
    return this.readOutTextOrNull(out) ?? '';
  }

  protected readOutTextOrNull(out: number): string | null {
    const view = heapView();
    if (view.getInt32(out + 8, true) === 0) return null;
    return readText(view.getUint32(out, true), view.getUint32(out + 4, true));
  }

  protected readOutInt(out: number): number {
    return heapView().getInt32(out, true);
  }
}
