/** OpenSSL.rand: the random number generator. */
import { type BytesLike, bytesArgument, integerArgument } from '../common/arguments.js';
import { fileSystem, type PathLike, readFile } from '../common/files.js';
import { Bindings, OpenSSLError } from '../ffi/index.js';
import { queryEgd } from './egd.js';

/** The error of this module: `errors` holds OpenSSL's queue as `[library, function, reason]`, oldest first. */
class RandError extends OpenSSLError {
  override name = 'Error';
}

export { RandError as Error };

const native = new Bindings((errors, message) => new RandError(errors, message));

/** Most bytes that one call makes: the size of the largest array that a browser is sure to have. */
const MAX_BYTES = 0x4000_0000;

/**
 * Makes random bytes, fit for keys.
 * @throws {RangeError} when the number is negative or too large
 * @throws {EntropyError} when the platform gives no randomness to seed with
 * @corresponds RAND_bytes
 */
export function bytes(numBytes: number): Uint8Array {
  return native.rand_bytes(integerArgument(numBytes, 'numBytes', 0, MAX_BYTES));
}

/**
 * Mixes bytes into the generator's state.
 * @param entropy - how many bytes of randomness they hold at least (RFC 4086)
 * @corresponds RAND_add
 */
export function add(buffer: BytesLike, entropy: number): void {
  if (typeof entropy !== 'number' || Number.isNaN(entropy)) throw new TypeError('entropy must be a number');
  native.rand_add(bytesArgument(buffer, 'buffer'), entropy);
}

/** Mixes bytes into the generator's state, counting each as random. @corresponds RAND_seed */
export function seed(buffer: BytesLike): void {
  const data = bytesArgument(buffer, 'buffer');
  native.rand_add(data, data.length);
}

/** Whether the generator has been seeded with enough randomness. @corresponds RAND_status */
export function status(): boolean {
  return native.RAND_status() === 1;
}

/**
 * Erases the memory of the generator. It does nothing, as RAND_cleanup in OpenSSL since 1.1: the library does so by itself.
 * @corresponds RAND_cleanup
 */
export function cleanup(): void {}

/** How many bytes {@link egd} asks for by default, and at most: one length byte. */
const EGD_BYTES = 255;

/**
 * Asks an entropy gathering daemon on a Unix socket for bytes, and mixes them in with {@link add}. Other than in Python it
 * returns a promise, for no runtime has synchronous sockets.
 * @param path - of the socket
 * @param count - how many bytes to ask for, 1 to 255
 * @returns how many came
 * @throws {Error} when the daemon cannot be reached, or the runtime has no Unix sockets
 */
export async function egd(path: string, count: number = EGD_BYTES): Promise<number> {
  if (typeof path !== 'string') throw new TypeError('path must be a string');
  const wanted = integerArgument(count, 'bytes', 1, EGD_BYTES);
  let data: Uint8Array;
  try {
    data = await queryEgd(path, wanted);
  } catch (error) {
    throw new RandError(`${path}: ${(error as Error).message}`, undefined, { cause: error });
  }
  try {
    add(data, data.length);
    return data.length;
  } finally {
    data.fill(0);
  }
}

/**
 * Mixed the contents of the screen into the generator's state, on Windows. OpenSSL has withdrawn it.
 * @throws {Error} always: the platform's randomness needs no screen
 */
export function screen(): never {
  throw new RandError('screen() is for Windows, and OpenSSL has withdrawn it: use seed() with bytes of your own');
}

/** How many bytes {@link writeFile} writes: RAND_write_file's. */
const FILE_BYTES = 1024;

/**
 * Mixes a file into the generator's state.
 * @param count - most bytes to read; all of them when it is negative, as by default
 * @returns how many were read
 * @throws {Error} when the file cannot be read
 * @corresponds RAND_load_file
 */
export function loadFile(path: PathLike, count = -1): number {
  const most = integerArgument(count, 'bytes');
  let data: Uint8Array;
  try {
    data = readFile(pathArgument(path));
  } catch (error) {
    if (error instanceof TypeError) throw error;
    throw new RandError(`${path} cannot be read: ${(error as Error).message}`, undefined, { cause: error });
  }
  const used = most < 0 ? data : data.subarray(0, most);
  seed(used);
  return used.length;
}

/**
 * Writes random bytes to a file that only its owner can read, to {@link loadFile} them later.
 * @returns how many were written, 1024
 * @throws {Error} when the file cannot be written
 * @corresponds RAND_write_file
 */
export function writeFile(path: PathLike): number {
  const target = pathArgument(path);
  const data = bytes(FILE_BYTES);
  try {
    fileSystem().writeFileSync(target, data, { mode: 0o600 });
  } catch (error) {
    throw new RandError(`${path} cannot be written: ${(error as Error).message}`, undefined, { cause: error });
  }
  return data.length;
}

function pathArgument(path: PathLike): PathLike {
  if (typeof path !== 'string' && !(path instanceof URL)) throw new TypeError('path must be a string or a URL');
  return path;
}
