import type { Texts } from '../en/index.js';
import { frame } from './frame.js';
import { handshake } from './handshake.js';
import { make } from './make.js';
import { read } from './read.js';

export const de: Texts = { frame, read, make, handshake };
