/** Passphrases as pyOpenSSL takes them: text, bytes, or a callback that is asked only when one is needed. */
import { binaryArgument } from '../common/arguments.js';
import { integer, type Rules } from '../common/options.js';
import { withPassphrase } from '../ffi/index.js';

/** Gives the passphrase when it is needed; `writing` is true while encrypting: ask twice. */
export type PassphraseCallback = (writing: boolean) => string | Uint8Array;

/** A passphrase, or what gives it. */
export type Passphrase = string | Uint8Array | PassphraseCallback;

/** Longest passphrase: OpenSSL's PEM_BUFSIZE. */
export const MAX_PASSPHRASE = 1024;

/**
 * Most work that a file may ask for to make keys of its passphrase, in iterations of PBKDF2 with HMAC-SHA-256. OpenSSL
 * writes 2,048 by default, the strongest files in use ask for 1,300,000; one of a hundred bytes can ask for days.
 */
export const MAX_ITERATIONS = 5_000_000;

/** How much work an encrypted file may ask for. */
export interface WorkOptions {
  /**
   * Most work to make keys of the passphrase, in all that the call derives: so many iterations of PBKDF2 with HMAC-SHA-256.
   * Each block of a key counts; with HMAC-SHA-384 and -512 an iteration counts twice, with other hashes three times, one of
   * PKCS #12's own derivation or of PBES1 half as much; scrypt counts N·r·p. The default of 5,000,000 is two to three
   * seconds on a machine that does nothing else.
   */
  readonly maxIterations?: number;
}

/** Largest bound: C's `int`. */
const MAX_BOUND = 0x7fff_ffff;

/** How {@link WorkOptions} are declared. */
export const workRules: Rules<WorkOptions> = { maxIterations: integer(0, MAX_BOUND) };

const encoder = new TextEncoder();

/**
 * Runs `body` with a passphrase for what it reads or writes.
 * @throws {RangeError} when the passphrase is longer than 1024 bytes
 */
export function usingPassphrase<T>(passphrase: Passphrase | undefined, body: () => T): T {
  if (passphrase !== undefined && typeof passphrase !== 'function') resolve(passphrase);
  return withPassphrase((_max, writing) => {
    if (passphrase === undefined) return undefined;
    return resolve(typeof passphrase === 'function' ? passphrase(writing) : passphrase);
  }, body);
}

/** Text stays text: its bytes are made, and wiped, where C wants them. */
function resolve(value: unknown): string | Uint8Array {
  const bytes = typeof value === 'string' ? encoder.encode(value) : binaryArgument(value, 'a passphrase');
  const { length } = bytes;
  if (typeof value === 'string') bytes.fill(0);
  if (length > MAX_PASSPHRASE) throw new RangeError(`a passphrase has at most ${MAX_PASSPHRASE} bytes`);
  return typeof value === 'string' ? value : bytes;
}
