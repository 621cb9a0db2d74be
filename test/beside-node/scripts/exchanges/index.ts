/** What both ends are told, and in which order. */
import { ending } from './ending.js';
import { scriptsOf } from './ends.js';
import { meanwhile } from './meanwhile.js';
import { moving } from './moving.js';

export const exchanges = scriptsOf([...ending, ...moving, ...meanwhile]);
