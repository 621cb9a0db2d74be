/** The suite in workerd, with the library imported at global scope, where no randomness may be drawn. */
import * as library from 'tsopenssl';
import { runSuite } from './suite.mjs';

export default {
  fetch: () => Response.json(runSuite(library)),
};
