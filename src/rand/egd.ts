/** The protocol of the entropy gathering daemon: RAND_egd(3) of OpenSSL 1.0 describes it. */
import { platformModule } from '../common/platform.js';

/** "Read entropy, without waiting": the daemon answers with a length byte and so many bytes. */
const READ_NONBLOCKING = 0x01;
/** A daemon that does not answer in this time is none. */
const TIMEOUT_MS = 10_000;

/** @returns the bytes that the daemon at this socket gives */
export function queryEgd(path: string, count: number): Promise<Uint8Array> {
  const net = platformModule<typeof import('node:net')>('node:net');
  if (net === undefined) return Promise.reject(new Error('this runtime has no Unix sockets'));
  return new Promise((resolve, reject) => {
    const socket = net.connect({ path });
    let answer = new Uint8Array();
    const finish = (settle: () => void): void => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(TIMEOUT_MS, () => finish(() => reject(new Error('the daemon does not answer'))));
    socket.on('connect', () => socket.write(Uint8Array.of(READ_NONBLOCKING, count)));
    socket.on('error', (error) => finish(() => reject(error)));
    socket.on('end', () => finish(() => reject(new Error('the daemon ended before it had answered'))));
    socket.on('data', (chunk) => {
      answer = Uint8Array.of(...answer, ...chunk);
      const length = answer[0] ?? 0;
      if (length > count) finish(() => reject(new Error('the daemon gives more than it was asked for')));
      else if (answer.length > length) finish(() => resolve(answer.slice(1, 1 + length)));
    });
  });
}
