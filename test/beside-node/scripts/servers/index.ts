/** Servers: sessions, contexts, their life, and what goes wrong beneath them. */
import type { Script } from '../../harness/script.js';
import { contexts } from './contexts.js';
import { life } from './life.js';
import { mishaps } from './mishaps.js';
import { sessions } from './sessions.js';

export const servers: readonly Script[] = [...sessions, ...contexts, ...life, ...mishaps];
