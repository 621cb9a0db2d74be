/** `npm run api`: docs/api/ from the declarations in dist/; `-- --check` compares. */
import { changedApiReports, writeApiReports } from './lib/api-report.mjs';

if (process.argv.includes('--check')) {
  const changed = await changedApiReports();
  for (const name of changed)
    console.error(`docs/api/${name} is not what the package says: npm run api, and look at the difference`);
  if (changed.length === 0) console.log('The API is what docs/api/ says.');
  process.exitCode = changed.length === 0 ? 0 : 1;
} else {
  await writeApiReports();
  console.log('Wrote docs/api.');
}
