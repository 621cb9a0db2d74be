/** Entropy is `crypto.getRandomValues` and nothing else; where it is missing or throws, OpenSSL gets a failure. */

/** Most bytes that one call of getRandomValues may ask for (Web Cryptography API, 10.1.1). */
const QUOTA = 65_536;
/**
 * Fewest bytes that are drawn: a source that answers without filling would seed every instance alike, so a block of one
 * repeated byte is refused, and 16 bytes alike happen once in 2^120 honest draws.
 */
const SHORTEST = 16;

let failure: string | undefined;

/** What went wrong at the last draw of this call, if it failed: the reason that the caller's error gives. */
export function entropyFailure(): string | undefined {
  return failure;
}

/** Forgets the failure of an earlier call, which must not explain another's error. */
export function forgetEntropyFailure(): void {
  failure = undefined;
}

/**
 * Fills `target` and returns how many bytes it filled: 0 after any failure.
 * The bytes go through an array of our own, for getRandomValues must not be given the shared heap of a failed call.
 */
export function drawEntropy(target: Uint8Array): number {
  failure = undefined;
  const bytes = new Uint8Array(Math.max(target.length, SHORTEST));
  try {
    const source = globalThis.crypto;
    if (typeof source?.getRandomValues !== 'function') {
      failure = 'this runtime has no crypto.getRandomValues';
      return 0;
    }
    for (let at = 0; at < bytes.length; at += QUOTA) source.getRandomValues(bytes.subarray(at, at + QUOTA));
    if (bytes.every((byte) => byte === bytes[0])) {
      failure = 'crypto.getRandomValues gave the same byte throughout';
      return 0;
    }
    target.set(bytes.subarray(0, target.length));
    return target.length;
  } catch (error) {
    failure = `crypto.getRandomValues failed: ${error instanceof Error ? error.message : String(error)}`;
    return 0;
  } finally {
    bytes.fill(0);
  }
}
