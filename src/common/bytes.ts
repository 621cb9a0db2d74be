/**
 * Bytes, measured by the engine and not by the object: `length` of a subclass can be a getter that lies, a Proxy passes
 * for an array, a growable buffer can grow between the measuring and the copy. What is measured here is what is copied.
 */

/**
 * Bytes in memory of their own, as all that this library gives: `Uint8Array<ArrayBuffer>`, which `Blob`, `fetch` and
 * WebCrypto take; `Uint8Array` before TypeScript 5.7, which knows no other.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor['from']>;

/** Plain data as it may be given: with any bytes where {@link Bytes} come out. */
export type Loose<T> = T extends Uint8Array
  ? Uint8Array
  : T extends Date | ((...given: never[]) => unknown)
    ? T
    : T extends object
      ? { [K in keyof T]: Loose<T[K]> }
      : T;

type Getter<T> = (this: unknown) => T;

function intrinsic<T>(prototype: object, name: string): (view: ArrayBufferView) => T {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get as Getter<T>;
  return (view) => Reflect.apply(get, view, []);
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const arrayBuffer = intrinsic<ArrayBufferLike>(typedArray, 'buffer');
const arrayOffset = intrinsic<number>(typedArray, 'byteOffset');
const arrayLength = intrinsic<number>(typedArray, 'byteLength');
const viewBuffer = intrinsic<ArrayBufferLike>(DataView.prototype, 'buffer');
const viewOffset = intrinsic<number>(DataView.prototype, 'byteOffset');
const viewLength = intrinsic<number>(DataView.prototype, 'byteLength');
const arrayTag = intrinsic<string | undefined>(typedArray, Symbol.toStringTag as unknown as string);
const bufferLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get as Getter<number>;
const sharedLength =
  typeof SharedArrayBuffer === 'function'
    ? (Object.getOwnPropertyDescriptor(SharedArrayBuffer.prototype, 'byteLength')?.get as Getter<number>)
    : undefined;
const isView = ArrayBuffer.isView.bind(ArrayBuffer);

/**
 * The same bytes as a plain Uint8Array of fixed length, without a copy.
 * @returns undefined for what is no view, and for one whose buffer has been detached
 */
export function plainView(value: unknown): Uint8Array | undefined {
  if (!isView(value)) return undefined;
  try {
    return arrayTag(value) === undefined
      ? new Uint8Array(viewBuffer(value), viewOffset(value), viewLength(value))
      : new Uint8Array(arrayBuffer(value), arrayOffset(value), arrayLength(value));
  } catch {
    // Detached, or a DataView that has been cut off with its buffer.
    return undefined;
  }
}

/** As {@link plainView}, of a whole buffer. @returns undefined for what is none, and for one that has been detached */
export function plainBuffer(value: unknown): Uint8Array | undefined {
  for (const length of [bufferLength, sharedLength]) {
    if (length === undefined) continue;
    try {
      return new Uint8Array(value as ArrayBuffer, 0, Reflect.apply(length, value, []));
    } catch {
      // Not of this kind.
    }
  }
  return undefined;
}

/** The same bytes in memory that no other thread writes to: a copy of those that are shared, or of another realm. */
export function unshared(bytes: Uint8Array): Bytes {
  return isUnshared(bytes) ? bytes : new Uint8Array(bytes);
}

function isUnshared(bytes: Uint8Array): bytes is Bytes {
  return arrayBuffer(bytes) instanceof ArrayBuffer;
}

/** Whether a value is a Uint8Array to the engine, whatever its prototype says. */
export function isUint8Array(value: unknown): value is Uint8Array {
  return isView(value) && arrayTag(value) === 'Uint8Array';
}

const { getTime } = Date.prototype;

/** Whether a value is a Date, of whatever realm: a runner of tests has one realm for what it tests and another for what Node gives. */
export function isDate(value: unknown): value is Date {
  try {
    Reflect.apply(getTime, value, []);
    return true;
  } catch {
    return false;
  }
}
