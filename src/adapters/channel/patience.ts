/** How long a session waits, and what it fails with when that was too long. */
import { errorFrom } from '../../common/refusals.js';

/** How long an alert may take to go out before a failed session is let go of, in ms. */
const LAST_WORDS = 500;

/** Resolves when `words` are out, or have failed, or have taken too long. */
export async function patient(words: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_WORDS);
  });
  await Promise.race([words.catch(() => undefined), patience]);
  clearTimeout(timer);
}

/** Why a signal has ended the session. */
export function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return errorFrom(reason);
}

/** The handshake took longer than it may. */
export function handshakeTimedOut(milliseconds: number): Error {
  return Object.assign(new Error(`the TLS handshake took longer than ${milliseconds} ms`), {
    code: 'ERR_TLS_HANDSHAKE_TIMEOUT',
  });
}
