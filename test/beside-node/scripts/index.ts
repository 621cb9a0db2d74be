/** All scripts. */
import type { Script } from '../harness/script.js';
import { argumentScripts } from './arguments.js';
import { environment } from './environment.js';
import { exchanges } from './exchanges/index.js';
import { failureScripts } from './failures.js';
import { members } from './members.js';
import { moduleScripts } from './module.js';
import { optionScripts } from './options.js';
import { servers } from './servers/index.js';
import { starttls } from './starttls.js';
import { wrapped } from './wrapped.js';

export const SCRIPTS: readonly Script[] = [
  ...members,
  ...moduleScripts,
  ...exchanges,
  ...failureScripts,
  ...optionScripts,
  ...argumentScripts,
  ...starttls,
  ...wrapped,
  ...servers,
  ...environment,
];
