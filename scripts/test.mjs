/** `npm test`: all set-up, then the tests; arguments go to vitest. */
import { spawnSync } from 'node:child_process';
import { ensureInstalled } from './lib/dependencies.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { setUp } from './lib/setup.mjs';

await setUp();
// The packages' own scripts would only link the binary that is in them.
await ensureInstalled(inRoot('test/runtimes'), 'the runtimes of the tests', ['--ignore-scripts']).catch((error) =>
  console.error(`The tests in other runtimes are skipped: ${error.message}`),
);
await ensureInstalled(inRoot('test/clients'), 'the clients of the tests', ['--ignore-scripts']);
await ensureInstalled(inRoot('test/places'), 'the places of the tests', ['--ignore-scripts']).catch((error) =>
  console.error(`The tests in runners and confined places are skipped: ${error.message}`),
);
const args = [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
