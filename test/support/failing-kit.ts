/** A thread with the kit that fails when it is told to. */
import '../../src/entries/pki-thread.js';
import { failWhenTold } from './failing.js';

failWhenTold();
