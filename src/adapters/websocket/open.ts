/** Opens a WebSocket as a pair of streams, with backpressure where the platform has any. */
import type { Bytes } from '../../common/bytes.js';
import { wrongType } from '../../common/refusals.js';
import type { StreamPair } from '../web/transport.js';
import { pairOf, type WebSocketLike, type WebSocketOptions, webSocketOptions } from './pair.js';

/** WebSocketStream of the WHATWG's proposal, as Chromium has it. */
interface WebSocketStreamLike {
  readonly opened: Promise<{
    readonly readable: ReadableStream<ArrayBuffer | string>;
    readonly writable: WritableStream<Bytes>;
  }>;
  readonly closed: Promise<unknown>;
  close(info?: { closeCode?: number; reason?: string }): void;
}

interface Platform {
  readonly WebSocketStream?: new (url: string, options?: { protocols?: readonly string[] }) => WebSocketStreamLike;
  readonly WebSocket?: new (url: string, protocols?: readonly string[]) => WebSocketLike;
}

/**
 * Opens a WebSocket that carries a stream of bytes.
 * @param target - an address of ws: or wss:, or a WebSocket that is there already
 */
export function openWebSocket(target: string | URL | WebSocketLike, options: WebSocketOptions = {}): StreamPair {
  const { protocols } = webSocketOptions(options);
  if (typeof target !== 'string' && !(target instanceof URL)) {
    if (typeof target !== 'object' || target === null) throw wrongType('target', 'an address or a WebSocket', target);
    return pairOf(target, options);
  }
  const { WebSocketStream, WebSocket } = globalThis as unknown as Platform;
  if (WebSocketStream !== undefined) {
    return pairOfStream(new WebSocketStream(String(target), protocols === undefined ? {} : { protocols }));
  }
  if (WebSocket === undefined) throw new TypeError('this runtime has no WebSocket: pass one, such as that of `ws`');
  return pairOf(new WebSocket(String(target), protocols), options);
}

function pairOfStream(socket: WebSocketStreamLike): StreamPair {
  const reader = socket.opened.then(({ readable }) => readable.getReader());
  const writer = socket.opened.then(({ writable }) => writable.getWriter());
  reader.catch(() => undefined);
  writer.catch(() => undefined);
  socket.closed.catch(() => undefined);
  let isOver = false;
  const close = () => {
    isOver = true;
    socket.close({ closeCode: 1000 });
  };
  return {
    readable: new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const { done, value } = await (await reader).read();
          if (done) {
            isOver = true;
            controller.close();
          } else if (typeof value === 'string') {
            close();
            throw new TypeError('the WebSocket sent text: it must carry binary frames');
          } else controller.enqueue(new Uint8Array(value));
        },
        cancel: close,
      },
      { highWaterMark: 0 },
    ),
    writable: new WritableStream<Bytes>({
      write: async (chunk) => (await writer).write(chunk),
      // A WebSocket has no half-close: reading goes on.
      close: () => {
        if (isOver) close();
      },
      abort: close,
    }),
  };
}
