import { frame } from './frame.js';
import { handshake } from './handshake.js';
import { make } from './make.js';
import { read } from './read.js';

export const en = { frame, read, make, handshake };
