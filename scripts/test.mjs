/** `npm test`: all set-up, then the tests; arguments go to vitest. */
import { spawnSync } from 'node:child_process';
import { inRoot, ROOT } from './lib/paths.mjs';
import { setUp } from './lib/setup.mjs';

await setUp();
const args = [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
