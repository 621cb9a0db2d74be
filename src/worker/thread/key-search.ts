/** How far a search for primes is, told now and then. */
import type { KeyProgress } from '../wire/messages.js';

/** Between two words about it, in milliseconds. */
const INTERVAL = 50;
/** Stages of BN_GENCB_call(3): a number is tried, a prime of the key is found. */
const [TRIED, FOUND] = [0, 3];

export class KeySearch {
  readonly #tell: (progress: KeyProgress) => void;
  #tried = 0;
  #found = 0;
  #told = 0;
  #isTold = true;

  constructor(tell: (progress: KeyProgress) => void) {
    this.#tell = tell;
  }

  /** Takes a step of OpenSSL's. */
  step(stage: number): void {
    if (stage === TRIED) this.#tried += 1;
    else if (stage === FOUND) this.#found += 1;
    this.#isTold = false;
    if (stage === FOUND || performance.now() - this.#told >= INTERVAL) this.end();
  }

  /** Tells what has not been told yet. */
  end(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#told = performance.now();
    this.#tell({ stage: 'primes', tried: this.#tried, found: this.#found });
  }
}
