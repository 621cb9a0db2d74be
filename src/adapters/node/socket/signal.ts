/** The option `signal`, as node:net heeds it. */
import type { Duplex } from 'node:stream';
import { aborted } from './node-errors.js';

/** Destroys a socket when a signal says so. */
export function heed(signal: AbortSignal, socket: Duplex): void {
  const abort = () => void socket.destroy(aborted(signal.reason));
  if (signal.aborted) {
    process.nextTick(abort);
    return;
  }
  signal.addEventListener('abort', abort, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', abort));
}
