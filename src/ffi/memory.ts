/**
 * The arena that call inputs live in, and the copies out. Bytes are borrowed by C for the length of one call: put in
 * before it, wiped and given back after it, whatever happened.
 *
 * Heap views are made anew at each use: memory growth detaches the old ones, and any call can grow the memory.
 */
import { type Bytes, isUint8Array, plainView } from '../common/bytes.js';
import { MemoryError } from './errors.js';
import { wasm } from './instance.js';

/** Inputs up to this size in all live in one region that is never freed; a longer one gets its own allocation. */
const REGION_SIZE = 128 * 1024;
/** What {@link scratch} has room for: a few pointers. */
const SCRATCH_SIZE = 16;
const ALIGNMENT = 8;
const ADDRESS_LIMIT = 0x7fff_ffff;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What is inside one call: where the region stood before it, and what was allocated beside the region. */
interface Frame {
  readonly top: number;
  allocations: number[] | undefined;
}

let region = 0;
let top = 0;
const frames: Frame[] = [];

let view = new Uint8Array();

/** The heap as bytes; use at once, never keep. Growth detaches the view that is kept here: it has no length then. */
export function heap(): Bytes {
  if (view.length === 0) view = new Uint8Array(wasm().memory.buffer);
  return view;
}

/** The heap as words; use at once, never keep. */
export function heapView(): DataView {
  return new DataView(wasm().memory.buffer);
}

/** Opens the frame of one call. Calls nest where a callback calls back in. */
export function openFrame(): void {
  makeRegion();
  frames.push({ top, allocations: undefined });
}

/** Closes all frames but the first so many: wipes and frees every input of their calls. */
export function closeFrames(kept: number): void {
  const first = frames[kept];
  if (first === undefined) return;
  if (top > first.top) heap().fill(0, first.top, top);
  top = first.top;
  for (let index = frames.length - 1; index >= kept; index--) {
    const { allocations = [] } = frames[index] ?? {};
    // The module's free wipes.
    for (let last = allocations.pop(); last !== undefined; last = allocations.pop()) wasm().memory_free(last);
  }
  frames.length = kept;
}

function makeRegion(): void {
  if (region !== 0) return;
  region = rawAllocate(SCRATCH_SIZE + REGION_SIZE) + SCRATCH_SIZE;
  top = region;
}

/** A few bytes outside of all frames, {@link SCRATCH_SIZE}; use at once. */
export function scratch(): number {
  makeRegion();
  return region - SCRATCH_SIZE;
}

/** Reserves `size` bytes until the end of the call. */
export function allocate(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is no number of bytes`);
  const rounded = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  if (size <= REGION_SIZE && top + rounded <= region + REGION_SIZE) {
    const address = top;
    top += rounded;
    return address;
  }
  const frame = frames.at(-1);
  if (frame === undefined) throw new MemoryError('memory was asked for outside a call');
  const address = rawAllocate(size);
  frame.allocations ??= [];
  frame.allocations.push(address);
  return address;
}

/** Gives back what the newest reservation has not used: what nobody wrote to needs no wiping. */
export function trim(address: number, used: number): void {
  const end = address + ((used + ALIGNMENT - 1) & ~(ALIGNMENT - 1));
  if (address >= region && end < top) top = end;
}

function rawAllocate(size: number): number {
  const address = size < ADDRESS_LIMIT ? wasm().memory_alloc(size) >>> 0 : 0;
  if (address === 0) throw new MemoryError(`the WebAssembly heap has no room for ${size} bytes`);
  return address;
}

/**
 * The one measure of what crosses the heap: nothing is allocated, copied or told to C by the word of the object.
 * @returns the bytes as a plain view, whose length is the engine's
 * @throws {TypeError} for what is no Uint8Array to the engine, such as a Proxy, and for one that has been detached
 */
export function measured(bytes: unknown): Uint8Array {
  const view = isUint8Array(bytes) ? plainView(bytes) : undefined;
  if (view === undefined) throw new TypeError('a Uint8Array that has not been detached was expected');
  return view;
}

/** Copies bytes in, and returns where they are and how many; the address is valid, and not NULL, for none too. */
export function putBytes(bytes: Uint8Array): { address: number; length: number } {
  const view = measured(bytes);
  const address = allocate(Math.max(view.length, 1));
  heap().set(view, address);
  return { address, length: view.length };
}

/** Copies text in as UTF-8 with a NUL behind it, and returns where it is and how long without the NUL. */
export function putText(text: string): { address: number; length: number } {
  const bytes = encoder.encode(text);
  const address = allocate(bytes.length + 1);
  const view = heap();
  view.set(bytes, address);
  view[address + bytes.length] = 0;
  bytes.fill(0);
  return { address, length: bytes.length };
}

/** Copies bytes out. */
export function copyOut(address: number, length: number): Bytes {
  return heap().slice(address, address + length);
}

/** Copies bytes out into a {@link measured} buffer that has room for them. @returns how many */
export function copyInto(target: Uint8Array, address: number, length: number): number {
  target.set(heap().subarray(address, address + length));
  return length;
}

/** Decodes UTF-8 of a known length. The copy is for engines that do not decode from a memory that can grow; it may be secret. */
export function readText(address: number, length: number): string {
  const bytes = copyOut(address, length);
  const text = decoder.decode(bytes);
  bytes.fill(0);
  return text;
}

/** Decodes a NUL-terminated static string of OpenSSL. */
export function readCString(address: number): string {
  const bytes = heap();
  return decoder.decode(bytes.slice(address, bytes.indexOf(0, address)));
}
