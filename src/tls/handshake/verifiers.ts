/** Numbers for the functions that judge certificates: C compares them where it cannot compare functions. */

/** OpenSSL judges alone. */
export const VERIFIER_NONE = 0;
/** OpenSSL judges, the handshake goes on whatever it finds, and the verdict stays readable. */
export const VERIFIER_REPORT = 1;

const numbers = new WeakMap<object, number>();
let last = VERIFIER_REPORT;

/** The number of a verify callback: the same for the same function, and none of another's. */
export function verifierOf(callback: object | null | undefined): number {
  if (callback == null) return VERIFIER_NONE;
  let number = numbers.get(callback);
  if (number === undefined) {
    last += 1;
    number = last;
    numbers.set(callback, number);
  }
  return number;
}
