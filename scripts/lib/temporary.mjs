/** Temporary folders whose names tell who makes them, so that what a killed process left behind can be removed. */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = '.making-';
const OWNER = /^\.making-(\d+)-/;

/** Makes a folder in `parent`, and removes those of processes that are no more. @param {string} parent */
export async function makeTemporary(parent) {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const owner = OWNER.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(parent, name), { recursive: true, force: true });
  }
  return mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
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
