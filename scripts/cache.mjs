/** `npm run cache`: where the cache is, which of its entries this checkout uses, and what they weigh. */
import { lstat, readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { CACHE, entriesUsed } from './lib/cache.mjs';
import { makeModules } from './lib/setup.mjs';

await makeModules();
console.log(CACHE);
for (const path of entriesUsed()) console.log(`${String(await megabytes(path)).padStart(5)} MB  ${basename(path)}`);

/** What the files of a folder take. @param {string} folder */
async function megabytes(folder) {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += (await lstat(`${entry.parentPath}/${entry.name}`)).size;
  return Math.ceil(bytes / 1e6);
}
