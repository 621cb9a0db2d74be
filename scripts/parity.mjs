/** `npm run parity`: writes docs/parity.md; with `--check` compares it, and fails for a name that has neither test nor reason. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { faultsOf, readProofs, renderTable } from './lib/parity.mjs';
import { inRoot } from './lib/paths.mjs';

const TABLE = inRoot('docs/parity.md');
const proofs = await readProofs();
const table = renderTable(proofs);
const faults = faultsOf(proofs);
if (process.argv.includes('--check')) {
  if ((await readFile(TABLE, 'utf8').catch(() => '')) !== table)
    faults.push('docs/parity.md is not what the tests give: npm run parity');
} else {
  await mkdir(inRoot('docs'), { recursive: true });
  await writeFile(TABLE, table);
}
for (const fault of faults) console.error(fault);
console.log(`${proofs.length} names, ${proofs.length - faultsOf(proofs).length} with a test or a reason.`);
process.exitCode = faults.length === 0 ? 0 : 1;
