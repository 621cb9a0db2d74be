/**
 * The root of the error classes, and the error queue drained into them.
 *
 * OpenSSL reports failures in a queue beside the return value. Every call therefore goes: clear the queue, call,
 * check the result by its convention, drain the queue into one error. {@link BindingBase} holds the check of each
 * convention; this file what they throw.
 */

/** One entry of OpenSSL's error queue: library, function, reason, as in ERR_get_error(3). */
export type ErrorEntry = readonly [library: string, func: string, reason: string];

/**
 * The base of every error that OpenSSL itself reports.
 * `errors` holds the error queue, oldest first; it is empty where OpenSSL gave no reason.
 */
export class OpenSSLError extends Error {
  /** The name of the class, which no minifier changes. */
  override name = 'OpenSSLError';
  /** OpenSSL's error queue, oldest first; empty where OpenSSL had no part in it. */
  readonly errors: readonly ErrorEntry[];

  /**
   * @param errors - the queue, or one sentence where OpenSSL has no part in it
   * @param message - the queue with OpenSSL's details, where it gave any
   */
  constructor(errors: readonly ErrorEntry[] | string = [], message?: string, options?: ErrorOptions) {
    super(message ?? (typeof errors === 'string' ? errors : describe(errors)), options);
    this.errors = typeof errors === 'string' ? [] : errors;
  }
}

/** What a queue without entries comes to, until {@link explained} says more. */
const NO_REASON = 'OpenSSL gave no reason';

/**
 * Runs a call whose failure OpenSSL does not explain: where it leaves its queue empty, the error says the sentence.
 * @param sentence - what the thing is, and what is wrong with it
 */
export function explained<T>(sentence: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof OpenSSLError && error.message === NO_REASON)
      throw new (error.constructor as new (sentence: string) => OpenSSLError)(sentence);
    throw error;
  }
}

/** Whether an error is what OpenSSL has said, and not a sentence of a callback or of a layer above. */
export function isOfQueue(error: OpenSSLError): boolean {
  return error.errors.length > 0 || error.message === NO_REASON;
}

/** One line for a queue; `details` stands beside the reasons, entry by entry. */
export function describe(errors: readonly ErrorEntry[], details: readonly string[] = []): string {
  if (errors.length === 0) return NO_REASON;
  const lines = errors.map(([library, func, reason], index) => {
    const detail = details[index] ? ` (${details[index]})` : '';
    return [library, func, reason + detail].filter(Boolean).join(': ');
  });
  return lines.join('; ');
}

/** A closed, freed or frozen object was used. */
export class ReleasedError extends OpenSSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'ReleasedError';
}

/** The WebAssembly heap cannot grow any more. The operation did not take place; the instance lives on. */
export class MemoryError extends OpenSSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'MemoryError';
}

/** The platform gave no randomness: `crypto.getRandomValues` is missing, threw, or filled nothing. */
export class EntropyError extends OpenSSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'EntropyError';
}

/**
 * The WebAssembly instance trapped. Its memory may hold anything, so every later call is refused with this error;
 * start a new process, worker or page to go on.
 */
export class TrapError extends OpenSSLError {
  /** The name of the class, which no minifier changes. */
  override name = 'TrapError';
}

/** Makes the error of the calling module's class from a drained queue. */
export type ErrorFactory = (errors: readonly ErrorEntry[], message: string) => OpenSSLError;
