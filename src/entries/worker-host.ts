/** How the package starts its worker script: bundlers know the form `new Worker(new URL(…))` and ship the file. */
import { compiledModule } from '../ffi/index.js';
import { nodeWorkerClass, setHostPlatform } from '../worker/entry.js';

setHostPlatform({
  module: compiledModule,
  createWorker: (script) => {
    const NodeWorker = nodeWorkerClass();
    if (script === 'pki') {
      if (NodeWorker !== undefined) return new NodeWorker(new URL('./pki-thread.js', import.meta.url));
      return new Worker(new URL('./pki-thread.js', import.meta.url), { type: 'module' });
    }
    if (NodeWorker !== undefined) return new NodeWorker(new URL('./worker-thread.js', import.meta.url));
    return new Worker(new URL('./worker-thread.js', import.meta.url), { type: 'module' });
  },
});
