/** `npm run check`: formatter, linter, types, layers and circles. */
import { spawnSync } from 'node:child_process';
import { findCCircles } from './lib/c-circles.mjs';
import { findCircles } from './lib/circles.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { findForeignNames } from './lib/foreign-names.mjs';
import { findLayerFaults } from './lib/layers.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';

await ensureDependencies();
const run = (/** @type {string[]} */ ...args) =>
  spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;

const faults = (await Promise.all([findLayerFaults(), findForeignNames(), findCircles(), findCCircles()])).flat();
for (const fault of faults) console.error(fault);
const results = [
  faults.length === 0,
  run(inRoot('node_modules/@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'),
  ...['.', 'site', 'site/src/frame/offline'].map((project) =>
    run(inRoot('node_modules/typescript/bin/tsc'), '--noEmit', '-p', project),
  ),
];
console.log(
  results.every(Boolean)
    ? 'Formatter, linter, types and layers agree, and no file is in a circle.'
    : 'The checks found faults.',
);
process.exitCode = results.every(Boolean) ? 0 : 1;
