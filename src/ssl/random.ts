/** Randomness, under the names of this module: see `rand`. */
import type { BytesLike } from '../common/arguments.js';
import type { Bytes } from '../common/bytes.js';
import { add, bytes, egd, status } from '../rand/index.js';
import { translated } from './errors/translate.js';

/** Mixes bytes into the generator's state. @param entropy - how many bytes of randomness they hold at least @corresponds RAND_add */
export function RANDAdd(data: BytesLike, entropy: number): void {
  add(data, entropy);
}

/** Makes random bytes, fit for keys. @throws {RangeError} when the number is negative @corresponds RAND_bytes */
export function RANDBytes(num: number): Bytes {
  return translated(() => bytes(num));
}

/** As {@link RANDBytes}; once it gave weaker bytes, faster. @returns the bytes, and whether they are fit for keys @corresponds RAND_bytes */
export function RANDPseudoBytes(num: number): [bytes: Bytes, isCryptographic: boolean] {
  return [RANDBytes(num), true];
}

/** Whether the generator has been seeded with enough randomness. @corresponds RAND_status */
export function RANDStatus(): boolean {
  return status();
}

/** Mixes in bytes of an entropy gathering daemon on a Unix socket. @returns how many came */
export function RANDEgd(path: string): Promise<number> {
  return egd(path);
}
