/** The bindings of this folder. */
import { Bindings, OpenSSLError } from '../ffi/index.js';

export const native = new Bindings((errors, message) => new OpenSSLError(errors, message));
