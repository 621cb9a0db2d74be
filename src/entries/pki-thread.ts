/** The script of a worker that does what `tsopenssl/pki` does: the module comes with the first message, as for the others. */
import { Bindings, OpenSSLError, setModuleSource } from '../ffi/index.js';
import * as kit from '../pki/index.js';
import { serve } from '../worker/thread/serve.js';

const bindings = new Bindings((errors) => new OpenSSLError(errors));

serve({
  useModule: (module) => setModuleSource(() => module as WebAssembly.Module),
  heapBytes: () => bindings.heap_bytes_in_use(),
  kit,
});
