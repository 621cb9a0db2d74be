/** The bindings, with this module's error class. */
import { Bindings } from '../ffi/index.js';
import { Error as SSLError } from './errors.js';

export const native = new Bindings((errors, message) => new SSLError(errors, message));
