/** One shape for what carries messages: a web Worker, Node's Worker, and the side of a thread that faces out. */
import { platformModule } from '../../common/platform.js';

type Listener = (event: { data: unknown }) => void;

/** A two-way channel, as comlink takes it. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: Listener): void;
  removeEventListener(type: string, listener: Listener): void;
  start?(): void;
}

/** What Node's ports and workers have. */
export interface NodeEndpoint {
  postMessage(message: unknown, transfer?: readonly never[]): void;
  on(type: string, listener: (...args: never[]) => void): unknown;
  off(type: string, listener: (...args: never[]) => void): unknown;
}

/** Node's emitter as an event target; a listener is called with what is of an event here. */
export function nodeEndpoint(node: NodeEndpoint): Endpoint {
  const wrappers = new Map<Listener, (data: unknown) => void>();
  return {
    postMessage: (message, transfer) => node.postMessage(message, transfer as unknown as readonly never[]),
    addEventListener(type, listener) {
      const wrapper = (data: unknown) => listener({ data });
      wrappers.set(listener, wrapper);
      node.on(type, wrapper);
    },
    removeEventListener(type, listener) {
      const wrapper = wrappers.get(listener);
      if (wrapper !== undefined) node.off(type, wrapper);
      wrappers.delete(listener);
    },
  };
}

/** The side of this thread that faces the one that has started it. */
export function threadEndpoint(): Endpoint {
  const port = platformModule<typeof import('node:worker_threads')>('node:worker_threads')?.parentPort;
  if (port != null) return nodeEndpoint(port as unknown as NodeEndpoint);
  return globalThis as unknown as Endpoint;
}
