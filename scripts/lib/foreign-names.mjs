/** What no committed file may hold: the host of a package registry, or a path of somebody's machine. */
import { readFile } from 'node:fs/promises';
import { inRoot, ROOT } from './paths.mjs';
import { run } from './run.mjs';

/** Written in two halves, so that this file does not hold them itself. */
const FORBIDDEN = [
  'registry.npm' + 'js.org',
  'deb.deb' + 'ian.org',
  'snapshot.deb' + 'ian.org',
  '/home' + '/',
  '/root' + '/',
];
const BINARY = /\.(der|br|gz|xz|png|wasm|p12|ico)$/;

/** @returns {Promise<string[]>} one line a fault */
export async function findForeignNames() {
  const files = (await run('git', ['ls-files'], { cwd: ROOT }))
    .split('\n')
    .filter((name) => name && !BINARY.test(name));
  const faults = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(inRoot(name), 'utf8').catch(() => '');
      return FORBIDDEN.filter((word) => text.includes(word)).map((word) => `${name}: must not name ${word}`);
    }),
  );
  return faults.flat();
}
