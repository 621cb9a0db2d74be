/** The bindings, with this module's error class. */
import { TlsBindings } from '../ffi/index.js';
import { errorOfQueue } from './errors/translate.js';

export const native = new TlsBindings((errors) => errorOfQueue(errors));
