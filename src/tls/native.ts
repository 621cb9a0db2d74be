/** The bindings, with this module's error class. */
import { TlsBindings } from '../ffi/index.js';
import { Error as SSLError } from './errors.js';

export const native = new TlsBindings((errors, message) => new SSLError(errors, message));
