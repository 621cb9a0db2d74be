/** Starts workers: Node's where there are such (Node, Deno, Bun), otherwise those of the web. */
import { platformModule } from '../../common/platform.js';
import { WorkerError } from '../errors.js';
import { type Endpoint, type NodeEndpoint, nodeEndpoint } from '../wire/endpoint.js';

/** A Worker of the web. */
interface WebWorker extends Endpoint {
  terminate(): void;
}

/** A Worker of `node:worker_threads`. */
interface NodeWorker extends NodeEndpoint {
  terminate(): unknown;
  ref(): void;
  unref(): void;
}

/** A worker of either kind, as {@link PoolOptions.createWorker} makes it. */
export type AnyWorker = WebWorker | NodeWorker | Worker | import('node:worker_threads').Worker;

/** Which script a thread runs: that of connections, or that of `tsopenssl/pki`. */
export type ThreadScript = 'tls' | 'pki';

/** What the package entry knows of its runtime. */
export interface HostPlatform {
  /** The compiled module, which every thread gets. */
  readonly module: () => unknown;
  /** Starts the script that ships with the package. */
  readonly createWorker: ((script: ThreadScript) => AnyWorker) | undefined;
}

let platform: HostPlatform = { module: () => undefined, createWorker: undefined };

/** Names what the runtime has; the package entry calls it. */
export function setHostPlatform(found: HostPlatform): void {
  platform = found;
}

/** The compiled module. */
export function threadModule(): unknown {
  return platform.module();
}

/** A running worker, of whatever kind. */
export interface HostWorker {
  readonly endpoint: Endpoint;
  /** Calls back once, when the worker has ended by itself. */
  onEnd(listener: (message: string, cause: unknown) => void): void;
  terminate(): void;
  /** Whether it keeps the process alive. */
  keepAlive(isBusy: boolean): void;
}

/** @throws {WorkerError} where no worker can be had */
export function startWorker(create: HostPlatform['createWorker'], script: ThreadScript): HostWorker {
  const make = create ?? platform.createWorker;
  if (make === undefined)
    throw new WorkerError('ERR_WORKER_START', 'this runtime has no workers, or none that the package knows to start');
  let worker: AnyWorker;
  try {
    worker = make(script);
  } catch (error) {
    throw new WorkerError('ERR_WORKER_START', `the worker could not be made: ${String(error)}`, error);
  }
  return 'on' in worker ? nodeWorker(worker as NodeWorker) : webWorker(worker as WebWorker);
}

function nodeWorker(worker: NodeWorker): HostWorker {
  return {
    endpoint: nodeEndpoint(worker),
    onEnd(listener) {
      worker.on('error', (error: Error) => listener(`the worker failed: ${error?.message ?? String(error)}`, error));
      worker.on('messageerror', (error: Error) => listener('a message of the worker could not be read', error));
      worker.on('exit', (code: number) => listener(`the worker ended with code ${code}`, undefined));
    },
    terminate: () => void worker.terminate(),
    keepAlive: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
  };
}

function webWorker(worker: WebWorker): HostWorker {
  return {
    endpoint: worker,
    onEnd(listener) {
      worker.addEventListener('error', (event) => {
        const { message } = event as unknown as { message?: string };
        listener(`the worker failed: ${message || 'its script could not be loaded'}`, event);
      });
      worker.addEventListener('messageerror', (event) => listener('a message of the worker could not be read', event));
    },
    terminate: () => worker.terminate(),
    keepAlive: () => undefined,
  };
}

/** Node's own kind of worker, where there is one. */
export function nodeWorkerClass(): typeof import('node:worker_threads').Worker | undefined {
  return platformModule<typeof import('node:worker_threads')>('node:worker_threads')?.Worker;
}
