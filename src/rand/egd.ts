/** The protocol of the entropy gathering daemon: RAND_egd(3) of OpenSSL 1.0 describes it. */
import type { Bytes } from '../common/bytes.js';
import { platformModule } from '../common/platform.js';

/** "Read entropy, without waiting": the daemon answers with a length byte and so many bytes. */
const READ_NONBLOCKING = 0x01;
/** What one length byte can ask for. */
const MOST_AT_ONCE = 255;
/** A daemon that does not answer in this time is none. */
const TIMEOUT_MS = 10_000;

/**
 * Asks the daemon at this socket until it has given `count` bytes, or gives none any more.
 * @returns the bytes that it gave
 */
export function queryEgd(path: string, count: number): Promise<Bytes> {
  const net = platformModule<typeof import('node:net')>('node:net');
  if (net === undefined) return Promise.reject(new Error('this runtime has no Unix sockets'));
  return new Promise((resolve, reject) => {
    const socket = net.connect({ path });
    const given = new Uint8Array(count);
    let total = 0;
    let asked = 0;
    let answer = new Uint8Array();
    const finish = (settle: () => void): void => {
      socket.destroy();
      settle();
    };
    const fail = (reason: string): void => finish(() => reject(new Error(reason)));
    const ask = (): void => {
      asked = Math.min(count - total, MOST_AT_ONCE);
      answer = new Uint8Array();
      socket.write(Uint8Array.of(READ_NONBLOCKING, asked));
    };
    socket.setTimeout(TIMEOUT_MS, () => fail('the daemon does not answer'));
    socket.on('connect', ask);
    socket.on('error', (error) => finish(() => reject(error)));
    socket.on('end', () => fail('the daemon ended before it had answered'));
    socket.on('data', (chunk) => {
      answer = Uint8Array.of(...answer, ...chunk);
      const length = answer[0] ?? 0;
      if (length > asked || answer.length > 1 + length) fail('the daemon gives more than it was asked for');
      else if (answer.length === 1 + length) {
        given.set(answer.subarray(1), total);
        total += length;
        if (length === 0 || total === count) finish(() => resolve(given.subarray(0, total)));
        else ask();
      }
    });
  });
}
