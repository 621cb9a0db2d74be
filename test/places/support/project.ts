/** A project of a user's, with the packed package installed, beside the packages of test/places. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../../scripts/lib/run.mjs';

const PLACES = new URL('../', import.meta.url).pathname;

/**
 * Copies `projects/${name}`, and unpacks the tarball within.
 */
export async function projectOf(
  name: string | undefined,
  tarball: string,
  closers: (() => unknown)[],
): Promise<string> {
  const parent = join(PLACES, '.work');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'project-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  if (name !== undefined) await cp(join(PLACES, 'projects', name), folder, { recursive: true });
  const installed = join(folder, 'node_modules/tsopenssl');
  await mkdir(installed, { recursive: true });
  await run('tar', ['xzf', tarball, '-C', installed, '--strip-components=1']);
  return folder;
}
