/** The files of the repository: what git knows and what is new, and nothing that it ignores. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { inRoot, ROOT } from './paths.mjs';
import { run } from './run.mjs';

/** @param {string[]} patterns - as git takes them @returns {Promise<string[]>} paths relative to the root */
export async function trackedFiles(...patterns) {
  const listed = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z', ...patterns], {
    cwd: ROOT,
  });
  return listed.split('\0').filter((file) => file !== '' && existsSync(inRoot(file)));
}

/** Their texts by their paths. @param {string[]} patterns */
export async function textsOf(...patterns) {
  const files = await trackedFiles(...patterns);
  const read = async (/** @type {string} */ file) =>
    /** @type {[string, string]} */ ([file, await readFile(inRoot(file), 'utf8')]);
  return new Map(await Promise.all(files.map(read)));
}
