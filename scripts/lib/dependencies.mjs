/** Installs node_modules when the lockfile or Node has changed; needs nothing but Node and npm. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { keyOf } from './cache.mjs';
import { inRoot, ROOT } from './paths.mjs';
import { run } from './run.mjs';

const STAMP = inRoot('node_modules/.tsopenssl-stamp');

export async function ensureDependencies() {
  const key = keyOf(
    await readFile(inRoot('package-lock.json'), 'utf8'),
    process.version,
    process.arch,
    process.platform,
  );
  if (existsSync(STAMP) && (await readFile(STAMP, 'utf8')) === key) return;
  console.log('Installing dependencies (npm ci) …');
  const started = Date.now();
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: ROOT });
  // Written last: an interrupted install has no stamp.
  await writeFile(STAMP, key);
  console.log(`Installed dependencies in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}
