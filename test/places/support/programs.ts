/** What test/places installs by its own lockfiles, and how to get what is missing. */
import { existsSync } from 'node:fs';
import type { Program } from '../../runtimes/support/programs.js';

const PLACES = new URL('../', import.meta.url).pathname;

/** A file of a package of test/places. */
export function program(file: string, folder = ''): Program {
  const path = `${PLACES}${folder}node_modules/${file}`;
  const prefix = `test/places/${folder}`.replace(/\/$/, '');
  return existsSync(path) ? { path } : { missing: `not installed: \`npm ci --prefix ${prefix}\` brings it` };
}
