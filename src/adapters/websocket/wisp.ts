/** Wisp 1.2 (Mercury Workshop): many TCP streams over one WebSocket, each with a flow control of its own. */
import { type Bytes, isUint8Array } from '../../common/bytes.js';
import { integer, text } from '../../common/options.js';
import type { StreamPair } from '../web/transport.js';
import { openWebSocket } from './open.js';
import { type WebSocketLike, type WebSocketOptions, webSocketOptions } from './pair.js';

const CONNECT = 1;
const DATA = 2;
const CONTINUE = 3;
const CLOSE = 4;
const TCP = 1;
const VOLUNTARY = 2;
const HEADER = 5;
/** Streams that a server may hold data for before a slow reader ends its stream: Wisp has no flow control that way. */
const MAX_BUFFERED = 16 * 1024 * 1024;

const portNumber = integer(1, 65_535);

/** Why a server closes a stream, by the codes of the protocol. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [0x03, 'the network failed'],
  [0x41, 'the host is not valid'],
  [0x42, 'the host cannot be reached'],
  [0x43, 'the server did not answer in time'],
  [0x44, 'the server refused the connection'],
  [0x47, 'the transfer timed out'],
  [0x48, 'the proxy does not connect there'],
  [0x49, 'the proxy wants fewer requests'],
]);

interface Stream {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** How many more packets the server takes. */
  credit: number;
  wake: (() => void) | undefined;
  failure: Error | undefined;
  isOver: boolean;
}

/** A connection to a Wisp server. */
export class Wisp {
  readonly #writer: WritableStreamDefaultWriter<Bytes>;
  readonly #reader: ReadableStreamDefaultReader<unknown>;
  readonly #streams = new Map<number, Stream>();
  readonly #ready: Promise<void>;
  readonly #limit: number;
  #credit = 0;
  #lastId = 0;
  #begin: () => void = () => undefined;
  #failure: Error | undefined;

  /** @param target - the server's address, which ends with `/`, or a WebSocket to it */
  constructor(target: string | URL | WebSocketLike, options: WebSocketOptions = {}) {
    const { readable, writable } = openWebSocket(target, options);
    this.#writer = writable.getWriter();
    this.#reader = readable.getReader();
    this.#limit = webSocketOptions(options).maxBuffered ?? MAX_BUFFERED;
    this.#ready = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.#listen().then(
      () => this.#stop(new Error('the Wisp connection was closed')),
      (error: Error) => this.#stop(error),
    );
  }

  /** Opens a TCP stream to a host, which the server resolves. */
  connect(host: string, port: number): StreamPair {
    const hostname = text(host, 'host');
    portNumber(port, 'port');
    this.#lastId += 1;
    const id = this.#lastId;
    let stream: Stream | undefined;
    const readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          stream = { controller, credit: 0, wake: undefined, failure: this.#failure, isOver: false };
          this.#streams.set(id, stream);
        },
        cancel: () => this.#close(id),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 1 }),
    );
    const writable = new WritableStream<Bytes>({
      start: async () => {
        await this.#ready;
        if (stream === undefined || stream.failure !== undefined) throw stream?.failure ?? new Error('closed');
        stream.credit = this.#credit;
        const name = new TextEncoder().encode(hostname);
        const payload = new Uint8Array(3 + name.length);
        new DataView(payload.buffer).setUint16(1, port, true);
        payload[0] = TCP;
        payload.set(name, 3);
        await this.#send(CONNECT, id, payload);
      },
      write: async (chunk) => {
        while (stream !== undefined && stream.credit === 0 && stream.failure === undefined && !stream.isOver) {
          await new Promise<void>((resolve) => {
            if (stream !== undefined) stream.wake = resolve;
          });
        }
        if (stream === undefined || stream.isOver) throw stream?.failure ?? new Error('the Wisp stream is closed');
        stream.credit -= 1;
        await this.#send(DATA, id, chunk);
      },
      // Wisp has no half-close: reading goes on.
      abort: () => this.#close(id),
    });
    return { readable, writable };
  }

  /** Closes the connection with all its streams. */
  close(): void {
    this.#stop(new Error('the Wisp connection was closed'));
  }

  async #listen(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      if (isUint8Array(value) && value.length >= HEADER) this.#receive(value);
    }
  }

  #receive(packet: Uint8Array): void {
    const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
    const id = view.getUint32(1, true);
    const stream = this.#streams.get(id);
    const type = packet[0];
    if (type === CONTINUE && packet.length >= HEADER + 4) {
      const credit = view.getUint32(HEADER, true);
      if (id === 0) {
        this.#credit = credit;
        this.#begin();
      } else if (stream !== undefined) {
        stream.credit = credit;
        stream.wake?.();
      }
    } else if (type === DATA && stream !== undefined) {
      stream.controller.enqueue(packet.subarray(HEADER));
      if (-(stream.controller.desiredSize ?? 0) > this.#limit) {
        this.#end(id, new Error(`more than ${this.#limit} bytes wait for a slow reader`));
        this.#send(CLOSE, id, Uint8Array.of(VOLUNTARY)).catch(() => undefined);
      }
    } else if (type === CLOSE) {
      const reason = packet[HEADER] ?? 0;
      const text = REASONS.get(reason);
      this.#end(id, text === undefined ? undefined : Object.assign(new Error(`Wisp: ${text}`), { reason }));
    }
  }

  #end(id: number, error: Error | undefined): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    this.#streams.delete(id);
    stream.isOver = true;
    stream.failure = error;
    if (error === undefined) stream.controller.close();
    else stream.controller.error(error);
    stream.wake?.();
  }

  #close(id: number): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    this.#streams.delete(id);
    stream.isOver = true;
    stream.wake?.();
    this.#send(CLOSE, id, Uint8Array.of(VOLUNTARY)).catch(() => undefined);
  }

  #stop(error: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    for (const id of [...this.#streams.keys()]) this.#end(id, error);
    this.#begin();
    this.#reader.cancel().catch(() => undefined);
    this.#writer.abort(error).catch(() => undefined);
  }

  async #send(type: number, id: number, payload: Uint8Array): Promise<void> {
    const packet = new Uint8Array(HEADER + payload.length);
    packet[0] = type;
    new DataView(packet.buffer).setUint32(1, id, true);
    packet.set(payload, HEADER);
    await this.#writer.write(packet);
  }
}
