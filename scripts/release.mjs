/**
 * `npm run release -- 0.5.0 [--dry-run]`: from a clean checkout whose `.ci/run` was green: looks at all that can be looked at
 * within minutes, writes the version and the bill of materials (`sbom.cdx.json`), commits and tags. It pushes and publishes nothing.
 */
import { parseArgs } from 'node:util';
import { ROOT } from './lib/paths.mjs';
import { release } from './lib/release.mjs';
import { run } from './lib/run.mjs';
import { billOfMaterials } from './lib/sbom.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false } },
});
/** What must hold of what is published: the rest is `.ci/run`'s. */
const LOOKS = [
  ['run', '--silent', 'build'],
  ['run', '--silent', 'check'],
  ['run', '--silent', 'generate', '--', '--check'],
  ['run', '--silent', 'parity', '--', '--check'],
  ['run', '--silent', 'api', '--', '--check'],
  ['run', '--silent', 'sizes', '--', '--check'],
  ['publish', '--dry-run', '--ignore-scripts', '--provenance=false'],
];
try {
  await release({
    root: ROOT,
    version: positionals[0] ?? '',
    dryRun: values['dry-run'],
    verify: async () => {
      for (const args of LOOKS) {
        console.log(`npm ${args.join(' ')}`);
        await run('npm', args, { cwd: ROOT });
      }
    },
    bill: () => billOfMaterials(ROOT),
    say: (text) => console.log(text),
  });
} catch (error) {
  console.error(`No release. ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
