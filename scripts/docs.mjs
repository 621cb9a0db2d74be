/** `npm run docs`: the reference as plain files for any static host, in docs/reference/ or where `--out` says; fails on a gap or a dead link. */
import { parseArgs } from 'node:util';
import { ensureDependencies } from './lib/dependencies.mjs';

await ensureDependencies();
const { makeReference } = await import('./lib/reference.mjs');
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const { pages, faults } = await makeReference(values.out);
for (const fault of faults) console.error(fault);
console.log(
  faults.length === 0
    ? `The reference has ${pages} pages, and no link of theirs is dead.`
    : 'The reference has faults.',
);
process.exitCode = faults.length === 0 ? 0 : 1;
