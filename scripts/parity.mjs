/** `npm run parity`: writes the tables of names; with `--check` compares them, and fails for a name that has neither test nor reason. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { nodeFaultsOf, readNodeRows, renderNodeTable } from './lib/node-parity.mjs';
import { faultsOf, readMarkers, readProofs, renderTable } from './lib/parity.mjs';
import { inRoot } from './lib/paths.mjs';

const [proofs, markers] = await Promise.all([readProofs(), readMarkers()]);
const rows = await readNodeRows(markers);
const faults = [...faultsOf(proofs), ...nodeFaultsOf(rows, markers)];
console.log(`${proofs.length + rows.length} names; ${faults.length} without a test or a reason.`);

const tables = { 'docs/parity.md': renderTable(proofs), 'docs/parity-node-tls.md': renderNodeTable(rows) };
for (const [file, table] of Object.entries(tables)) {
  if (process.argv.includes('--check')) {
    if ((await readFile(inRoot(file), 'utf8').catch(() => '')) !== table)
      faults.push(`${file} is not what the tests give: npm run parity`);
  } else {
    await mkdir(inRoot('docs'), { recursive: true });
    await writeFile(inRoot(file), table);
  }
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
