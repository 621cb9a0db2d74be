/** Receives through one adapter with a slow reader, and prints how far its memory rose above its start. */
import net from 'node:net';
import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { createFetch } from '../../../dist/fetch.node.js';
import { connect as connectSocket } from '../../../dist/node.adapter.js';
import { connect as connectStreams } from '../../../dist/web.node.js';
import { connect as connectWebSocket } from '../../../dist/websocket.node.js';

const { adapter, ca, ports, bytes } = JSON.parse(process.argv[2] ?? '');
const [tlsPort, httpsPort, webSocketPort] = ports;
const options = { host: 'localhost', ca, allowTruncation: true };

/** @type {Record<string, () => Promise<AsyncIterable<Uint8Array>>>} */
const open = {
  node: async () => connectSocket({ ...options, port: tlsPort }),
  web: async () => {
    const carrier = net.connect({ port: tlsPort, host: '127.0.0.1', allowHalfOpen: true });
    return connectStreams(/** @type {any} */ (Duplex.toWeb(carrier)), options).readable;
  },
  websocket: async () => {
    const carrier = new WebSocket(`ws://127.0.0.1:${webSocketPort}`, { perMessageDeflate: false });
    return connectWebSocket(/** @type {any} */ (carrier), options).readable;
  },
  fetch: async () => {
    const { body } = await createFetch({ ca })(`https://localhost:${httpsPort}/`);
    if (body === null) throw new Error('there is no body');
    return body;
  },
};

const stream = await /** @type {() => Promise<AsyncIterable<Uint8Array>>} */ (open[adapter])();
let received = 0;
let start = 0;
let most = 0;
let sinceRest = 0;
const started = performance.now();
for await (const data of stream) {
  received += data.length;
  sinceRest += data.length;
  // The first megabytes compile code and grow pools: the start is behind them.
  if (start === 0 && received > 16e6) start = process.memoryUsage().rss;
  if (sinceRest < 4e6) continue;
  sinceRest = 0;
  most = Math.max(most, process.memoryUsage().rss);
  // A long rest near the beginning, in which all buffers fill, then short ones.
  await new Promise((resolve) => setTimeout(resolve, received < 32e6 ? 300 : 5));
  most = Math.max(most, process.memoryUsage().rss);
}
if (received !== bytes) throw new Error(`${received} bytes came, not ${bytes}`);
console.log(JSON.stringify({ rise: (most - start) / 1e6, seconds: (performance.now() - started) / 1000 }));
process.exit(0);
