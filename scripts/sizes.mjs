/**
 * `npm run sizes`: what an import brings, as bundlers make it, into docs/sizes.md; with --check it fails where that is more than
 * the budget, or the committed table is not of this order.
 */
import { ensureDependencies } from './lib/dependencies.mjs';

await ensureDependencies();
const { measureImports, measureFiles } = await import('./lib/sizes/measure.mjs');
const { checkSizes, writeTable } = await import('./lib/sizes/table.mjs');
const sizes = { imports: await measureImports(), files: await measureFiles() };
const faults = await (process.argv.includes('--check') ? checkSizes(sizes) : writeTable(sizes));
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'Every size is within its budget.' : 'Sizes are beyond their budgets.');
process.exitCode = faults.length === 0 ? 0 : 1;
