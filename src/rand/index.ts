/** OpenSSL.rand: the random number generator. */
import { type BytesLike, bytesArgument, integerArgument } from '../common/arguments.js';
import type { Bytes } from '../common/bytes.js';
import { fileSystem, type PathLike, pathArgument } from '../common/files.js';
import { Bindings, OpenSSLError } from '../ffi/index.js';
import { queryEgd } from './egd.js';

/** The error of this module: `errors` holds OpenSSL's queue as `[library, function, reason]`, oldest first. */
class RandError extends OpenSSLError {
  /** The name of the class, which no minifier changes. */
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
export function bytes(numBytes: number): Bytes {
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

/** How many bytes {@link egd} asks for by default. */
const EGD_BYTES = 255;
/** More than any generator's state can hold. */
const MAX_EGD_BYTES = 65_536;

/**
 * Asks an entropy gathering daemon on a Unix socket for bytes, and mixes them in with {@link add}. Other than in Python it
 * returns a promise, for no runtime has synchronous sockets.
 * @param path - of the socket
 * @param count - how many bytes to ask for, 1 to 65536; the daemon is asked for 255 at a time
 * @returns how many came: fewer where the daemon has no more
 * @throws {TypeError} when the path is no string
 * @throws {RangeError} when the number is out of range
 * @throws {Error} when the daemon cannot be reached or breaks the protocol, or the runtime has no Unix sockets
 * @corresponds RAND_egd_bytes
 */
export async function egd(path: string, count: number = EGD_BYTES): Promise<number> {
  if (typeof path !== 'string') throw new TypeError('path must be a string');
  const wanted = integerArgument(count, 'bytes', 1, MAX_EGD_BYTES);
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
/** What is read at once. */
const CHUNK_BYTES = 65_536;
/** How many bytes stand for all of a device, which has no end: RAND_load_file's. */
const DEVICE_BYTES = 256;

/**
 * Mixes a file into the generator's state, counting each byte as random.
 * @param count - most bytes to read; when it is negative, as by default, the whole file, or 256 bytes of a device
 * @returns how many were read
 * @throws {TypeError} on wrong types
 * @throws {Error} when the file cannot be read, or the runtime has none
 * @corresponds RAND_load_file
 */
export function loadFile(path: PathLike, count = -1): number {
  const source = pathArgument(path);
  const most = integerArgument(count, 'bytes');
  return withFile(source, 'read', 'r', (fs, file) => {
    const isDevice = !fs.fstatSync(file).isFile();
    const limit = most >= 0 ? most : isDevice ? DEVICE_BYTES : Number.POSITIVE_INFINITY;
    const chunk = new Uint8Array(Math.min(limit, CHUNK_BYTES));
    let total = 0;
    try {
      while (total < limit) {
        const got = fs.readSync(file, chunk, 0, Math.min(limit - total, chunk.length), null);
        if (got === 0) break;
        seed(chunk.subarray(0, got));
        total += got;
      }
    } finally {
      chunk.fill(0);
    }
    return total;
  });
}

/**
 * Writes random bytes to a file that from then on only its owner can read, to {@link loadFile} them later.
 * @returns how many were written, 1024
 * @throws {TypeError} when the path is none
 * @throws {Error} when the file cannot be written, or is none but a device
 * @corresponds RAND_write_file
 */
export function writeFile(path: PathLike): number {
  const target = pathArgument(path);
  const data = bytes(FILE_BYTES);
  return withFile(target, 'written', 'w', (fs, file) => {
    if (!fs.fstatSync(file).isFile()) throw new RandError('it is not a regular file');
    fs.fchmodSync(file, OWNER_ONLY);
    fs.writeFileSync(file, data);
    return data.length;
  });
}

/** Permissions of a file that holds secrets. */
const OWNER_ONLY = 0o600;

/** Runs `body` with an open file; what fails there is this module's error. */
function withFile<T>(
  path: PathLike,
  done: string,
  flags: 'r' | 'w',
  body: (fs: ReturnType<typeof fileSystem>, file: number) => T,
): T {
  const fs = fileSystem();
  try {
    const file = fs.openSync(path, flags, OWNER_ONLY);
    try {
      return body(fs, file);
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    throw new RandError(`${path} cannot be ${done}: ${(error as Error).message}`, undefined, { cause: error });
  }
}
