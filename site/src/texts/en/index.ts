import { frame } from './frame.js';
import { handshake } from './handshake.js';
import { make } from './make.js';
import { read } from './read.js';

export const en = { frame, read, make, handshake };

/** All texts, by the view that they are of: what every other language has to have. */
export type Texts = typeof en;
