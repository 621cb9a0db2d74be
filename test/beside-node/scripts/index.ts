/** All scripts. */
import { KEPT_OF_SESSIONS } from '../harness/kept-of-sessions.js';
import type { Script } from '../harness/script.js';
import { argumentScripts } from './arguments.js';
import { environment } from './environment.js';
import { exchanges } from './exchanges/index.js';
import { failureScripts } from './failures.js';
import { members } from './members.js';
import { moduleScripts } from './module.js';
import { optionScripts } from './options/index.js';
import { servers } from './servers/index.js';
import { starttls } from './starttls.js';
import { words } from './words.js';
import { wrapped } from './wrapped.js';

const scripts: readonly Script[] = [
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
  ...words,
];

/** One in which a difference stays stands for the row of that too. */
export const SCRIPTS: readonly Script[] = scripts.map((script) => {
  const kept = KEPT_OF_SESSIONS.filter((one) => one.scripts.test(script.name)).map(({ row }) => row);
  return { ...script, rows: [...new Set([...script.rows, ...kept])] };
});
