import { outOfRange, wrongType } from '../../common/refusals.js';
import { SocketError } from '../../socket/index.js';

const ETIMEDOUT = 110;

/** The longest time that a timer takes, in seconds. */
const MAX_SECONDS = 0x7fff_ffff / 1000;

/** @throws {TypeError} unless it is a number or null @throws {RangeError} unless a timer can take it */
export function secondsArgument(seconds: number | null, name = 'timeout'): number | null {
  if (seconds === null) return null;
  if (typeof seconds !== 'number') throw wrongType(name, 'a number of seconds, or null', seconds);
  if (!(seconds >= 0 && seconds <= MAX_SECONDS)) throw outOfRange(name, 0, MAX_SECONDS, seconds, ' s');
  return seconds;
}

/**
 * Waits for a promise, but not for longer.
 * @param seconds - null for any time
 * @throws {SocketError} with the code `ETIMEDOUT`
 */
export async function withTimeout<T>(promise: Promise<T>, seconds: number | null, what: string): Promise<T> {
  if (secondsArgument(seconds) === null) return promise;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new SocketError(`The ${what} operation timed out`, 'ETIMEDOUT', ETIMEDOUT)),
      (seconds ?? 0) * 1000,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
