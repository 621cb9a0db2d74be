import type { Handle } from '../ffi/index.js';
import { ConnectionCore } from './connection-core.js';
import type { Context } from './context.js';
import { native } from './native.js';

/** A connection over two memory BIOs of the caller's, in the forms with a status: what Python's ssl is built on. */
export class BioConnection extends ConnectionCore {
  constructor(context: Context, incoming: Handle<'BIO'>, outgoing: Handle<'BIO'>) {
    super(context, (handle) => native.ssl_new_over(handle, incoming, outgoing));
  }
}
