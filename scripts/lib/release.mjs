/** What makes a release: a version, its section of the changelog, a bill of materials, a commit and a tag. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.mjs';

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** @param {string} version */
const numbers = (version) => (VERSION.exec(version) ?? []).slice(1).map(Number);

/** @param {string} version @param {string} old */
function isLater(version, old) {
  const [now, before] = [numbers(version), numbers(old)];
  const at = now.findIndex((number, index) => number !== before[index]);
  return at >= 0 && (now[at] ?? 0) > (before[at] ?? 0);
}

/** What the changelog says of a version. @param {string} changelog @param {string} version */
export function sectionOf(changelog, version) {
  const [, rest] = changelog.split(`## ${version}\n`);
  return rest?.split(/^## /m)[0]?.trim() ?? '';
}

/**
 * @typedef {object} Release
 * @property {string} root - of the checkout
 * @property {string} version
 * @property {boolean} dryRun - everything is looked at, and nothing is changed
 * @property {() => Promise<void>} verify - rejects where something is wrong that is to be released
 * @property {() => Promise<unknown>} bill - what the bill of materials says
 * @property {(text: string) => void} say
 */

/** @param {Release} release @throws {Error} with one sentence: nothing has been changed then */
export async function release({ root, version, dryRun, verify, bill, say }) {
  const git = (/** @type {string[]} */ ...args) => run('git', args, { cwd: root });
  const read = (/** @type {string} */ file) => readFile(join(root, file), 'utf8');
  if (!VERSION.test(version)) throw new Error(`${JSON.stringify(version)} is no version, such as 0.5.0`);
  if ((await git('status', '--porcelain')).trim() !== '')
    throw new Error('there is something that has not been committed');
  const { version: old } = JSON.parse(await read('package.json'));
  if (version !== old && !isLater(version, old)) throw new Error(`${version} is not later than ${old}`);
  const tag = `v${version}`;
  if ((await git('tag', '--list', tag)).trim() !== '') throw new Error(`there is a tag ${tag} already`);
  if (sectionOf(await read('CHANGELOG.md'), version) === '')
    throw new Error(`CHANGELOG.md says nothing of ${version}: it needs a section "## ${version}"`);
  await verify();
  const parts = JSON.stringify(await bill(), null, 2);
  if (dryRun) {
    say(`${old} would become ${version}, with the tag ${tag} and a bill of materials of ${parts.length} bytes.`);
    return;
  }
  for (const file of ['package.json', 'package-lock.json'])
    await writeFile(join(root, file), withVersion(await read(file), old, version));
  await writeFile(join(root, 'sbom.cdx.json'), `${parts}\n`);
  if (version !== old) await git('commit', '--quiet', '--all', '--message', `${version}`);
  await git('tag', '--annotate', '--message', `tsopenssl ${version}`, tag);
  say(`${tag} is there. Next: git push --follow-tags, npm publish, and sbom.cdx.json beside the release.`);
}

/** The first one or two mentions are the package's own. @param {string} text @param {string} old @param {string} version */
function withVersion(text, old, version) {
  const own = JSON.parse(text).packages === undefined ? 1 : 2;
  let left = own;
  return text.replaceAll(`"version": "${old}"`, (found) => (left-- > 0 ? `"version": "${version}"` : found));
}
