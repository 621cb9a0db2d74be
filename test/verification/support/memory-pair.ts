/** Two ends of a stream in memory, as Node's Duplex and as a pair of web streams. */
import { Duplex } from 'node:stream';
import type { StreamPair } from '../../../src/adapters/web/index.js';

class End extends Duplex {
  peer: End | undefined;
  #wanted: (() => void) | undefined;

  constructor() {
    super({ allowHalfOpen: true });
  }

  override _read(): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    wanted?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const { peer } = this;
    if (peer === undefined || peer.destroyed) done();
    else if (peer.push(chunk)) done();
    else peer.#wanted = done;
  }

  override _final(done: () => void): void {
    if (this.peer?.destroyed === false) this.peer.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { peer } = this;
    if (peer !== undefined && !peer.destroyed && !peer.readableEnded)
      queueMicrotask(() => !peer.destroyed && peer.push(null));
    done(error);
  }
}

/** Two ends: what is written to one is read from the other. */
export function memoryPair(): [Duplex, Duplex] {
  const [near, far] = [new End(), new End()];
  near.peer = far;
  far.peer = near;
  return [near, far];
}

/** One end as a pair of web streams: Node's own conversion takes a tenth of a second for each. */
export function webEnd(end: Duplex): StreamPair {
  let isOver = false;
  const readable = new ReadableStream<Uint8Array>({
    start(controller) {
      end.on('data', (chunk: Buffer) => isOver || controller.enqueue(new Uint8Array(chunk)));
      end.once('end', () => isOver || controller.close());
    },
    cancel: () => {
      isOver = true;
      end.destroy();
    },
  });
  const writable = new WritableStream<Uint8Array>({
    write: (chunk) => void end.write(chunk),
    close: () => void end.end(),
    abort: () => void end.destroy(),
  });
  return { readable, writable };
}
