/** How a fetch reaches its servers when it is not told: TCP by Node's net, where the runtime has it. */
import { platformModule } from '../../common/platform.js';
import { DuplexTransport } from '../duplex-transport.js';
import type { Transport } from '../transport.js';
import { type StreamSource, StreamTransport } from '../web/transport.js';

/** Opens a stream of bytes to a server. */
export type Dial = (host: string, port: number) => StreamSource | Promise<StreamSource>;

/** A transport to a server. @throws {TypeError} where the runtime has no sockets and was not told what to use instead */
export async function open(dial: Dial | undefined, host: string, port: number): Promise<Transport> {
  if (dial !== undefined) return new StreamTransport(await dial(host, port));
  const net = platformModule<typeof import('node:net')>('node:net');
  if (typeof net?.connect !== 'function') {
    throw new TypeError('this runtime has no TCP of its own: pass `dial`, as over a WebSocket or cloudflare:sockets');
  }
  return new DuplexTransport(net.connect({ host, port, allowHalfOpen: true }));
}
