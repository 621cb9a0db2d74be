/** The script of a worker: the module comes with the first message, compiled once for all threads. */
import { Bindings, OpenSSLError, setModuleSource } from '../ffi/index.js';
import { serve } from '../worker/thread/serve.js';

const bindings = new Bindings((errors) => new OpenSSLError(errors));

serve({
  useModule: (module) => setModuleSource(() => module as WebAssembly.Module),
  heapBytes: () => bindings.heap_bytes_in_use(),
});
