/** A WebSocket that carries a stream of bytes in binary frames, as websockify and its kin speak it. */
import type { Bytes } from '../../common/bytes.js';
import { declareOptions, integer, listOf, text, withMethods } from '../../common/options.js';
import type { StreamPair } from '../web/transport.js';

/** What a WebSocket must be able to do: the platform's, or that of `ws`, whose pausing gives backpressure. */
export interface WebSocketLike {
  /** Is set to `arraybuffer`. */
  binaryType: string;
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  /** How many bytes wait to be sent. */
  readonly bufferedAmount: number;
  /** Queues a binary frame. */
  send(data: Bytes): void;
  /** Starts the closing handshake. */
  close(code?: number, reason?: string): void;
  /** Listens for `open`, `message`, `close` and `error`. */
  addEventListener(type: string, listener: (event: never) => void): void;
  /** Stops reading from the network, where the implementation can. */
  pause?(): void;
  /** Goes on reading. */
  resume?(): void;
}

/** How a WebSocket is opened, and how much of it may wait. */
export interface WebSocketOptions {
  /** Subprotocols; `binary` is what old versions of websockify want. */
  readonly protocols?: readonly string[] | undefined;
  /**
   * How many received bytes may wait for a slow reader where the WebSocket cannot be paused, before the connection is given
   * up: 16 MiB by default. Chromium (WebSocketStream) and `ws` can pause, and do.
   */
  readonly maxBuffered?: number | undefined;
}

/** What the options of a WebSocket must be. */
export const WEB_SOCKET_RULES = { protocols: listOf(text), maxBuffered: integer(0, Number.MAX_SAFE_INTEGER) };
/** Judges them. */
export const webSocketOptions = declareOptions<WebSocketOptions>(WEB_SOCKET_RULES);
const webSocket = withMethods<WebSocketLike>('a WebSocket', 'send', 'close', 'addEventListener');

const OPEN = 1;
const CLOSING = 2;
/** From here on received data makes a WebSocket pause that can. */
const HIGH_WATER = 256 * 1024;
/** From here on a writer waits. */
const SEND_HIGH_WATER = 1024 * 1024;
/** How often bufferedAmount is looked at, in ms: no event tells when it falls. */
const POLL = 4;
const MAX_BUFFERED = 16 * 1024 * 1024;

interface ReceivedMessage {
  readonly data: ArrayBuffer | string;
}

/** A WebSocket as a pair of streams. Closing the writable does not close the WebSocket, which has no half-close: reading goes on. */
export function pairOf(socket: WebSocketLike, options: WebSocketOptions = {}): StreamPair {
  webSocket(socket, 'socket');
  const limit = webSocketOptions(options).maxBuffered ?? MAX_BUFFERED;
  socket.binaryType = 'arraybuffer';
  const opened = openedOf(socket);
  let waiting = 0;
  let isPaused = false;
  let isOver = false;
  let failure: Error | undefined;
  const readable = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const finish = (error?: Error) => {
          if (isOver) return;
          isOver = true;
          failure = error;
          if (error === undefined) controller.close();
          else controller.error(error);
        };
        socket.addEventListener('message', ({ data }: ReceivedMessage) => {
          if (isOver) return;
          if (typeof data === 'string') {
            finish(new TypeError('the WebSocket sent text: it must carry binary frames'));
            socket.close();
            return;
          }
          controller.enqueue(new Uint8Array(data));
          waiting = -(controller.desiredSize ?? 0);
          if (waiting > HIGH_WATER && socket.pause !== undefined) {
            isPaused = true;
            socket.pause();
          } else if (waiting > limit) {
            finish(new Error(`more than ${limit} bytes wait for a slow reader, and this WebSocket cannot be paused`));
            socket.close();
          }
        });
        socket.addEventListener('close', ({ code, reason }: { code: number; reason: string }) => {
          finish(code === 1000 || code === 1005 ? undefined : closedAbnormally(code, reason));
        });
        socket.addEventListener('error', () => finish(new Error('the WebSocket failed')));
      },
      pull: (controller) => {
        if (isPaused && -(controller.desiredSize ?? 0) <= HIGH_WATER / 2) {
          isPaused = false;
          socket.resume?.();
        }
      },
      cancel: () => {
        isOver = true;
        socket.close(1000);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 1 }),
  );
  // After the listener that takes note of the reason.
  const gone = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve());
  });
  const writable = new WritableStream<Bytes>({
    write: async (chunk) => {
      await opened;
      if (socket.readyState >= CLOSING) {
        // The reason comes with the event.
        await gone;
        throw failure ?? new Error('the WebSocket is closed');
      }
      socket.send(chunk);
      while (socket.bufferedAmount > SEND_HIGH_WATER && socket.readyState === OPEN) await pause(POLL);
    },
    close: () => {
      if (isOver) socket.close(1000);
    },
    abort: () => {
      isOver = true;
      socket.close(1000);
    },
  });
  return { readable, writable };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function openedOf(socket: WebSocketLike): Promise<void> {
  if (socket.readyState === OPEN) return Promise.resolve();
  const opened = new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the WebSocket could not be opened')));
    socket.addEventListener('close', () => reject(new Error('the WebSocket was closed before it opened')));
  });
  opened.catch(() => undefined);
  return opened;
}

function closedAbnormally(code: number, reason: string): Error {
  return Object.assign(new Error(`the WebSocket was closed: ${code}${reason ? ` ${reason}` : ''}`), {
    code: 'ECONNRESET',
  });
}
