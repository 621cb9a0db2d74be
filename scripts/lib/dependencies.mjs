/** Installs node_modules when the lockfile or Node has changed; needs nothing but Node and npm. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyOf } from './cache.mjs';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';

/** The project's own dependencies. */
export async function ensureDependencies() {
  await ensureInstalled(ROOT, 'dependencies', []);
}

/** Installs what the lockfile of a folder names. @param {string} folder @param {string} what @param {readonly string[]} flags */
export async function ensureInstalled(folder, what, flags) {
  const stamp = join(folder, 'node_modules/.tsopenssl-stamp');
  const key = keyOf(
    await readFile(join(folder, 'package-lock.json'), 'utf8'),
    process.version,
    process.arch,
    process.platform,
  );
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === key) return;
  console.log(`Installing ${what} (npm ci) …`);
  const started = Date.now();
  await run('npm', ['ci', '--no-audit', '--no-fund', ...flags], { cwd: folder });
  // Written last: an interrupted install has no stamp.
  await writeFile(stamp, key);
  console.log(`Installed ${what} in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}
