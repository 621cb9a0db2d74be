/** A thread that fails when it is told to. */
import '../../src/entries/worker-thread.js';
import { failWhenTold } from './failing.js';

failWhenTold();
