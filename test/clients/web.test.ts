/** Clients of HTTP. */
import { nginx } from './servers/files-and-mail.js';
import { describeClients } from './support/compare.js';

describeClients(nginx, ['https', 'undici', 'axios', 'got', 'node-fetch'], {
  got: "its http2-wrapper takes `_handle` from a TLSSocket without options when it is loaded: ours must have node's",
});
