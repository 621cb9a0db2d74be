/** The bindings, with this module's error class. */
import { Bindings } from '../ffi/index.js';
import { errorOfQueue } from './errors/translate.js';

export const native = new Bindings((errors) => errorOfQueue(errors));
