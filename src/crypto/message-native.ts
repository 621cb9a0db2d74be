/** The bindings of messages and files, with this module's error class. */
import { MessageBindings } from '../ffi/index.js';
import { Error as CryptoError } from './error.js';

export const native = new MessageBindings((errors, message) => new CryptoError(errors, message));
