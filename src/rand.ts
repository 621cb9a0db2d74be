/** OpenSSL.rand: the random number generator. */
import { type BytesLike, bytesArgument, integerArgument } from './common/arguments.js';
import { Bindings, OpenSSLError } from './ffi/index.js';

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
