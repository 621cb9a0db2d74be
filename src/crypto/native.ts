/** The bindings, with this module's error class. */
import { Bindings } from '../ffi/index.js';
import { Error as CryptoError } from './error.js';

export const native = new Bindings((errors, message) => new CryptoError(errors, message));
