/** The passwords that a file may have been made with, and the work of trying them. */

import type { Passphrase } from '../../crypto/index.js';
import { utf8Bytes } from '../der/strings.js';
import { sameBytes } from '../der/values.js';
import { withPassphrase } from '../keys/passphrase.js';
import { native } from '../native.js';

/**
 * PKCS #12's own derivation takes UTF-16 (RFC 7292, appendix B.1), PBES2 the bytes as they are. A text is tried as UTF-8, as
 * ISO 8859-1, which some programs give to PBES2, and as the UTF-8 that OpenSSL before 1.1 took for ISO 8859-1. No password and
 * the empty one are two, and nobody knows which was meant.
 */
export function withPasswords<T>(input: Passphrase | null | undefined, use: (candidates: Candidate[]) => T): T {
  return withPassphrase(input, (given) => {
    const candidates = candidatesOf(given);
    try {
      return use(candidates);
    } finally {
      for (const candidate of candidates) if (candidate !== given) candidate?.fill(0);
    }
  });
}

/** A password; null is none. */
export type Candidate = Uint8Array | null;

function candidatesOf(given: Uint8Array | null): Candidate[] {
  if (given === null || given.length === 0) return [null, new Uint8Array()];
  if (given.every((byte) => byte < 0x80)) return [given];
  const text = decoded(given);
  if (text === undefined) return [given];
  const candidates: Candidate[] = [given];
  if (/^[\0-\xff]*$/.test(text)) candidates.push(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
  candidates.push(utf8Bytes(String.fromCharCode(...given)));
  return candidates.filter((one, index) => !candidates.slice(0, index).some((other) => same(one, other)));
}

const same = (a: Candidate, b: Candidate): boolean => a !== null && b !== null && sameBytes(a, b);

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.slice());
  } catch {
    return undefined;
  }
}

/** What a whole file may ask for, however often it asks. */
export class Work {
  #left: number;

  /** @param maxIterations - as in `WorkOptions` */
  constructor(maxIterations: number) {
    this.#left = maxIterations;
  }

  /** Runs something that hashes a password, with what is left for it. */
  run<T>(body: (maxIterations: number) => T): T {
    const done = body(this.#left);
    this.#left = Math.max(0, this.#left - native.kdf_spent());
    return done;
  }
}
