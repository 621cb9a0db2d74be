/** Passphrases as pyOpenSSL takes them: text, bytes, or a callback that is asked only when one is needed. */
import { withPassphrase } from '../ffi/index.js';

/** Gives the passphrase when it is needed; `writing` is true while encrypting: ask twice. */
export type PassphraseCallback = (writing: boolean) => string | Uint8Array;

/** A passphrase, or what gives it. */
export type Passphrase = string | Uint8Array | PassphraseCallback;

/** Longest passphrase: OpenSSL's PEM_BUFSIZE. */
export const MAX_PASSPHRASE = 1024;

/**
 * Most hashes of a passphrase that a file may ask for: some five seconds. OpenSSL writes 2,048 by default, the strongest
 * files in use ask for a million; one of a hundred bytes can ask for days.
 */
export const MAX_ITERATIONS = 10_000_000;

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

function resolve(value: unknown): Uint8Array {
  const bytes = typeof value === 'string' ? encoder.encode(value) : value;
  if (!(bytes instanceof Uint8Array)) throw new TypeError('a passphrase must be a string or bytes');
  if (bytes.length > MAX_PASSPHRASE) throw new RangeError(`a passphrase has at most ${MAX_PASSPHRASE} bytes`);
  return bytes;
}
