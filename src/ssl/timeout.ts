import { SocketError } from '../socket/index.js';

const ETIMEDOUT = 110;

/**
 * Waits for a promise, but not for longer.
 * @param seconds - null for any time
 * @throws {SocketError} with the code `ETIMEDOUT`
 */
export async function withTimeout<T>(promise: Promise<T>, seconds: number | null, what: string): Promise<T> {
  if (seconds === null) return promise;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new SocketError(`The ${what} operation timed out`, 'ETIMEDOUT', ETIMEDOUT)),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
