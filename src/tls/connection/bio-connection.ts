import type { Handle } from '../../ffi/index.js';
import type { Context } from '../context/context.js';
import { native } from '../native.js';
import { ConnectionCore } from './core.js';

/** A connection over two memory BIOs of the caller's, in the forms with a status: what Python's ssl is built on. */
export class BioConnection extends ConnectionCore {
  constructor(context: Context, incoming: Handle<'BIO'>, outgoing: Handle<'BIO'>) {
    super(context, (handle) => native.ssl_new_over(handle, incoming, outgoing));
  }
}
