/** Temporary folders whose names tell who makes them, so that what a killed process left behind can be removed. */
import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.mjs';

const PREFIX = '.making-';
const OWNER = /^\.making-(\d+)-/;

/** Makes a folder in `parent`, and removes those of processes that are no more. @param {string} parent */
export async function makeTemporary(parent) {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const owner = OWNER.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await removeTemporary(join(parent, name));
  }
  return mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
}

/**
 * Removes a folder. What a killed debootstrap had mounted in it, such as the system's own /proc, is unmounted first, for a
 * removal must never reach beyond the folder.
 * @param {string} folder
 */
export async function removeTemporary(folder) {
  for (const mount of await mountsBeneath(folder)) await run('umount', ['--lazy', mount]);
  await rm(folder, { recursive: true, force: true });
}

/** Mount points beneath a folder, the deepest first. @param {string} folder */
async function mountsBeneath(folder) {
  const path = await realpath(folder).catch(() => folder);
  // Linux alone has this file, and debootstrap runs nowhere else.
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return table
    .split('\n')
    .map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
    )
    .filter((mount) => mount.startsWith(`${path}/`))
    .toReversed();
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
